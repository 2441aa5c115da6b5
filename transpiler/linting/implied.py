"""Which terms follow from which, among the clauses that stand beside one another.

Everything claimed here is proved by `transpiler.proving.implied_pairs`; what is not found is only
not proved.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from transpiler.definition import And, AndNot, AnyOne, AnyRun, Node, Pattern, Term, alternatives
from transpiler.proving import implied_pairs


def guaranteed(node: Node) -> tuple[Term, ...]:
    """Return terms that match whenever ``node`` is true."""
    match node:
        case Term():
            return (node,)
        case And(children):
            return tuple(term for child in children for term in guaranteed(child))
        case AndNot(include):
            return guaranteed(include)
        case _:
            return ()


def suffices(node: Node) -> tuple[Term, ...]:
    """Return terms, any one of which makes ``node`` true."""
    return tuple(found for found in alternatives(node) if isinstance(found, Term))


_MOST_WILDCARDS: Final = 4
"""Patterns with more wildcards inside are left out: proofs about them can take seconds."""

_MOST_PAIRS: Final = 2_000
"""How many pairs of one list are looked at closely; published lists have about a hundred."""


def wider(patterns: Iterable[Pattern]) -> dict[Pattern, tuple[Pattern, ...]]:
    """Return, for each pattern, the others among ``patterns`` that match whatever it matches.

    What is returned is proved; where a list is built to make proofs costly, some are left out.
    """
    distinct = [pattern for pattern in dict.fromkeys(patterns) if _is_simple(pattern)]
    found: dict[Pattern, list[Pattern]] = {}
    for narrow, wide in implied_pairs(distinct, most=_MOST_PAIRS):
        found.setdefault(distinct[narrow], []).append(distinct[wide])
    return {pattern: tuple(others) for pattern, others in found.items()}


def _is_simple(pattern: Pattern) -> bool:
    wildcards = sum(isinstance(piece, AnyOne | AnyRun) for piece in pattern.pieces[1:-1])
    return wildcards <= _MOST_WILDCARDS
