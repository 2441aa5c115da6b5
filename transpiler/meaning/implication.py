"""Which patterns say more than others: implication, contradiction, satisfiability.

Every answer of True is proved over all texts. A proof that exceeds its budget is answered False:
not proved. That happens to patterns built for it, not to published ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern
from transpiler.meaning.match import find_match
from transpiler.meaning.solving import Impossible, OutOfBudgetError, PatternTable

_FILLERS: Final = ("", "\ue000")
"""What stands for ``^`` in a sample text: nothing, or a character of the private-use area."""


def implies(narrow: Pattern, wide: Pattern) -> bool:
    """Return whether every text that ``narrow`` matches is proved to be matched by ``wide``."""
    if narrow == wide:
        return True
    if any(find_match(wide, text) is None for text in sample_texts(narrow)):
        return False
    return _is_impossible([narrow], [wide])


def implies_any(narrow: Pattern, wide: Sequence[Pattern]) -> bool:
    """Return whether every text that ``narrow`` matches is proved to match one of ``wide``."""
    for text in sample_texts(narrow):
        if all(find_match(pattern, text) is None for pattern in wide):
            return False
    return _is_impossible([narrow], wide)


def disjoint(one: Pattern, other: Pattern) -> bool:
    """Return whether it is proved that no text matches both patterns."""
    if _floats(one) and _floats(other):
        return False  # one text after the other, with a blank between, matches both
    return _is_impossible([one, other], [])


def satisfiable(required: Sequence[Pattern], forbidden: Sequence[Pattern] = ()) -> bool | None:
    """Return whether some text matches all ``required`` and no ``forbidden`` patterns.

    Returns:
        None where the search exceeds its budget.
    """
    try:
        return not isinstance(_find(required, forbidden), Impossible)
    except OutOfBudgetError:
        return None


def implied_pairs(patterns: Sequence[Pattern]) -> Iterator[tuple[int, int]]:
    """Yield the indexes (narrow, wide) of every pair of different patterns with an implication.

    The same as asking `implies` of every pair, in time that grows with the number of patterns
    rather than its square: a pattern that implies another matches that one's longest literal.
    """
    index = _LiteralIndex(patterns)
    for narrow, pattern in enumerate(patterns):
        text = sample_texts(pattern)[0]
        for wide in index.candidates(text):
            if wide != narrow and implies(pattern, patterns[wide]):
                yield narrow, wide


@lru_cache(maxsize=16_384)
def sample_texts(pattern: Pattern) -> tuple[str, ...]:
    """Return texts that ``pattern`` matches and that say as little else as they can."""
    return tuple("".join(_sample(pattern, filler)) for filler in _FILLERS)


def _sample(pattern: Pattern, filler: str) -> Iterator[str]:
    for piece in pattern.pieces:
        match piece:
            case AnyRun():
                yield filler
            case AnyOne():
                yield _FILLERS[-1]
            case OneOf(members):
                yield min(members)
            case Literal(text):
                yield text


class _LiteralIndex:
    """Patterns by their longest literal, to find those that may match a text."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._by_literal: dict[str, list[int]] = {}
        for index, pattern in enumerate(patterns):
            literals = [piece.text for piece in pattern.pieces if isinstance(piece, Literal)]
            key = max(literals, key=len, default="")
            self._by_literal.setdefault(key, []).append(index)
        self._lengths = sorted({len(literal) for literal in self._by_literal})

    def candidates(self, text: str) -> list[int]:
        """Return the indexes of all patterns that may match ``text``, in order."""
        inside = {
            text[at : at + length]
            for length in self._lengths
            for at in range(len(text) - length + 1)
        }
        return sorted(index for literal in inside for index in self._by_literal.get(literal, ()))


def _floats(pattern: Pattern) -> bool:
    return pattern.is_word or (pattern.opens_with_run and pattern.closes_with_run)


def _is_impossible(required: Sequence[Pattern], forbidden: Sequence[Pattern]) -> bool:
    return satisfiable(required, forbidden) is False


def _find(required: Sequence[Pattern], forbidden: Sequence[Pattern]) -> str | Impossible:
    table = PatternTable([*required, *forbidden])
    indexes = range(len(table.patterns))
    return table.find_text(indexes[: len(required)], indexes[len(required) :])
