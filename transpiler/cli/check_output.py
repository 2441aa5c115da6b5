"""The text that ``syndrome check`` prints: findings by definition, then a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from transpiler.cli.output import COLOURS, Rows, print_findings, stdout
from transpiler.definition.printing import shown_path
from transpiler.linting.formats import TITLES, Checked, counts, totals


def print_text(checked: Sequence[Checked]) -> None:
    """Print every finding under the title of its definition, and a summary."""
    console = stdout()
    for one in checked:
        if not one.findings:
            continue
        title = f"{one.title} " if one.title else ""
        console.line(f"{title}({shown_path(one.path)})", "bold")
        print_findings((finding.diagnostic for finding in one.findings), console)
        console.line()
    console.table(_summary(checked))


def _summary(checked: Sequence[Checked]) -> Rows:
    """Return how often each rule spoke, and the totals."""
    definitions = f"{len(checked):,} definition{'' if len(checked) == 1 else 's'}"
    table = Rows(caption=f"{definitions} checked")
    table.show_header = False
    spoken = Counter(
        (finding.diagnostic.code, finding.diagnostic.severity)
        for one in checked
        for finding in one.findings
    )
    for (code, severity), count in sorted(spoken.items()):
        table.add_row(
            code,
            Text(severity.value, style=COLOURS[severity]),
            f"{count:,}",
            TITLES[code],
        )
    found = sum(counts(checked).values())
    table.add_row("total", "", f"{found:,}", totals(checked))
    return table
