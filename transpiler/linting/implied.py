"""Which terms follow from which, among the clauses that stand beside one another.

Everything claimed here is proved by `transpiler.meaning.implied_pairs`; what is not found is only
not proved.
"""

from __future__ import annotations

from collections.abc import Iterable

from transpiler.definition import And, AndNot, Node, Pattern, Term
from transpiler.linting.subject import alternatives
from transpiler.meaning import implied_pairs


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
    """Return terms of which any one makes ``node`` true."""
    return tuple(found for found in alternatives(node) if isinstance(found, Term))


def wider(patterns: Iterable[Pattern]) -> dict[Pattern, tuple[Pattern, ...]]:
    """Return, for each pattern, the others among ``patterns`` that match whatever it matches."""
    distinct = list(dict.fromkeys(patterns))
    found: dict[Pattern, list[Pattern]] = {}
    for narrow, wide in implied_pairs(distinct):
        found.setdefault(distinct[narrow], []).append(distinct[wide])
    return {pattern: tuple(others) for pattern, others in found.items()}
