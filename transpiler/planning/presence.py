"""Split a query by whether the field is there.

A missing field makes every term unknown, so what a query answers then is one fixed truth, known
without any text. Where the field is there, every answer is True or False, and ``ISNULL`` is False.
So three-valued logic ends here: what remains is a plain tree of terms and ``ISBLANK``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transpiler.definition import And, AndNot, IsNull, Node, Or, children
from transpiler.meaning import evaluate


@dataclass(frozen=True, slots=True)
class Presence:
    """A query in two cases.

    Attributes:
        takes_missing: whether it takes a visit whose field is missing.
        present: what it asks where the field is there, without any `IsNull`; None where it takes
            no such visit.
    """

    takes_missing: bool
    present: Node | None


def split_by_presence(root: Node) -> Presence:
    """Return ``root`` in its two cases."""
    return Presence(evaluate(root, None) is True, _where_present(root))


def _where_present(node: Node) -> Node | None:
    """Return ``node`` where the field is there, None for one that is never True."""
    match node:
        case IsNull():
            return None
        case And(found, span):
            kept = [_where_present(child) for child in found]
            return None if None in kept else And(tuple(_flat(And, kept)), span)
        case Or(found, span):
            kept = [_where_present(child) for child in found]
            left = tuple(_flat(Or, kept))
            return Or(left, span) if len(left) > 1 else next(iter(left), None)
        case AndNot(include, exclude, span):
            included = _where_present(include)
            kept = [_where_present(child) for child in exclude]
            excluded = tuple(child for child in kept if child is not None)
            if included is None or not excluded:
                return included
            if isinstance(included, AndNot):
                return AndNot(included.include, (*included.exclude, *excluded), span)
            return AndNot(included, excluded, span)
    return node


def _flat(kind: type[And] | type[Or], nodes: Iterable[Node | None]) -> Iterator[Node]:
    """Yield the nodes there are, the children of one of the same ``kind`` in its place."""
    for node in nodes:
        if node is not None:
            yield from children(node) if isinstance(node, kind) else (node,)
