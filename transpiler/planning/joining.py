"""Literals that differ in one character, searched as one pattern with ``_`` in its place.

``;T745`` and ``;T765`` are both found by ``^;T7_5^``, in one pass over a text instead of two. A
text that holds neither may be found too: this passes texts over, it never takes them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from transpiler.definition import AnyOne, AnyRun, FixedPiece, Literal, Pattern
from transpiler.planning.rarity import expected_share


def join_alike(literals: Sequence[str], rest: float) -> tuple[Pattern, ...]:
    """Return patterns, one of which matches every text that holds one of ``literals``.

    Args:
        literals: what is looked for, anywhere in a text; none empty, none twice.
        rest: the cost of asking a text in full, in searches of one literal.
    """

    def cost(patterns: Iterable[Pattern]) -> float:
        return sum(1 + rest * expected_share(pattern) for pattern in patterns)

    def gain(joined: Pattern) -> float:
        return cost(map(_anywhere, alike[joined])) - cost([joined])

    sides: dict[tuple[str, str], list[str]] = defaultdict(list)
    for literal in literals:
        for found in _around_a_blank(literal):
            sides[found].append(literal)
    alike = {
        _pattern(Literal(before), AnyOne(), Literal(after)): found
        for (before, after), found in sides.items()
        if len(found) > 1
    }
    taken: dict[str, Pattern] = {}
    for joined in sorted(alike, key=gain, reverse=True):
        alike[joined] = [literal for literal in alike[joined] if literal not in taken]
        if len(alike[joined]) > 1 and gain(joined) > 0:
            taken |= dict.fromkeys(alike[joined], joined)
    return tuple(dict.fromkeys(taken.get(found, _anywhere(found)) for found in literals))


def _around_a_blank(literal: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and after each inner character of ``literal`` in turn."""
    for at in range(1, len(literal) - 1):
        yield literal[:at], literal[at + 1 :]


def _anywhere(literal: str) -> Pattern:
    return _pattern(Literal(literal))


def _pattern(*pieces: FixedPiece) -> Pattern:
    return Pattern((AnyRun(), *pieces, AnyRun()))
