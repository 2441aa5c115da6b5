"""Simpler patterns that match wherever a pattern does, and more: for tests asked before it."""

from __future__ import annotations

from itertools import product

from transpiler.definition import AnyOne, AnyRun, FixedPiece, Literal, OneOf, Pattern, Piece
from transpiler.planning.rarity import expected_share, expected_share_of


def without_runs(pattern: Pattern) -> Pattern:
    """Return ``pattern``, or where ``^`` stands inside it, the rarest stretch between."""
    segments = pattern.segments
    if len(segments) < 2:
        return pattern
    return min((_anywhere(segment) for segment in segments), key=expected_share)


def without_classes(pattern: Pattern) -> Pattern:
    """Return ``pattern`` with ``_`` for every class."""
    pieces = (AnyOne() if isinstance(piece, OneOf) else piece for piece in pattern.pieces)
    return Pattern(tuple(pieces), is_word=pattern.is_word)


def rarest_literal(pattern: Pattern) -> str | None:
    """Return the rarest literal of ``pattern``, or None where it has none."""
    literals = [piece.text for piece in pattern.pieces if isinstance(piece, Literal)]
    return min(literals, key=expected_share_of, default=None)


def variants(pattern: Pattern, most: int) -> tuple[Pattern, ...] | None:
    """Return the patterns without classes that together match what ``pattern`` does.

    Returns:
        At most ``most`` patterns, or None where it takes more.
    """
    count = 1
    for piece in pattern.pieces:
        count *= len(piece.members) if isinstance(piece, OneOf) else 1
        if count > most:
            return None
    choices = [_choices(piece) for piece in pattern.pieces]
    return tuple(Pattern(_joined(pieces), is_word=pattern.is_word) for pieces in product(*choices))


def _anywhere(segment: tuple[FixedPiece, ...]) -> Pattern:
    return Pattern((AnyRun(), *segment, AnyRun()))


def _choices(piece: Piece) -> list[Piece]:
    return list(map(Literal, sorted(piece.members))) if isinstance(piece, OneOf) else [piece]


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return ``pieces`` with neighbouring literals made one."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if isinstance(piece, Literal) and isinstance(before, Literal):
            found[-1] = Literal(before.text + piece.text)
        else:
            found.append(piece)
    return tuple(found)
