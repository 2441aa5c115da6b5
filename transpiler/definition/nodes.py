"""The tree of a query: what is asked of one field.

The tree is flat: ``a or b or c`` is one `Or` with three children, so that a definition of 5,000
terms is three levels deep. Precedence is already resolved, and redundant parentheses are gone; what
the author wrote, to the letter, is kept beside the tree in `Query.elements`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from transpiler.definition.pattern import Pattern
from transpiler.definition.span import Span

MAX_DEPTH: Final = 100
"""How many nodes deep a tree may be. The deepest published definition has 7 levels of parentheses;
GoogleSQL's reference implementation stops at 400 nested expressions and DuckDB at 1,000."""


@dataclass(frozen=True, slots=True)
class Term:
    """One pattern for the whole field.

    Attributes:
        text: the term as written.
        pattern: what it means.
        span: where it stands in the query.
    """

    text: str
    pattern: Pattern
    span: Span


@dataclass(frozen=True, slots=True)
class IsNull:
    """``ISNULL``: the field is missing."""

    span: Span


@dataclass(frozen=True, slots=True)
class IsBlank:
    """``ISBLANK``: the field is the empty string."""

    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """Every child holds. Two children or more, none of them an `And`."""

    children: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Or:
    """At least one child holds. Two children or more, none of them an `Or`."""

    children: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class AndNot:
    """``include,andnot,x,andnot,y``: the inclusion holds and no negation does.

    Attributes:
        include: what must hold; never an `AndNot` itself.
        exclude: the negations, one or more, in the order written.
    """

    include: Node
    exclude: tuple[Node, ...]
    span: Span


Node = And | Or | AndNot | Term | IsNull | IsBlank
Leaf = Term | IsNull | IsBlank


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below ``node``, in the order written."""
    match node:
        case And(found) | Or(found):
            return found
        case AndNot(include, exclude):
            return (include, *exclude)
        case _:
            return ()


def alternatives(node: Node) -> tuple[Node, ...]:
    """Return the nodes, one of which suffices: the children of an OR, else ``node`` itself."""
    return node.children if isinstance(node, Or) else (node,)


def walk(node: Node) -> Iterator[Node]:
    """Yield ``node`` and every node below it, parents first, in the order written."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def has_negations(node: Node) -> bool:
    """Return whether something in the tree can remove a match."""
    return any(isinstance(found, AndNot) for found in walk(node))


def terms(node: Node) -> Iterator[Term]:
    """Yield the terms of the tree in the order written."""
    return (found for found in walk(node) if isinstance(found, Term))
