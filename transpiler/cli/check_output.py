"""The text that ``syndrome check`` prints: findings by definition, then a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from transpiler.cli.output import COLOURS, stdout
from transpiler.definition.diagnostics import printable
from transpiler.linting.formats import TITLES, Checked, counts


def print_text(checked: Sequence[Checked]) -> None:
    """Print every finding under the title of its definition, and a summary."""
    console = stdout()
    for one in checked:
        if not one.findings:
            continue
        title = f"{printable(one.title)} " if one.title else ""
        console.print(Text(f"{title}({printable(one.path)})", style="bold"))
        for finding in one.findings:
            headline, *rest = finding.diagnostic.render().split("\n")
            console.print(Text(headline, style=COLOURS[finding.diagnostic.severity]))
            for line in rest:
                console.print(Text(line))
        console.print()
    console.print(_summary(checked))


def _summary(checked: Sequence[Checked]) -> Table:
    """Return how often each rule spoke, and the totals."""
    table = Table(box=None, show_header=False, pad_edge=False)
    spoken = Counter(
        (finding.diagnostic.code, finding.diagnostic.severity)
        for one in checked
        for finding in one.findings
    )
    for (code, severity), count in sorted(spoken.items()):
        table.add_row(
            Text(code),
            Text(severity.value, style=COLOURS[severity]),
            Text(f"{count:,}"),
            Text(TITLES[code]),
        )
    found = counts(checked)
    totals = ", ".join(
        f"{count:,} {severity.value}{'' if count == 1 else 's'}"
        for severity, count in found.items()
    )
    definitions = f"{len(checked):,} definition{'' if len(checked) == 1 else 's'}"
    table.add_row(Text("total"), Text(""), Text(f"{sum(found.values()):,}"), Text(totals))
    table.caption = f"{definitions} checked"
    table.caption_justify = "left"
    return table
