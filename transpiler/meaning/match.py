"""Whether a pattern matches a text, and which characters it took."""

from __future__ import annotations

import re
from functools import lru_cache

from transpiler.definition import AnyOne, FixedPiece, Literal, OneOf, Pattern, Span, fold, width


def find_match(pattern: Pattern, text: str) -> Span | None:
    """Return the leftmost characters of ``text`` that ``pattern`` takes, or None for no match.

    The pattern must cover the whole of ``text``; the span returned leaves out what its outer ``^``
    covered, so it is the part a reader would underline. Case is folded on both sides, and folding
    keeps lengths, so the span holds in ``text`` as given.
    """
    folded = fold(text)
    if pattern.is_word:
        return _find_word(pattern, folded)
    segments = pattern.segments
    if not segments:  # nothing but ^, or the empty pattern
        return Span(0, 0) if pattern.opens_with_run or not folded else None
    return _find_segments(pattern, segments, folded)


def _find_segments(
    pattern: Pattern, segments: tuple[tuple[FixedPiece, ...], ...], text: str
) -> Span | None:
    """Place each segment as far left as it goes; that is exact, because ``^`` takes any rest.

    Only the outer segments may be tied to the field's ends: the first where the pattern does not
    open with ``^``, the last where it does not close with it.
    """
    start: int | None = None
    at = 0
    for index, segment in enumerate(segments):
        tied_to_start = index == 0 and not pattern.opens_with_run
        tied_to_end = index == len(segments) - 1 and not pattern.closes_with_run
        if tied_to_end:
            begin = len(text) - width(segment)
            placed = begin >= at and (begin == 0 or not tied_to_start)
            found = begin if placed and _stands_at(segment, text, begin) else None
        elif tied_to_start:
            found = 0 if _stands_at(segment, text, 0) else None
        else:
            found = _find_from(segment, text, at)
        if found is None:
            return None
        start = found if start is None else start
        at = found + width(segment)
    return Span(start or 0, at)


def _find_word(pattern: Pattern, text: str) -> Span | None:
    """Find ``!TERM!``: a blank or the field's edge on both sides (docs/language.md)."""
    (segment,) = pattern.segments or ((),)
    at = _find_from(segment, text, 0)
    while at is not None:
        end = at + width(segment)
        if (at == 0 or text[at - 1] == " ") and (end == len(text) or text[end] == " "):
            return Span(at, end)
        at = _find_from(segment, text, at + 1)
    return None


def _stands_at(segment: tuple[FixedPiece, ...], text: str, at: int) -> bool:
    return _expression(segment).match(text, at) is not None


def _find_from(segment: tuple[FixedPiece, ...], text: str, at: int) -> int | None:
    match segment:
        case (Literal(literal),):
            found = text.find(literal, at)
            return None if found < 0 else found
    match = _expression(segment).search(text, at)
    return None if match is None else match.start()


@lru_cache(maxsize=65_536)
def _expression(segment: tuple[FixedPiece, ...]) -> re.Pattern[str]:
    """Return the expression of one segment: fixed width, so it cannot backtrack."""
    return re.compile("".join(_piece(piece) for piece in segment), re.DOTALL)


def _piece(piece: FixedPiece) -> str:
    match piece:
        case Literal(text):
            return re.escape(text)
        case AnyOne():
            return "."
        case OneOf(members):
            return "[" + "".join(re.escape(member) for member in sorted(members)) + "]"
