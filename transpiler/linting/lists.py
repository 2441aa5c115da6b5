"""The lists of a query: clauses that stand beside one another, joined in one way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transpiler.definition import And, Node, Or, alternatives
from transpiler.linting.subject import PlacedPart


@dataclass(frozen=True, slots=True)
class ListGroup:
    """Clauses that stand beside one another.

    Attributes:
        members: in the order written.
        is_conjunction: whether all must hold rather than any.
        is_negation: whether any one of them vetoes.
    """

    members: tuple[Node, ...]
    is_conjunction: bool = False
    is_negation: bool = False


def lists(part: PlacedPart) -> Iterator[ListGroup]:
    """Yield every list of the part: each OR, each AND, and the negations of each ANDNOT as one.

    A list of negations in parentheses counts with those beside it: ``andnot,a,andnot,(,b,or,c,)``
    is one list of three.
    """
    negations: set[int] = set()
    for _, node in part.and_nots():
        negations.update(id(excluded) for excluded in node.exclude)
        members = tuple(found for excluded in node.exclude for found in alternatives(excluded))
        yield ListGroup(members, is_negation=True)
    for place in part.places:
        match place.node:
            case Or(children) if id(place.node) not in negations:
                yield ListGroup(children)
            case And(children):
                yield ListGroup(children, is_conjunction=True)
