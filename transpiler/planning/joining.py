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

    alike: dict[Pattern, list[str]] = defaultdict(list)
    for literal in literals:
        for pattern in _with_a_blank(literal):
            alike[pattern].append(literal)
    taken: dict[str, Pattern] = {}
    several = [joined for joined, found in alike.items() if len(found) > 1]
    for joined in sorted(several, key=gain, reverse=True):
        alike[joined] = [literal for literal in alike[joined] if literal not in taken]
        if len(alike[joined]) > 1 and gain(joined) > 0:
            taken |= dict.fromkeys(alike[joined], joined)
    return tuple(dict.fromkeys(taken.get(found, _anywhere(found)) for found in literals))


def _with_a_blank(literal: str) -> Iterator[Pattern]:
    """Yield ``literal`` with ``_`` for each of its inner characters in turn."""
    for at in range(1, len(literal) - 1):
        yield _pattern(Literal(literal[:at]), AnyOne(), Literal(literal[at + 1 :]))


def _anywhere(literal: str) -> Pattern:
    return _pattern(Literal(literal))


def _pattern(*pieces: FixedPiece) -> Pattern:
    return Pattern((AnyRun(), *pieces, AnyRun()))
