"""What must be in a text for a query to take it: a condition cheaper than the query itself.

Of the terms returned for a tree, one at least matches every text that the tree takes:

- a term needs itself;
- an OR needs the terms of all its children together;
- an AND needs every child, so the terms of one child suffice: the one asked most cheaply;
- an ANDNOT needs what its inclusion needs; negations only take texts away;
- ``ISNULL``, ``ISBLANK`` and the lone ``^`` need nothing, and nothing can be said of a tree that
  stands or falls with them.

So a text without any of these terms can be passed over without asking the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from transpiler.definition import And, AndNot, Node, Or, Term
from transpiler.planning.rarity import expected_share

_COST: Final = 0.005
"""What one more term costs, in shares of texts: two terms that each hit 1 % of the texts serve
better than one that hits 3 %."""


def necessary_terms(node: Node) -> tuple[Term, ...] | None:
    """Return terms, one of which matches every text that ``node`` takes, or None for no condition.

    The terms are returned each once, in the order written.
    """
    match node:
        case Term(pattern=pattern):
            return (node,) if pattern.segments or not pattern.opens_with_run else None
        case Or(children):
            return _union(necessary_terms(child) for child in children)
        case And(children):
            found = find_lead(children)
            return None if found is None else found.necessary
        case AndNot(include=include):
            return necessary_terms(include)
    return None


@dataclass(frozen=True, slots=True)
class Lead:
    """The part of a conjunction to ask first.

    Attributes:
        node: the part.
        necessary: terms, one of which matches every text that it takes.
    """

    node: Node
    necessary: tuple[Term, ...]

    @property
    def is_list(self) -> bool:
        """Whether the part is a term or an OR of terms, and so is what is necessary for it."""
        return isinstance(self.node, Term) or (
            isinstance(self.node, Or)
            and all(isinstance(child, Term) for child in self.node.children)
        )


def find_lead(parts: Iterable[Node]) -> Lead | None:
    """Return which of ``parts``, all of which must hold, is asked most cheaply.

    Returns:
        The part whose necessary terms are fewest and rarest; None where no part has any.
    """
    leads = [Lead(part, found) for part in parts if (found := necessary_terms(part)) is not None]
    return min(leads, key=lambda lead: _cost(lead.necessary), default=None)


def _union(of_children: Iterable[tuple[Term, ...] | None]) -> tuple[Term, ...] | None:
    united: dict[object, Term] = {}
    for terms in of_children:
        if terms is None:
            return None
        for term in terms:
            united.setdefault(term.pattern, term)
    return tuple(united.values())


def _cost(terms: tuple[Term, ...]) -> float:
    return sum(_COST + expected_share(term.pattern) for term in terms)
