"""Terms under trigrams that they hold, as the words of a book stand in its index.

A text that holds a term holds a trigram of it. So of thousands of terms only those need to be asked
that stand under a trigram of the text, and a text has few of the trigrams. Texts are cut at blanks
first, so a trigram has no blank.
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

TRIGRAM: Final = 3
"""Characters of a trigram. Of four, fewer would be found in a text, but many a term with classes
has no four characters side by side."""

_SPELLINGS: Final = 16
"""Trigrams that one term may stand under, because of classes in it."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """Terms that stand under one trigram.

    Attributes:
        trigram: `TRIGRAM` characters without a blank.
        terms: one or more, in the order written.
    """

    trigram: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Terms by their trigrams.

    Attributes:
        entries: in the order of their trigrams. Every text that a term of theirs matches holds, in
            one of its words, the trigram of an entry in which that term stands.
        others: the terms that stand in none, for they have too few characters side by side.
    """

    entries: tuple[IndexEntry, ...]
    others: tuple[Term, ...]


def index_by_trigram(terms: Sequence[Term]) -> Index:
    """Return ``terms`` under those trigrams of each that cost least.

    A trigram costs the share of texts that hold it, times the terms that are then asked. How many
    terms hold it also tells how common it is: the share is expected of its letters alone.
    """
    windows = [list(_windows(term.pattern)) for term in terms]
    holders = Counter(trigram for found in windows for trigram in {p for w in found for p in w})

    def cost(trigrams: tuple[str, ...]) -> float:
        return sum(expected_share_of(trigram) * holders[trigram] for trigram in trigrams)

    entries: dict[str, list[Term]] = defaultdict(list)
    others: list[Term] = []
    for term, found in zip(terms, windows, strict=True):
        for trigram in min(found, key=lambda trigrams: (cost(trigrams), trigrams), default=()):
            entries[trigram].append(term)
        if not found:
            others.append(term)
    return Index(
        tuple(IndexEntry(trigram, tuple(entries[trigram])) for trigram in sorted(entries)),
        tuple(others),
    )


def _windows(pattern: Pattern) -> Iterator[tuple[str, ...]]:
    """Yield, for each place in ``pattern``, trigrams of which every text that matches has one."""
    places = list(_places(pattern))
    for at in range(len(places) - TRIGRAM + 1):
        window = places[at : at + TRIGRAM]
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
