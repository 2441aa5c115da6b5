"""What invented reviewers say of matches: labels for a demonstration, about nobody."""

from __future__ import annotations

from typing import Final

from transpiler.generating.draws import Uniform, Weighted, stream

LABELS: Final = ("true", "false", "unknown")
"""What a reviewer can say of a match."""

_BY_EVIDENCE: Final = {
    "codes": (66, 18, 16),
    "codes and words": (74, 14, 12),
    "words": (50, 32, 18),
}
"""How many of a hundred matches are labelled true, false and unknown, by what was found in them."""

_SECOND_SHARE: Final = 0.3
"""The share of matches that a second reviewer labels too."""
_AGREEMENT: Final = 0.9
"""How often the second reviewer says what the first one said."""


def review(found_by: str, *names: object) -> tuple[tuple[str, str], ...]:
    """Return a reviewer and a label for each review of a match.

    Args:
        found_by: what was found in the match: ``codes``, ``words`` or ``codes and words``.
        names: what tells the match from others; the same names give the same labels.
    """
    uniform = stream("review", *names)
    first = _label(found_by, uniform)
    if uniform() >= _SECOND_SHARE:
        return (("reviewer 1", first),)
    second = first if uniform() < _AGREEMENT else _label(found_by, uniform)
    return ("reviewer 1", first), ("reviewer 2", second)


def _label(found_by: str, uniform: Uniform) -> str:
    return Weighted.of(zip(LABELS, _BY_EVIDENCE[found_by], strict=True)).draw(uniform)
