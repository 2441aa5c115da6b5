"""How texts are cut into tokens, and what a literal in a text says about the text's tokens.

A token begins at the start of a text, behind a blank, and at a semicolon; it ends before the next
beginning. Blanks belong to no token, semicolons to the token they open. So ``fever | ;r509;i10;``
has the tokens ``fever``, ``|``, ``;r509``, ``;i10`` and ``;``. A code is one token with the
semicolon before it, and a vocabulary stays small: codes are not met in every combination.

SQL cuts texts in the same way (`transpiler.dialects.Tables`); a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transpiler.dialects import BLANK, OPENING

SHORTEST: Final = 2
"""Characters of the shortest tokens that anything is looked up by; the tables leave out tokens of
fewer bytes."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a text that holds a literal must have: a token that holds ``text``.

    Attributes:
        text: without blanks, and without a semicolon but at its start; `SHORTEST` characters or
            more.
        starts: the token must begin with it.
        ends: the token must end with it.
    """

    text: str
    starts: bool
    ends: bool


def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of a folded text, first to last, empty ones left out."""
    return tuple(fragment for fragment in _cut(text) if fragment)


def fragments(literal: str) -> tuple[Fragment, ...]:
    """Return what the tokens of a text must be for it to hold ``literal``: all of these.

    They are the tokens of the literal itself. The first may stand in the middle of a token of the
    text and the last may be continued there; all others are whole. Those too short to be looked up
    are left out, so that there may be none.
    """
    found = _cut(literal)
    last = len(found) - 1
    return tuple(
        Fragment(fragment, starts=place > 0, ends=place < last)
        for place, fragment in enumerate(found)
        if len(fragment) >= SHORTEST
    )


def _cut(text: str) -> list[str]:
    return text.replace(OPENING, BLANK + OPENING).split(BLANK)
