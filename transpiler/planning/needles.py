"""Few short literals in place of many terms: what to search before anything else.

Terms share substrings: six terms of SST v1 hold ``sex``, four hold ``traf``. A text without any of
the substrings holds none of the terms, and eight searches take the place of thirteen. A shorter
substring is found in more texts, of which each must then be asked in full; the two costs are
weighed.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from transpiler.definition import Pattern
from transpiler.planning.loosening import rarest_literal, variants
from transpiler.planning.rarity import expected_share_of

_LONGEST: Final = 24
"""Characters of a literal that are searched; any more would make it no rarer."""
_SHARED_LENGTHS: Final = range(3, 9)
"""Lengths of the substrings that literals may share."""
_VARIANTS: Final = 4
"""Texts that a class may expand to, rather than be left out of what is searched."""


def needles_of(patterns: Iterable[Pattern], rest: float) -> tuple[str, ...] | None:
    """Return literals, the needles, of which one is in every text that any pattern matches.

    Args:
        patterns: what is looked for.
        rest: the cost of asking a text in full, in searches of one needle.

    Returns:
        The needles, none of them empty; None where a pattern holds no literal.
    """
    wanted: dict[str, None] = {}
    for pattern in patterns:
        literals = _literals(pattern, rest)
        if literals is None:
            return None
        wanted |= dict.fromkeys(literals)
    return _share_substrings(tuple(_without_implied(list(wanted))), rest)


def _literals(pattern: Pattern, rest: float) -> list[str] | None:
    """Return literals, one of which is in every text that ``pattern`` matches, the cheaper way."""
    rarest = rarest_literal(pattern)
    found = [[rarest]] if rarest else []
    expanded = variants(pattern, _VARIANTS)
    if expanded is not None:
        inside = [rarest_literal(variant) for variant in expanded]
        kept = [text for text in inside if text]
        if len(kept) == len(inside):
            found.append(kept)
    shortened = [[text[:_LONGEST] for text in literals] for literals in found]
    return min(shortened, key=lambda literals: _cost(literals, rest), default=None)


def _cost(literals: Iterable[str], rest: float) -> float:
    return sum(1 + rest * expected_share_of(literal) for literal in literals)


def _without_implied(literals: Sequence[str]) -> list[str]:
    """Return ``literals`` without those that hold another one: to find that one is enough."""
    known = set(literals)
    lengths = sorted({len(literal) for literal in literals})
    return [
        literal
        for literal in literals
        if not any(
            substring in known
            for length in lengths
            if length < len(literal)
            for substring in _substrings(literal, length)
        )
    ]


@lru_cache(maxsize=256)  # a definition is asked in several places, one after the other
def _share_substrings(literals: tuple[str, ...], rest: float) -> tuple[str, ...]:
    """Replace literals by substrings they share, the most profitable substring first."""
    holders: dict[str, dict[str, None]] = defaultdict(dict)
    for literal in literals:
        for length in _SHARED_LENGTHS:
            for substring in _substrings(literal, length):
                holders[substring][literal] = None

    def gain(substring: str) -> float:
        return _cost(holders[substring], rest) - _cost([substring], rest)

    waiting = [
        (-gain(substring), substring) for substring, found in holders.items() if len(found) > 1
    ]
    heapq.heapify(waiting)
    taken: dict[str, str] = {}
    while waiting and waiting[0][0] < 0:
        _, substring = heapq.heappop(waiting)
        holders[substring] = {found: None for found in holders[substring] if found not in taken}
        current = -gain(substring)
        if waiting and current > waiting[0][0]:
            heapq.heappush(waiting, (current, substring))  # others took some of its literals
        elif current < 0:
            taken |= dict.fromkeys(holders[substring], substring)
    return tuple(dict.fromkeys(taken.get(literal, literal) for literal in literals))


def _substrings(literal: str, length: int) -> Iterator[str]:
    return (literal[at : at + length] for at in range(len(literal) - length + 1))
