"""How the result of ``syndrome sync`` is shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text

from transpiler.classifying.changed import ChangedCounts
from transpiler.cli.diff_output import as_json, report_lines
from transpiler.cli.json_output import diagnostic_as_json
from transpiler.cli.output import print_diagnostics, stderr, stdout
from transpiler.syncing import ChangeKind, SyncChange, SyncReport

_COLOURS: Final = {
    ChangeKind.NEW: "green",
    ChangeKind.CHANGED: "yellow",
    ChangeKind.MOVED: "yellow",
    ChangeKind.RENAMED: "cyan",
    ChangeKind.RETIRED: "magenta",
    ChangeKind.REFUSED: "red",
    ChangeKind.DELETED: "magenta",
}
_ORDER: Final = tuple(_COLOURS)
_TITLES: Final = 5
"""How many titles of one refusal are told; JSON and the page have all."""


def difference_lines(
    report: SyncReport, counts: Mapping[str, ChangedCounts]
) -> dict[str, list[str]]:
    """Return title → how the definition differs from the one before, a line each."""
    return {
        change.title: [
            line.plain for line in report_lines(change.difference, counts.get(change.title))
        ][1:]
        for change in report.changes
        if change.difference is not None
    }


def print_sync(report: SyncReport, counts: Mapping[str, ChangedCounts]) -> None:
    """Print what a sync did, the changed ones with their differences."""
    console = stdout()
    told = difference_lines(report, counts)
    for kind in _ORDER:
        changes = [change for change in report.changes if change.kind is kind]
        if kind is ChangeKind.REFUSED:
            _print_refusals(changes)
            continue
        for change in changes:
            console.line(Text.assemble((kind.value, _COLOURS[kind]), f" {_headline(change)}"))
            for line in told.get(change.title, ()):
                console.line(f"    {line}")
            for found in change.diagnostics:
                console.line(f"    {found.code} {found.message}")
    print_diagnostics(report.findings)
    numbers = Counter(change.kind for change in report.changes)
    said = ", ".join(f"{numbers[kind]} {kind.value}" for kind in (*_ORDER, ChangeKind.SAME))
    stderr().line(f"{said}{'' if report.is_written else '; nothing was written'}")


def _print_refusals(changes: Sequence[SyncChange]) -> None:
    """Print what cannot be used by its reason, with the first titles of each."""
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for change in changes:
        found = change.diagnostics[0]
        alike[f"{found.code} {found.message.partition(': ')[0]}"].append(change.title)
    for reason, titles in sorted(alike.items(), key=lambda item: len(item[1])):
        shown = ", ".join(titles[:_TITLES])
        more = f" and {len(titles) - _TITLES:,} more" if titles[_TITLES:] else ""
        stdout().line(Text.assemble(("refused", "red"), f" {shown}{more}"))
        stdout().line(f"    {reason}")


def _headline(change: SyncChange) -> str:
    words = [change.title]
    if change.before:
        words.append(f"(before: {change.before})")
    if change.file:
        words.append(f"{'→' if change.is_written else 'stays'} {change.file}")
    if change.supersedes:
        words.append(f"after {change.supersedes}")
    if change.is_edited:
        words.append("which was edited here and is as it was")
    return " ".join(words)


def sync_as_json(report: SyncReport, counts: Mapping[str, ChangedCounts]) -> dict[str, Any]:
    """Return the report as JSON-ready values."""
    return {
        "source": report.source,
        "exported": report.exported.isoformat(),
        "is_written": report.is_written,
        "changes": [_change_as_json(change, counts) for change in report.changes],
        "errors": list(map(diagnostic_as_json, report.findings)),
    }


def _change_as_json(change: SyncChange, counts: Mapping[str, ChangedCounts]) -> dict[str, Any]:
    found = change.difference
    return {
        "kind": change.kind.value,
        "title": change.title,
        "before": change.before,
        "file": change.file,
        "is_written": change.is_written,
        "supersedes": change.supersedes,
        "is_edited": change.is_edited,
        "difference": as_json(found, counts.get(change.title)) if found is not None else None,
        "diagnostics": list(map(diagnostic_as_json, change.diagnostics)),
    }
