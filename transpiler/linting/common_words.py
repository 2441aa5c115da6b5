"""Words that a literal also stands in: everyday English and the titles of ICD-10-CM.

Everyday words and how common they are come from pyspellchecker's English list, clinical words from
the titles of ICD-10-CM. Both ship in their libraries; nothing is fetched.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import prod
from typing import Final

from transpiler.codes import load_index
from transpiler.definition import AnyOne, FixedPiece, Literal, OneOf, Pattern

_WORD: Final = re.compile(r"[a-z]+")
_ENDINGS: Final = r"(?:s|es|d|ed|r|er|ers|ing|ings|en|ly|al|ally)?"
"""Endings that leave a word the same word."""
_MOST_SPELLINGS: Final = 16
"""A term with more spellings than this is not taken for a word."""
_LONG: Final = 5
"""A word of at least this many letters shares its root with its forms by `_DERIVED`: ``traumatic``
belongs to ``trauma``, but ``manic`` does not belong to ``man``."""
_DERIVED: Final = (
    r"(?:able|ability|ation|ations|ful|fully|ic|ical|ically|ism|ist|ists|ity|ize|ized|izes|izing|"
    r"less|ment|ments|ness|ous|ously|tic|tically|tize|tized|tizing)?"
)
"""Endings that make another word of the same root."""


class WordList:
    """Words with how often each is met, searchable for what stands inside them.

    Attributes:
        counts: word → how often it is met.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._text = "\n".join(["", *counts, ""])

    def matching(self, expression: re.Pattern[str]) -> Iterator[str]:
        """Yield the words that ``expression`` is found in.

        Args:
            expression: for words between line breaks, so that a line break is a word's edge.
        """
        at = 0
        while found := expression.search(self._text, at):
            start = self._text.rfind("\n", 0, found.start() + 1) + 1
            end = self._text.find("\n", max(start, found.end() - 1))
            yield self._text[start:end]
            at = end


@cache
def everyday_words() -> WordList:
    """Return the everyday words.

    The library's list is read from its file: to have the library load it takes several times as
    long, which everybody would wait for who checks a definition.
    """
    packed = files("spellchecker").joinpath("resources", "en.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    # The rarest words of the list all carry the same count: they were added from dictionaries and
    # were met too rarely to be counted.
    floor = min(counts.values())
    return WordList(
        {word: count for word, count in counts.items() if count > floor and _WORD.fullmatch(word)}
    )


@cache
def clinical_words() -> WordList:
    """Return the words of ICD-10-CM titles; none where the titles are not installed."""
    index = load_index()
    return WordList(index.title_words if index is not None else {})


@dataclass(frozen=True, slots=True)
class Stem:
    """What a plain ``^text^`` asks of one word.

    Attributes:
        body: regular expression for the letters asked for.
        letters: how many they are.
        begins_word: whether something that is no letter must stand in front.
        ends_word: whether something that is no letter must stand behind.
    """

    body: str
    letters: int
    begins_word: bool
    ends_word: bool

    @property
    def expression(self) -> re.Pattern[str]:
        """Finds the stem in a `WordList`."""
        return re.compile(
            ("\n" if self.begins_word else "") + self.body + ("\n" if self.ends_word else "")
        )

    def is_word(self, words: WordList) -> bool:
        """Return whether the letters by themselves are one of ``words``."""
        if _WORD.fullmatch(self.body):
            return self.body in words.counts
        return next(words.matching(re.compile(f"\n{self.body}\n")), None) is not None

    @property
    def prefix(self) -> re.Pattern[str]:
        """Matches every word that begins with the stem."""
        return re.compile(self.body + "[a-z]*$")

    @property
    def family(self) -> re.Pattern[str]:
        """Matches the stem's word, its inflections and, of a long one, its derivations."""
        is_long = self.letters >= _LONG
        endings = f"(?:{_ENDINGS}|{_DERIVED})" if is_long else _ENDINGS
        return re.compile(self.body + endings + "$")


def stem_of(pattern: Pattern) -> Stem | None:
    """Return what ``pattern`` asks of one word, or None where it asks for anything else.

    Only a single run of letters between two carets can be found inside another word by accident;
    two words with a blank between them hardly are. Classes may leave a few spellings open.
    """
    if pattern.is_word or not (pattern.opens_with_run and pattern.closes_with_run):
        return None
    if len(pattern.segments) != 1:
        return None
    places = list(_places(pattern.segments[0]))
    begins_word = bool(places) and _is_edge(places[0])
    ends_word = len(places) > 1 and _is_edge(places[-1])
    body = places[begins_word : len(places) - ends_word]
    if not body or not all(map(_is_letter, body)):
        return None
    if prod(len(place) for place in body if place is not None) > _MOST_SPELLINGS:
        return None
    return Stem("".join(map(_expression, body)), len(body), begins_word, ends_word)


def _places(segment: tuple[FixedPiece, ...]) -> Iterator[frozenset[str] | None]:
    for piece in segment:
        match piece:
            case Literal(text):
                yield from map(frozenset, text)
            case OneOf(members):
                yield members
            case AnyOne():
                yield None


def _is_edge(place: frozenset[str] | None) -> bool:
    return place is not None and not any(character.isalnum() for character in place)


def _is_letter(place: frozenset[str] | None) -> bool:
    return place is not None and all(_WORD.fullmatch(character) for character in place)


def _expression(place: frozenset[str] | None) -> str:
    if place is None:
        return "[a-z]"
    return min(place) if len(place) == 1 else f"[{''.join(sorted(place))}]"
