"""Patterns as regular expressions, in the part of the language that RE2 and PostgreSQL share.

Special characters stand in brackets, ``[.]``, rather than behind a backslash: that is the same in
every engine and needs no doubling in literals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Piece

_SPECIAL: Final = frozenset(".*+?()[]{}|$")
_MIN_RANGE: Final = 4
"""How many neighbours make a range."""

_REMEMBERED: Final = 1 << 14
"""How many spelled patterns are kept: an emitter asks for each several times and once a dialect."""

EXACT: Final = "(?s)"
"""Opens an expression: ``.`` matches line breaks too, as ``^`` and ``_`` of the language do."""

BLIND: Final = "(?is)"
"""Opens an expression that is blind to case. RE2 takes all letters for the same that the fold table
does, and a few more (the Kelvin sign for k); so it may guard a text that is not folded, no more."""


def alternatives(patterns: Sequence[Pattern]) -> list[str]:
    """Return the expression found in the folded texts that any of ``patterns`` matches.

    It lacks its opening, and comes in pieces that are one after another the expression. Whole words
    share their bounds, which RE2 would not factor out by itself.
    """
    words = [_sequence(pattern.pieces) for pattern in patterns if pattern.is_word]
    found = [alternative(pattern) for pattern in patterns if not pattern.is_word]
    if len(words) > 1:
        words = [f"(?:^| )(?:{words[0]}", *words[1:-1], f"{words[-1]})(?: |$)"]
    else:
        words = [f"(?:^| ){word}(?: |$)" for word in words]
    first, *rest = found + words
    return [first, *(f"|{piece}" for piece in rest)]


@lru_cache(maxsize=_REMEMBERED)
def alternative(pattern: Pattern) -> str:
    """Return the expression, without its opening, found in the folded texts it matches."""
    if pattern.is_word:
        return f"(?:^| ){_sequence(pattern.pieces)}(?: |$)"
    pieces = pattern.pieces
    opening, closing = pattern.opens_with_run, pattern.closes_with_run
    inner = pieces[1 if opening else 0 : len(pieces) - (1 if closing else 0)]
    return f"{'' if opening else '^'}{_sequence(inner)}{'' if closing else '$'}"


def _sequence(pieces: Iterable[Piece]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    match piece:
        case Literal(text):
            return "".join(_character(character) for character in text)
        case AnyOne():
            return "."
        case AnyRun():
            return ".*"
        case OneOf(members):
            return _class(members)


def _character(character: str) -> str:
    if character in "\\^":  # neither can stand alone in brackets
        return "\\" + character
    return f"[{character}]" if character in _SPECIAL else character


@lru_cache(maxsize=_REMEMBERED)
def _class(members: frozenset[str]) -> str:
    """Return a class. ``]`` stands first and ``-`` last, where they mean themselves."""
    if len(members) == 1:
        return _character(next(iter(members)))
    first = "]" if "]" in members else ""
    last = "-" if "-" in members else ""
    runs = _runs(sorted(members - {"]", "-"}))
    return "[" + first + "".join(_run(*run) for run in runs) + last + "]"


def _runs(members: list[str]) -> list[tuple[str, str]]:
    """Return the first and last character of each run of neighbouring code points."""
    if not members:
        return []
    gaps = [(a, b) for a, b in pairwise(members) if ord(b) != ord(a) + 1]
    starts = [members[0], *(b for _, b in gaps)]
    ends = [*(a for a, _ in gaps), members[-1]]
    return list(zip(starts, ends, strict=True))


def _run(start: str, end: str) -> str:
    if ord(end) - ord(start) + 1 >= _MIN_RANGE:
        return f"{_member(start)}-{_member(end)}"
    return "".join(_member(chr(code)) for code in range(ord(start), ord(end) + 1))


def _member(character: str) -> str:
    return "\\" + character if character in "\\^[" else character
