"""The number of each clause: how people, evidence rows and SQL comments name part of a tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transpiler.definition.nodes import AndNot, Node, children


@dataclass(frozen=True, slots=True)
class Clause:
    """A node and its place in the tree.

    Attributes:
        number: ``2.1`` is the first child of the second child of the root; the root is ``0``. The
            inclusion of an `AndNot` is its first child, its negations follow.
        node: the node.
        is_negation: whether the clause being true speaks against a match: it stands below an odd
            number of negations.
    """

    number: str
    node: Node
    is_negation: bool


def clauses(root: Node) -> Iterator[Clause]:
    """Yield every clause of the tree, parents first, in the order written."""
    waiting = [Clause("0", root, is_negation=False)]
    while waiting:
        clause = waiting.pop()
        yield clause
        prefix = "" if clause.number == "0" else f"{clause.number}."
        waiting.extend(
            Clause(
                number=f"{prefix}{index + 1}",
                node=child,
                is_negation=clause.is_negation != (isinstance(clause.node, AndNot) and index > 0),
            )
            for index, child in reversed(list(enumerate(children(clause.node))))
        )
