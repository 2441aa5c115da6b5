"""Terms under short pieces that they hold, as the words of a book stand in its index.

A text that holds a term holds a piece of it. So of thousands of terms only those need to be asked
that stand under a piece of the text, and a text has few of the pieces. Texts are cut at blanks
first, so a piece has no blank.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Term
from transpiler.planning.rarity import expected_share_of

PIECE_LENGTH: Final = 3
"""Characters of a piece. Of four, fewer would be found in a text, but many a term with classes has
no four characters side by side."""

_SPELLINGS: Final = 16
"""Pieces that one term may stand under, because of classes in it."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Terms that stand under one piece.

    Attributes:
        piece: `PIECE_LENGTH` characters without a blank.
        terms: one or more, in the order written.
    """

    piece: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Terms by their pieces.

    Attributes:
        entries: in the order of their pieces. Every text that a term of theirs matches holds, in
            one of its words, the piece of an entry in which that term stands.
        others: the terms that stand in none, for they have too few characters side by side.
    """

    entries: tuple[IndexEntry, ...]
    others: tuple[Term, ...]


def index_by_piece(terms: Sequence[Term]) -> Index:
    """Return ``terms`` under those pieces of each that cost least.

    A piece costs the share of texts that hold it, times the terms that are then asked. How many
    terms hold it also tells how common it is: the share is expected of its letters alone.
    """
    windows = [list(_windows(term.pattern)) for term in terms]
    holders = Counter(piece for found in windows for piece in {p for w in found for p in w})

    def cost(pieces: tuple[str, ...]) -> float:
        return sum(expected_share_of(piece) * holders[piece] for piece in pieces)

    entries: dict[str, list[Term]] = defaultdict(list)
    others: list[Term] = []
    for term, found in zip(terms, windows, strict=True):
        for piece in min(found, key=lambda pieces: (cost(pieces), pieces), default=()):
            entries[piece].append(term)
        if not found:
            others.append(term)
    return Index(
        tuple(IndexEntry(piece, tuple(entries[piece])) for piece in sorted(entries)), tuple(others)
    )


def _windows(pattern: Pattern) -> Iterator[tuple[str, ...]]:
    """Yield pieces of which one is in every text that ``pattern`` matches, for each place in it."""
    places = list(_places(pattern))
    for at in range(len(places) - PIECE_LENGTH + 1):
        window = places[at : at + PIECE_LENGTH]
        if 0 < prod(map(len, window)) <= _SPELLINGS and not any(" " in place for place in window):
            yield tuple(map("".join, product(*map(sorted, window))))


def _places(pattern: Pattern) -> Iterator[frozenset[str]]:
    """Yield the characters that each place of ``pattern`` may hold; none where it may be any."""
    for piece in pattern.pieces:
        match piece:
            case Literal(text):
                yield from map(frozenset, text)
            case OneOf(members):
                yield members
            case AnyOne() | AnyRun():
                yield frozenset()
