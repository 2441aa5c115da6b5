"""What a term says about the whole field: a sequence of pieces.

A pattern covers the field from its first character to its last, as SQL Server's ``LIKE`` does, with
``^`` written for ``%`` (docs/language.md). Patterns are held folded.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters that stand for themselves, folded. Never empty."""

    text: str


@dataclass(frozen=True, slots=True)
class AnyOne:
    """``_``: exactly one character of any kind, a line break too."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """``[...]``: exactly one character out of ``members``: folded, ranges expanded, not empty."""

    members: frozenset[str]


@dataclass(frozen=True, slots=True)
class AnyRun:
    """``^``: any run of characters, also none, line breaks included."""


FixedPiece = Literal | AnyOne | OneOf
"""A piece of fixed width: a literal its length, the others one character."""

Piece = FixedPiece | AnyRun


@dataclass(frozen=True, slots=True)
class Pattern:
    """The pieces of a term, first to last.

    Attributes:
        pieces: no two `Literal` and no two `AnyRun` stand side by side.
        is_word: the term is ``!TERM!``: it must be bounded by a blank or the field's edge on both
            sides. The pieces are those between the exclamation marks and hold no `AnyRun`.
    """

    pieces: tuple[Piece, ...]
    is_word: bool = False

    @property
    def segments(self) -> tuple[tuple[FixedPiece, ...], ...]:
        """The runs of fixed pieces that `AnyRun` separates, first to last, empty ones left out."""
        found: list[tuple[FixedPiece, ...]] = []
        current: list[FixedPiece] = []
        for piece in self.pieces:
            if isinstance(piece, AnyRun):
                if current:
                    found.append(tuple(current))
                current = []
            else:
                current.append(piece)
        if current:
            found.append(tuple(current))
        return tuple(found)

    @property
    def opens_with_run(self) -> bool:
        """Whether the first piece is ``^``: the match may begin anywhere."""
        return bool(self.pieces) and isinstance(self.pieces[0], AnyRun)

    @property
    def closes_with_run(self) -> bool:
        """Whether the last piece is ``^``: the match may end anywhere."""
        return bool(self.pieces) and isinstance(self.pieces[-1], AnyRun)

    @property
    def contained_literal(self) -> str | None:
        """The literal of a plain ``^text^``, or None for every other pattern."""
        match self.pieces:
            case (AnyRun(), Literal(text), AnyRun()) if not self.is_word:
                return text
        return None


def width(segment: tuple[FixedPiece, ...]) -> int:
    """Return how many characters a segment covers; every segment has exactly one width."""
    return sum(len(piece.text) if isinstance(piece, Literal) else 1 for piece in segment)


def capitals(segment: tuple[FixedPiece, ...]) -> tuple[frozenset[str] | None, ...]:
    """Return what each character of a segment may be, in capitals; None for any character."""
    places: list[frozenset[str] | None] = []
    for piece in segment:
        match piece:
            case Literal(text):
                places += [frozenset(character.upper()) for character in text]
            case OneOf(members):
                places.append(frozenset(member.upper() for member in members))
            case AnyOne():
                places.append(None)
    return tuple(places)
