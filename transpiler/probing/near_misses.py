"""Texts that one pattern matches, and texts that it only just does not."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Piece, fold

_RUNS: Final = (
    "",
    "",
    " ",
    "FEVER ",
    " FELL AT HOME ",
    " | ;R509;",
    "\n",
    ", ",
    "{2};",
    ";A419;",
    "100% ",
    "\\",
    " patient's ",
    "\u00e9\u0301\u00df ",
)
"""What a ``^`` may stand for in a probe: nothing, words, separators, what SQL might stumble on."""

_ANY: Final = ("x", "7", " ", ";", ".", "%", "\n", "'", "\u0130", "\U0001f600")
"""What a ``_`` may stand for; the last is one character outside the basic plane."""

_EDGES: Final = ("x", " ", ";", "\n", "\u00a0", ".")
"""What may stand beside a match where the pattern allows nothing, or a blank only."""

_LOOKALIKES: Final = {
    "s": "\u017f",  # long s, which upper case turns into S
    "k": "\u212a",  # Kelvin sign, which lower case turns into k
    "i": "\u0130",  # capital I with a dot
    "\u00df": "\u1e9e",  # capital sharp s
    "\u00e9": "e\u0301",  # e and a combining accent
    " ": "\u00a0",
    "_": "x",
    "%": "",
    "\\": "",
    ".": "x",
}
"""Characters that some engine takes for another, or that SQL reads as a wildcard."""


_MOST_PLACES: Final = 20
"""How many pieces of one pattern are spoiled; few patterns have as many."""


def hit(pattern: Pattern, random: Random, *, tight: bool = False) -> str:
    """Return a text that ``pattern`` matches.

    Args:
        pattern: what is to match.
        random: where the choices come from.
        tight: whether every ``^`` stands for nothing.
    """
    return "".join(_fill(piece, random, tight=tight) for piece in pattern.pieces)


def case_changed(text: str) -> str:
    """Return ``text`` with the case of every letter of the fold table turned over."""
    return "".join(
        character.upper() if fold(character.upper()) == character else fold(character)
        for character in text
    )


def near_misses(pattern: Pattern, random: Random) -> Iterator[str]:
    """Yield texts one step away from matching; now and then one of them matches by accident.

    A character off, dropped or doubled, a class left by one, a wildcard with nothing to stand for,
    the segments in another order, something beside the edge.
    """
    places = range(len(pattern.pieces))
    for at in sorted(random.sample(places, min(len(places), _MOST_PLACES))):
        for instead in _spoiled(pattern.pieces[at], random):
            yield "".join(
                instead if index == at else _fill(other, random, tight=True)
                for index, other in enumerate(pattern.pieces)
            )
    exact = hit(pattern, random, tight=True)
    for edge in _EDGES:
        if pattern.is_word or not pattern.opens_with_run:
            yield edge + exact
        if pattern.is_word or not pattern.closes_with_run:
            yield exact + edge
    if len(pattern.segments) > 1:
        segments = [
            "".join(_fill(piece, random, tight=True) for piece in segment)
            for segment in pattern.segments
        ]
        yield "".join(reversed(segments))
        yield "".join(segments[:-1]) + segments[-1][1:]  # the last one begins inside the others


def _fill(piece: Piece, random: Random, *, tight: bool) -> str:
    match piece:
        case Literal(text):
            return text
        case AnyOne():
            return random.choice(_ANY)
        case OneOf(members):
            return random.choice(sorted(members))
        case AnyRun():
            return "" if tight else random.choice(_RUNS)


def _spoiled(piece: Piece, random: Random) -> Iterator[str]:
    """Yield texts that ``piece`` does not stand for, but nearly."""
    match piece:
        case Literal(text):
            at = random.randrange(len(text))
            before, character, after = text[:at], text[at], text[at + 1 :]
            yield before + chr(min(ord(character) + 1, 0xFFFF)) + after
            yield before + after
            yield before + character * 2 + after
            if " " in text:
                yield text.replace(" ", "", 1)
                yield text.replace(" ", "\n", 1)
            for found, lookalike in _LOOKALIKES.items():
                if found in text:
                    yield text.replace(found, lookalike, 1)
        case AnyOne():
            yield ""
            yield "xy"
        case OneOf(members):
            yield ""
            codes = {ord(member) for member in members}
            outside = {code + step for code in codes for step in (-1, 1)} - codes
            usable = [chr(code) for code in sorted(outside) if 0 < code < 0xD800]
            yield from random.sample(usable, min(2, len(usable)))
        case AnyRun():
            yield "\n"
