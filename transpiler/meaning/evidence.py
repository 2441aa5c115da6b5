"""Why a visit matches or not: which terms matched which characters, and which negation vetoed."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.definition import (
    AndNot,
    Definition,
    Part,
    Span,
    Term,
    Visit,
    clauses,
    follow,
)
from transpiler.meaning.evaluate import (
    Truth,
    as_visit,
    evaluate,
    evaluate_filters,
)
from transpiler.meaning.match import find_match


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term that matched.

    Attributes:
        clause: the clause's number in the tree, such as ``2.1``.
        term: the term.
        span: the characters of the field's text that it took.
        is_negation: whether the term speaks against a match.
    """

    clause: str
    term: Term
    span: Span
    is_negation: bool


@dataclass(frozen=True, slots=True)
class Veto:
    """A negation that cancelled what an inclusion had found.

    Attributes:
        clause: the number of the clause cancelled.
        negation: the number of the negation's clause.
        matches: the terms within the negation that matched.
    """

    clause: str
    negation: str
    matches: tuple[TermMatch, ...]


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """What one part found in one field.

    Attributes:
        part: number of the part, from 1.
        field: name of the field; empty for a bare query.
        truth: whether the whole expression holds there; None for unknown.
        matches: every term that matched, in the order of the query.
        vetoes: every negation that cancelled an inclusion, in the order of the query.
    """

    part: int
    field: str
    truth: Truth
    matches: tuple[TermMatch, ...]
    vetoes: tuple[Veto, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a visit matches a definition or does not.

    Attributes:
        is_match: the answer.
        filters: whether the visit passes the definition's filters; None for unknown.
        fields: what was found, a record for each part and field.
    """

    is_match: bool
    filters: Truth
    fields: tuple[FieldEvidence, ...]

    @property
    def matches(self) -> tuple[TermMatch, ...]:
        """Every term that matched, in any field."""
        return tuple(match for found in self.fields for match in found.matches)

    @property
    def vetoes(self) -> tuple[Veto, ...]:
        """Every negation that cancelled an inclusion, in any field."""
        return tuple(veto for found in self.fields for veto in found.vetoes)


def evidence(definition: Definition, value: str | Visit | None) -> Evidence:
    """Return why ``definition`` takes the visit ``value`` or does not.

    Args:
        definition: the definition to ask.
        value: as for `matches`.
    """
    visit = as_visit(definition, value)
    fields = tuple(
        _field_evidence(number, part, field, visit.get(field))
        for number, part in enumerate(definition.parts, start=1)
        for field in part.fields or ("",)
    )
    filters = evaluate_filters(definition.filters, visit)
    is_match = filters is True and follow(
        definition.combination,
        lambda part: any(found.truth is True for found in fields if found.part == part + 1),
        lambda asked: evaluate_filters(asked, visit) is True,
    )
    return Evidence(is_match, filters, fields)


def _field_evidence(number: int, part: Part, field: str, text: str | None) -> FieldEvidence:
    root = part.query.root
    matches = []
    if text is not None:
        for clause in clauses(root):
            if isinstance(clause.node, Term):
                span = find_match(clause.node.pattern, text)
                if span is not None:
                    is_negation = clause.is_negation is not part.is_negation
                    matches.append(TermMatch(clause.number, clause.node, span, is_negation))
    return FieldEvidence(
        part=number,
        field=field,
        truth=evaluate(root, text),
        matches=tuple(matches),
        vetoes=tuple(_vetoes(part, text, matches)),
    )


def _vetoes(part: Part, text: str | None, matches: list[TermMatch]) -> list[Veto]:
    found = []
    for clause in clauses(part.query.root):
        match clause.node:
            case AndNot(include, exclude) if evaluate(include, text) is True:
                prefix = "" if clause.number == "0" else f"{clause.number}."
                for index, negation in enumerate(exclude, start=2):
                    if evaluate(negation, text) is True:
                        number = f"{prefix}{index}"
                        within = tuple(
                            match
                            for match in matches
                            if f"{match.clause}.".startswith(f"{number}.")
                        )
                        found.append(Veto(clause.number, number, within))
    return found
