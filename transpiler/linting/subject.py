"""A definition as the rules look at it: every clause with its place in the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from transpiler.codes import CodeShape, code_shape
from transpiler.definition import (
    And,
    AndNot,
    Definition,
    Field,
    IsBlank,
    IsNull,
    Node,
    Or,
    Part,
    Severity,
    Span,
    Term,
    clauses,
    walk,
)
from transpiler.linting.issue import Issue

Doubt = tuple[str, tuple[int, int], str]
"""A message about a term, the characters that it is about, and how to mend it."""


@dataclass(frozen=True, slots=True)
class PlacedClause:
    """A clause and where it stands.

    Attributes:
        number: its number, such as ``2.1``.
        node: the clause.
        parent: the clause it is directly part of, or None for the root.
        is_negation: whether its being true speaks against a match.
        is_sufficient: whether its being true makes the whole part true, vetoes aside.
    """

    number: str
    node: Node
    parent: PlacedClause | None
    is_negation: bool
    is_sufficient: bool

    @property
    def siblings(self) -> tuple[Node, ...]:
        """The clauses that stand beside it in one OR, itself included; just itself elsewhere."""
        if self.parent is not None and isinstance(self.parent.node, Or):
            return self.parent.node.children
        return (self.node,)


@dataclass(frozen=True, slots=True)
class PlacedTerm:
    """A term and where it stands.

    Attributes:
        term: the term.
        place: its clause.
        part: the number of its part.
    """

    term: Term
    place: PlacedClause
    part: int

    @property
    def shape(self) -> CodeShape | None:
        """The code it is written for, or None where it is written for words."""
        return code_shape(self.term.pattern)

    def issue(self, rule: str, severity: Severity, message: str, **said: Any) -> Issue:
        """Return a finding about the term; ``said`` is a hint, and details."""
        return Issue(rule, severity, message, self.part, self.term.span, self.term.text, **said)


@dataclass(frozen=True)
class PlacedPart:
    """A part.

    Attributes:
        number: from 1.
        given: the part as the definition has it.
    """

    number: int
    given: Part

    @property
    def root(self) -> Node:
        """The tree of its query."""
        return self.given.query.root

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The fields it is asked of; none for a bare query."""
        return tuple(map(self.given.field, self.given.fields))

    @cached_property
    def places(self) -> tuple[PlacedClause, ...]:
        """Every clause, parents first, in the order written."""
        found: dict[str, PlacedClause] = {}
        for clause in clauses(self.root):
            parent = None
            if clause.number != "0":
                parent = found[clause.number.rpartition(".")[0] or "0"]
            found[clause.number] = PlacedClause(
                number=clause.number,
                node=clause.node,
                parent=parent,
                is_negation=clause.is_negation,
                is_sufficient=_is_sufficient(clause.node, parent),
            )
        return tuple(found.values())

    @cached_property
    def terms(self) -> tuple[PlacedTerm, ...]:
        """Every term, in the order written."""
        return tuple(
            PlacedTerm(place.node, place, self.number)
            for place in self.places
            if isinstance(place.node, Term)
        )

    def and_nots(self) -> Iterator[tuple[PlacedClause, AndNot]]:
        """Yield every clause with negations."""
        for place in self.places:
            if isinstance(place.node, AndNot):
                yield place, place.node


@dataclass(frozen=True)
class Subject:
    """What the rules look at."""

    definition: Definition

    @cached_property
    def parts(self) -> tuple[PlacedPart, ...]:
        """The parts, in order."""
        return tuple(
            PlacedPart(number, part) for number, part in enumerate(self.definition.parts, start=1)
        )

    @cached_property
    def terms(self) -> tuple[PlacedTerm, ...]:
        """The terms of all parts."""
        return tuple(placed for part in self.parts for placed in part.terms)

    def doubts(self, rule: str, find: Callable[[str], Iterable[Doubt]]) -> Iterator[Issue]:
        """Yield a warning of ``rule`` for each doubt that ``find`` has about the text of a term."""
        for placed in self.terms:
            for message, (start, end), hint in find(placed.term.text):
                at = placed.term.span.start
                found = placed.issue(rule, Severity.WARNING, message, hint=hint)
                yield replace(found, span=Span(at + start, at + end))


def _is_sufficient(node: Node, parent: PlacedClause | None) -> bool:
    if parent is None:
        return True
    match parent.node:
        case Or():
            return parent.is_sufficient
        case AndNot(include):
            return parent.is_sufficient and node is include
        case _:
            return False


def sufficient_leaves(node: Node) -> Iterator[Term | IsNull | IsBlank]:
    """Yield the leaves below ``node`` of which one suffices, inner negations aside."""
    match node:
        case Or(children):
            for child in children:
                yield from sufficient_leaves(child)
        case AndNot(include):
            yield from sufficient_leaves(include)
        case And():
            return
        case _:
            yield node


def all_terms(nodes: tuple[Node, ...]) -> Iterator[Term]:
    """Yield every term below ``nodes``, in the order written."""
    for node in nodes:
        yield from (found for found in walk(node) if isinstance(found, Term))


def is_code(term: Term) -> bool:
    """Return whether ``term`` is written for a code, of whatever system."""
    return code_shape(term.pattern) is not None
