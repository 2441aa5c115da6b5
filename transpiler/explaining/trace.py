"""What a definition does with a visit, clause by clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from transpiler.definition import Definition, Visit, clauses, follow
from transpiler.meaning import (
    FieldEvidence,
    TermMatch,
    Truth,
    Veto,
    as_visit,
    evaluate,
    evidence,
)


class Mark(StrEnum):
    """What a clause came to."""

    TRUE = "true"
    FALSE = "false"
    VETOED = "vetoed"
    """Its inclusion was found, and one of its negations too."""
    UNKNOWN = "unknown"
    """The field is missing."""


@dataclass(frozen=True, slots=True)
class FieldTrace:
    """What one part found in one field.

    Attributes:
        part: number of the part, from 1.
        field: name of the field; empty for a bare query.
        text: the field's text, or None where it is missing.
        truth: whether the whole expression holds there; None for unknown.
        marks: number of each clause → what it came to.
        matches: every term that matched, with the characters it took.
        vetoes: every negation that cancelled an inclusion.
    """

    part: int
    field: str
    text: str | None
    truth: Truth
    marks: Mapping[str, Mark]
    matches: tuple[TermMatch, ...]
    vetoes: tuple[Veto, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """What a definition does with a visit. Filters are not asked: a text has no age.

    Attributes:
        is_match: whether the parts hold as they must.
        fields: what was found, a record for each part and field.
    """

    is_match: bool
    fields: tuple[FieldTrace, ...]


def trace(definition: Definition, value: str | Visit | None) -> Trace:
    """Return what ``definition`` does with a visit.

    Args:
        definition: the definition to ask.
        value: as for `transpiler.meaning.matches`.
    """
    visit = as_visit(definition, value)
    found = tuple(
        _field_trace(definition, one, visit.get(one.field))
        for one in evidence(definition, visit).fields
    )
    is_match = follow(
        definition.combination,
        lambda part: any(one.truth is True for one in found if one.part == part + 1),
        lambda _: True,
    )
    return Trace(is_match, found)


def _field_trace(definition: Definition, found: FieldEvidence, text: str | None) -> FieldTrace:
    vetoed = {veto.clause for veto in found.vetoes}
    marks = {
        clause.number: Mark.VETOED
        if clause.number in vetoed
        else _mark(evaluate(clause.node, text))
        for clause in clauses(definition.parts[found.part - 1].query.root)
    }
    return FieldTrace(
        part=found.part,
        field=found.field,
        text=text,
        truth=found.truth,
        marks=marks,
        matches=found.matches,
        vetoes=found.vetoes,
    )


def _mark(truth: Truth) -> Mark:
    return {True: Mark.TRUE, False: Mark.FALSE, None: Mark.UNKNOWN}[truth]
