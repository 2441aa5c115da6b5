"""How the result of ``syndrome diff`` is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.text import Text

from transpiler.classifying import SMALLEST_COUNT
from transpiler.classifying.changed import ChangedCounts
from transpiler.cli.output import stdout
from transpiler.comparing import (
    Bump,
    Cause,
    Change,
    Comparison,
    Diff,
    OperatorChange,
    Reason,
    TermChange,
    TermPlace,
    Verdict,
    suggested_bump,
)
from transpiler.definition import Definition, Visit
from transpiler.definition.printing import printable


@dataclass(frozen=True, slots=True)
class DiffReport:
    """Everything known about the change from one definition to another.

    Attributes:
        old: the old definition.
        new: the new definition.
        changes: what the author changed.
        comparison: what that does to the visits taken.
        counts: how many visits of a file it concerns; None where there is no file.
    """

    old: Definition
    new: Definition
    changes: Diff
    comparison: Comparison
    counts: ChangedCounts | None

    @property
    def bump(self) -> Bump:
        """What the change asks of the version."""
        return suggested_bump(self.comparison.verdict)

    @property
    def suggested_version(self) -> int:
        """The version that the new definition should have."""
        return self.old.version + (self.bump is not Bump.PATCH)


_VERDICTS = {
    Verdict.EQUAL: ("green", "both take the same visits (proved)"),
    Verdict.NARROWER: ("yellow", "the new one takes fewer visits and no others (proved)"),
    Verdict.WIDER: ("yellow", "the new one takes more visits and all the old ones (proved)"),
    Verdict.DIFFERENT: ("red", "each takes visits that the other does not"),
    Verdict.UNDECIDED: ("magenta", "undecided"),
}

_CHANGES = {
    Change.ADDED: ("+", "green"),
    Change.REMOVED: ("-", "red"),
    Change.MOVED: ("~", "yellow"),
}

_REASONS = {
    Reason.ADDED: "added",
    Reason.REMOVED: "removed",
    Reason.MOVED: "moved",
    Reason.STRUCTURE: "unchanged, other operators or fields",
    Reason.FILTERS: "filters",
}

_SHOWN_CAUSES = 20


def print_report(report: DiffReport) -> None:
    """Print the report on standard output, coloured where that is a terminal."""
    console = stdout()
    for line in report_lines(report):
        console.line(line)


def report_lines(report: DiffReport) -> Iterator[Text]:
    """Yield the report, a line each."""
    old, new = report.old, report.new
    if not (old.is_bare or new.is_bare) and old.title and new.title:
        yield Text(printable(f"{old.title} → {new.title}"), "bold")
    colour, meaning = _VERDICTS[report.comparison.verdict]
    yield Text.assemble(
        (report.comparison.verdict.value, f"bold {colour}"),
        f": {report.comparison.reason or meaning}",
    )
    for name, visit in (("lost", report.comparison.lost), ("gained", report.comparison.gained)):
        if visit is not None:
            yield Text(f"  {name}, for example: {_visit(visit)}")
    if old.title and new.title:
        yield Text(f"  {_version(report)}")
    has_parts = len(old.parts) > 1 or len(new.parts) > 1
    yield from _changes(report.changes, has_parts)
    if report.counts is not None:
        yield from _counts(report.counts)


def _version(report: DiffReport) -> str:
    if report.bump is Bump.PATCH:
        return f"{report.bump}: version {report.old.version} may stay"
    return f"{report.bump}: the new one should be version {report.suggested_version}"


def _visit(visit: Visit) -> str:
    shown = {name: value for name, value in visit.items() if value is not None}
    missing = [name for name, value in visit.items() if value is None]
    if list(visit) == [""]:
        return "the text is missing" if missing else _value(visit[""])
    told = [f"{name} = {_value(value)}" for name, value in shown.items()]
    if missing:
        told.append(f"{', '.join(missing)} missing")
    return "; ".join(told)


def _value(value: Any) -> str:
    return f'"{printable(value)}"' if isinstance(value, str) else str(value).lower()


def _changes(changes: Diff, has_parts: bool) -> Iterator[Text]:
    if not changes:
        yield Text("no term, operator or setting changed")
    if changes.terms:
        yield Text("terms", "bold")
    for found in changes.terms:
        mark, colour = _CHANGES[found.change]
        yield Text.assemble(
            (f"  {mark} {printable(found.term)}", colour), (f"  {_places(found, has_parts)}", "dim")
        )
    if changes.operators:
        yield Text("operators", "bold")
    for operator in changes.operators:
        yield Text(f"  {_operator(operator)}")
    if changes.settings:
        yield Text("settings", "bold")
    for setting in changes.settings:
        yield Text(printable(f"  {setting.setting}: {setting.before} → {setting.after}"))


def _places(found: TermChange, has_parts: bool) -> str:
    return " → ".join(_place(place, has_parts) for place in (found.before, found.after) if place)


def _place(place: TermPlace, has_parts: bool) -> str:
    side = "negation" if place.is_negation else "inclusion"
    part = f" of part {place.part}" if has_parts else ""
    return f"{side} in clause {place.clause}{part}"


def _operator(found: OperatorChange) -> str:
    terms = ", ".join(map(printable, found.terms[:3])) + (", …" if found.terms[3:] else "")
    before, after = " › ".join(found.before), " › ".join(found.after)
    if not before:
        return f"now below {after}: {terms}"
    if not after:
        return f"no longer below {before}: {terms}"
    return f"{before} → {after}: {terms}"


def _counts(counts: ChangedCounts) -> Iterator[Text]:
    yield Text.assemble(("visits", "bold"), f" of {counts.visits:,}")
    for name in ("kept", "lost", "gained", "neither"):
        yield Text(f"  {name:<8}{_count(getattr(counts, name)):>12}")
        yield from _causes({"lost": counts.lost_by, "gained": counts.gained_by}.get(name, {}))


def _causes(causes: Mapping[Cause, int | None]) -> Iterator[Text]:
    ordered = sorted(causes.items(), key=lambda item: (-(item[1] or 0), item[0].term))
    for cause, count in ordered[:_SHOWN_CAUSES]:
        told = f"{cause.term} {_REASONS[cause.reason]}".strip()
        yield Text(f"    by {printable(told)}: {_count(count)}", "dim")
    if ordered[_SHOWN_CAUSES:]:
        yield Text(f"    and by {len(ordered) - _SHOWN_CAUSES} more", "dim")


def _count(count: int | None) -> str:
    return f"{count:,}" if count is not None else "not shown"


def as_json(report: DiffReport) -> dict[str, Any]:
    """Return the report as JSON-ready values."""
    comparison, counts = report.comparison, report.counts
    return {
        "old": {"name": report.old.name, "version": report.old.version},
        "new": {"name": report.new.name, "version": report.new.version},
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "lost": comparison.lost,
        "gained": comparison.gained,
        "bump": report.bump,
        "suggested_version": report.suggested_version,
        "terms": [
            {
                "change": found.change,
                "term": found.term,
                "before": found.before and asdict(found.before),
                "after": found.after and asdict(found.after),
            }
            for found in report.changes.terms
        ],
        "operators": [asdict(found) for found in report.changes.operators],
        "settings": [asdict(found) for found in report.changes.settings],
        "visits": None
        if counts is None
        else {
            "visits": counts.visits,
            "smallest_count_shown": SMALLEST_COUNT,
            **{name: getattr(counts, name) for name in ("kept", "lost", "gained", "neither")},
            "lost_by": _causes_as_json(counts.lost_by),
            "gained_by": _causes_as_json(counts.gained_by),
        },
    }


def _causes_as_json(causes: Mapping[Cause, int | None]) -> list[dict[str, Any]]:
    return [
        {"reason": cause.reason, "term": cause.term or None, "visits": count}
        for cause, count in causes.items()
    ]
