"""The brackets of a term as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CLASS: Final = re.compile(r"\[[^\]]++\]")
_COMMA: Final = "[COMMA]"


@dataclass(frozen=True, slots=True)
class WrittenClass:
    """A class in brackets.

    Attributes:
        text: the class, its brackets included.
        start: where it begins in the term.
    """

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the term."""
        return self.start + len(self.text)

    @property
    def members(self) -> str:
        """What stands between the brackets."""
        return self.text[1:-1]


def classes(text: str) -> Iterator[WrittenClass]:
    """Yield the classes of a term in order; ``[COMMA]`` is none."""
    for match in _CLASS.finditer(text):
        if match[0].upper() != _COMMA:
            yield WrittenClass(match[0], match.start())


def stray_brackets(text: str) -> Iterator[int]:
    """Yield the places of closing brackets that close no class."""
    inside = {match.end() - 1 for match in _CLASS.finditer(text)}
    return (at for at, character in enumerate(text) if character == "]" and at not in inside)


def without_classes(text: str, filler: str = " ") -> str:
    """Return ``text`` with ``filler`` for every character of a class, at the same length."""
    return _CLASS.sub(lambda found: filler * len(found[0]), text)
