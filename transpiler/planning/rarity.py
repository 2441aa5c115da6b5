"""How rare a pattern is expected to be, from the letters it is made of.

Only choices of speed hang on this, never an answer: which child of an AND to look for first, which
shared substring of several terms to search. Letter frequencies of English, with the digits and
semicolons of code lists, tell ``sex`` (rare, for its x) from ``car`` well enough.

The figures are estimates, rounded by hand. ``python -m benchmarks.figures`` sets generated visits
beside them: logarithms of the expected share of 1,679 literals and of the share that holds them go
together with r = 0.45. What the figures lead to, `make bench` measures.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Piece

PER_THOUSAND: Final = {
    " ": 150.0,
    "e": 95.0,
    "t": 75.0,
    "a": 70.0,
    "i": 62.0,
    "n": 62.0,
    "o": 62.0,
    "r": 55.0,
    "s": 55.0,
    "l": 40.0,
    "h": 35.0,
    "d": 35.0,
    "c": 35.0,
    "u": 25.0,
    "p": 25.0,
    "m": 25.0,
    "y": 17.0,
    "f": 15.0,
    "g": 15.0,
    "b": 15.0,
    "w": 12.0,
    "v": 8.0,
    "k": 7.0,
    "x": 2.5,
    "j": 1.5,
    "z": 1.0,
    "q": 1.0,
    ";": 40.0,
    **dict.fromkeys("0123456789", 20.0),
}
_OTHER: Final = 2.0

_POSITIONS: Final = math.log(80)
"""Places in a text where a literal could stand: generated visits have 90 characters."""

_DEPENDENCE: Final = 0.8
"""Letters of words go together: a word is far commoner than independent letters would make it."""

_REMEMBERED: Final = 1 << 16
"""How many shares are kept: needles are chosen among the same substrings again and again."""

_LOGS: Final = {character: math.log(count / 1000) for character, count in PER_THOUSAND.items()}
_OTHER_LOG: Final = math.log(_OTHER / 1000)


@lru_cache(maxsize=_REMEMBERED)
def expected_share(pattern: Pattern) -> float:
    """Return the share of texts, 0 to 1, that ``pattern`` is expected to match."""
    return _share(sum(map(_log_chance, pattern.pieces)))


@lru_cache(maxsize=_REMEMBERED)
def expected_share_of(literal: str) -> float:
    """Return the share of texts, 0 to 1, that are expected to hold ``literal``."""
    return _share(_log_of(literal))


def _share(log_chance: float) -> float:
    return math.exp(min(0.0, _POSITIONS + _DEPENDENCE * log_chance))


def _log_chance(piece: Piece) -> float:
    match piece:
        case Literal(text):
            return _log_of(text)
        case OneOf(members):
            return min(0.0, math.log(math.fsum(math.exp(_log_of(member)) for member in members)))
        case AnyOne() | AnyRun():
            return 0.0


def _log_of(text: str) -> float:
    return sum(_LOGS.get(character, _OTHER_LOG) for character in text)
