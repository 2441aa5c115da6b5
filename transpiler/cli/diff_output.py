"""How the result of ``syndrome diff`` is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.text import Text

from transpiler.classifying import SMALLEST_COUNT
from transpiler.classifying.changed import ChangedCounts
from transpiler.cli.output import stdout
from transpiler.comparing import (
    Bump,
    Cause,
    Change,
    Diff,
    Difference,
    OperatorChange,
    Reason,
    TermChange,
    TermPlace,
    Verdict,
)
from transpiler.definition import Visit
from transpiler.definition.printing import printable

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


def print_report(difference: Difference, counts: ChangedCounts | None) -> None:
    """Print the report on standard output, coloured where that is a terminal."""
    console = stdout()
    for line in report_lines(difference, counts):
        console.line(line)


def report_lines(difference: Difference, counts: ChangedCounts | None) -> Iterator[Text]:
    """Yield the report, a line each."""
    old, new, comparison = difference.old, difference.new, difference.comparison
    if not (old.is_bare or new.is_bare) and old.title and new.title:
        yield Text(printable(f"{old.title} → {new.title}"), "bold")
    colour, meaning = _VERDICTS[comparison.verdict]
    yield Text.assemble(
        (comparison.verdict.value, f"bold {colour}"),
        f": {comparison.reason or meaning}",
    )
    for name, visit in (("lost", comparison.lost), ("gained", comparison.gained)):
        if visit is not None:
            yield Text(f"  {name}, for example: {_visit(visit)}")
    if old.title and new.title:
        yield Text(f"  {_version(difference)}")
    has_parts = len(old.parts) > 1 or len(new.parts) > 1
    yield from _changes(difference.changes, has_parts)
    if counts is not None:
        yield from _counts(counts)


def _version(difference: Difference) -> str:
    if difference.bump is Bump.PATCH:
        return f"{difference.bump}: version {difference.old.version} may stay"
    return f"{difference.bump}: the new one should be version {difference.suggested_version}"


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


def as_json(difference: Difference, counts: ChangedCounts | None) -> dict[str, Any]:
    """Return the report as JSON-ready values."""
    comparison = difference.comparison
    return {
        "old": {"name": difference.old.name, "version": difference.old.version},
        "new": {"name": difference.new.name, "version": difference.new.version},
        "verdict": comparison.verdict,
        "reason": comparison.reason,
        "lost": comparison.lost,
        "gained": comparison.gained,
        "bump": difference.bump,
        "suggested_version": difference.suggested_version,
        "terms": [
            {
                "change": found.change,
                "term": found.term,
                "before": found.before and asdict(found.before),
                "after": found.after and asdict(found.after),
            }
            for found in difference.changes.terms
        ],
        "operators": [asdict(found) for found in difference.changes.operators],
        "settings": [asdict(found) for found in difference.changes.settings],
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
