"""Outlines and traces as plain values, for ``--format json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transpiler.explaining.outline import CodesBehind, Outline, OutlineEntry
from transpiler.explaining.trace import FieldTrace, Trace


def outline_record(
    found: Outline, counts: Mapping[tuple[int, str], str] | None = None
) -> dict[str, Any]:
    """Return an outline as JSON-ready values.

    Args:
        found: the outline.
        counts: (part, clause number) → how many visits, as shown; None leaves counts out.
    """
    shown = {
        number: count for (part, number), count in (counts or {}).items() if part == found.part
    }
    return {
        "part": found.part,
        "fields": list(found.fields),
        "of": found.of,
        "is_negation": found.is_negation,
        "clause": _entry(found.root, shown),
    }


def _entry(entry: OutlineEntry, counts: Mapping[str, str]) -> dict[str, Any]:
    record: dict[str, Any] = {
        "number": entry.number,
        "kind": entry.kind.value,
        "says": entry.says,
        "is_negation": entry.is_negation,
    }
    if entry.written:
        record["term"] = entry.written
    if entry.number in counts:
        record["visits"] = counts[entry.number]
    if entry.codes is not None:
        record["codes"] = _codes(entry.codes)
    if entry.children:
        record["clauses"] = [_entry(child, counts) for child in entry.children]
    return record


def _codes(codes: CodesBehind) -> dict[str, Any]:
    return {
        "systems": [system.value for system in codes.systems],
        "first": [{"code": code.dotted, "title": code.title} for code in codes.codes],
        "not_shown": codes.others,
        "total": codes.total,
        "name": codes.name,
    }


def trace_record(found: Trace) -> dict[str, Any]:
    """Return a trace as JSON-ready values."""
    return {"is_match": found.is_match, "fields": [_field(one) for one in found.fields]}


def _field(found: FieldTrace) -> dict[str, Any]:
    return {
        "part": found.part,
        "field": found.field,
        "text": found.text,
        "truth": found.truth,
        "clauses": {number: mark.value for number, mark in found.marks.items()},
        "matches": [
            {
                "clause": match.clause,
                "term": match.term.text,
                "start": match.span.start,
                "end": match.span.end,
                "is_negation": match.is_negation,
            }
            for match in found.matches
        ],
        "vetoes": [
            {
                "clause": veto.clause,
                "negation": veto.negation,
                "terms": [match.term.text for match in veto.matches],
            }
            for veto in found.vetoes
        ],
    }
