"""Words and codes that a term of a definition stands for, as a record would hold them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Piece
from transpiler.generating.draws import Uniform, pick, pick_early
from transpiler.generating.field_layout import undotted
from transpiler.generating.vocabulary import vocabulary

_CODE: Final = re.compile(r"[A-Z]?[0-9][0-9A-Z](\.?[0-9A-Z]{1,5}){0,4}", re.IGNORECASE)
_CODES: Final = re.compile(rf"[;/ ]*{_CODE.pattern}([;/ ]+{_CODE.pattern})*[;/ ]*", re.IGNORECASE)
_STEM: Final = re.compile(r"[a-z]{4,}$")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a term puts into a visit.

    Attributes:
        text: what the term itself takes, to the letter.
        words: the same as words of a complaint, empty where it is codes.
        codes: the same as codes of a diagnosis, empty where it is words.
    """

    text: str
    words: str = ""
    codes: tuple[str, ...] = ()


def word(pattern: Pattern, uniform: Uniform) -> Wording:
    """Return words or codes that ``pattern`` was written for.

    A code or a word that the pattern leaves open at its end is completed from the vocabulary where
    it can be: ``^;T745^`` to ``T7451XA``, ``^Sex Traf^`` to ``sex trafficking``.
    """
    is_open = pattern.closes_with_run
    inner = pattern.pieces[pattern.opens_with_run : len(pattern.pieces) - is_open]
    text = "".join(_spell(piece, uniform) for piece in inner)
    if any(character.isdigit() for character in text) and _CODES.fullmatch(text):
        codes = [code for code in re.split("[;/ ]+", text.upper()) if code]
        if is_open and not text.endswith((";", "/", " ")):
            codes[-1] = complete_code(codes[-1], uniform)
        return Wording(text, codes=tuple(codes))
    return Wording(text, words=_complete_word(text, uniform) if is_open else text)


def _spell(piece: Piece, uniform: Uniform) -> str:
    match piece:
        case Literal(text):
            return text
        case OneOf(members):
            return pick(sorted(members), uniform)
        case AnyOne():
            return pick(" aeiost", uniform)
        case AnyRun():
            return pick(("", " "), uniform)


def complete_code(prefix: str, uniform: Uniform) -> str:
    """Return a code of the vocabulary that begins with ``prefix``, or ``prefix`` where none does.

    Extracts hold truncated codes as well, so one in ten stays as it is.
    """
    known = _codes_by_prefix().get(undotted(prefix), ())
    if not known or uniform() < 0.1:
        return prefix
    code = pick_early(known, uniform)
    return code if "." in prefix else undotted(code)


@cache
def _codes_by_prefix() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for code in vocabulary().codes:
        bare = undotted(code)
        for length in range(3, len(bare) + 1):
            found[bare[:length]] = (*found.get(bare[:length], ()), code)
    return found


def _complete_word(text: str, uniform: Uniform) -> str:
    stem = _STEM.search(text)
    if stem is None:
        return text
    endings = [known[len(stem[0]) :] for known in vocabulary().words if known.startswith(stem[0])]
    return text + pick_early(endings, uniform) if endings else text
