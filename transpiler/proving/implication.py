"""Which patterns say more than others: implication, contradiction, satisfiability.

Every answer of True is proved over all texts. A proof that exceeds its budget is answered False:
not proved. That happens to patterns built for it, not to published ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern
from transpiler.meaning.match import find_match
from transpiler.proving.signatures import Signatures
from transpiler.proving.solving import Impossible, OutOfBudgetError, PatternTable

FILLER: Final = "\ue000"
"""What stands for ``_`` in a sample text: a character of the private-use area."""


def implies(narrow: Pattern, wide: Pattern) -> bool:
    """Return whether every text that ``narrow`` matches is proved to be matched by ``wide``."""
    if narrow == wide:
        return True
    literal = wide.contained_literal
    if literal is not None and any(
        isinstance(piece, Literal) and literal in piece.text for piece in narrow.pieces
    ):
        return True
    if any(find_match(wide, text) is None for text in sample_texts(narrow)):
        return False
    return _is_impossible([narrow], [wide])


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


def implied_pairs(
    patterns: Sequence[Pattern], most: int | None = None
) -> Iterator[tuple[int, int]]:
    """Yield the indexes (narrow, wide) of every pair of different patterns with an implication.

    The same as asking `implies` of every pair, but most pairs are told apart by asking which
    patterns match a text of each.

    Args:
        patterns: the patterns.
        most: after how many pairs that this does not tell apart to stop; None for never.
    """
    matching = _Matching(patterns)
    asked = 0
    for narrow, pattern in enumerate(patterns):
        candidates = set.intersection(*map(matching.of, sample_texts(pattern)))
        for wide in sorted(candidates - {narrow}):
            if asked == most:
                return
            asked += 1
            if implies(pattern, patterns[wide]):
                yield narrow, wide


class _Matching:
    """Tells which of many patterns match a text.

    Patterns that have a signature in it are asked one by one, and all others side by side.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = patterns
        self._signatures = Signatures(
            [piece.text for piece in pattern.pieces if isinstance(piece, Literal)]
            for pattern in patterns
        )
        self._others = PatternTable([patterns[index] for index in self._signatures.others])

    def of(self, text: str) -> set[int]:
        """Return the indexes of the patterns that match ``text`` (folded)."""
        found = {self._signatures.others[index] for index in self._others.matching(text)}
        near = self._signatures.near(text)
        return found.union(
            index for index in near if find_match(self._patterns[index], text) is not None
        )


@lru_cache(maxsize=16_384)
def sample_texts(pattern: Pattern) -> tuple[str, ...]:
    """Return two texts that ``pattern`` matches and that say as little else as they can.

    In the first ``^`` stands for nothing, in the second for one character.
    """
    return tuple("".join(_sample(pattern, filler)) for filler in ("", FILLER))


def _sample(pattern: Pattern, filler: str) -> Iterator[str]:
    for piece in pattern.pieces:
        match piece:
            case AnyRun():
                yield filler
            case AnyOne():
                yield FILLER
            case OneOf(members):
                yield min(members)
            case Literal(text):
                yield text


def _floats(pattern: Pattern) -> bool:
    return pattern.is_word or (pattern.opens_with_run and pattern.closes_with_run)


def _is_impossible(required: Sequence[Pattern], forbidden: Sequence[Pattern]) -> bool:
    return satisfiable(required, forbidden) is False


def _find(required: Sequence[Pattern], forbidden: Sequence[Pattern]) -> str | Impossible:
    table = PatternTable([*required, *forbidden])
    indexes = range(len(table.patterns))
    return table.find_text(indexes[: len(required)], indexes[len(required) :])
