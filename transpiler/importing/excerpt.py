"""A text taken from a published one, each character with the place it was taken from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text and where it comes from.

    Attributes:
        text: the text.
        offsets: for each character its offset in the published text, then one for the end.
    """

    text: str
    offsets: Sequence[int]

    @classmethod
    def whole(cls, text: str) -> Self:
        """Return all of a published text."""
        return cls(text, range(len(text) + 1))

    def cut(self, start: int, end: int) -> Excerpt:
        """Return the characters from ``start`` up to ``end``."""
        return Excerpt(self.text[start:end], self.offsets[start : end + 1])

    def stripped(self, characters: str | None = None) -> Excerpt:
        """Return the excerpt without white space, or the characters given, at its ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self.cut(start, max(start, len(self.text.rstrip(characters))))

    def put(self, changes: Iterable[tuple[int, int, str]]) -> Excerpt:
        """Return the excerpt with other characters in some places.

        Args:
            changes: start, end and what to put there, in order, none within another.
        """
        texts: list[str] = []
        offsets: list[int] = []
        done = 0
        for start, end, new in changes:
            texts += (self.text[done:start], new)
            offsets += self.offsets[done:start]
            offsets += [self.offsets[start]] * len(new)
            done = end
        offsets += self.offsets[done:]
        return Excerpt("".join([*texts, self.text[done:]]), offsets)

    def substitute(
        self, expression: re.Pattern[str], new: Callable[[re.Match[str]], str]
    ) -> Excerpt:
        """Return the excerpt with every match of ``expression`` replaced."""
        found = [(*match.span(), new(match)) for match in expression.finditer(self.text)]
        return self.put(found) if found else self


def joined(excerpts: Sequence[Excerpt], between: str = "") -> Excerpt:
    """Return excerpts one behind the other; ``between`` has the place of what follows it."""
    text: list[str] = []
    offsets: list[int] = []
    for number, excerpt in enumerate(excerpts):
        if number:
            text.append(between)
            offsets += [excerpt.offsets[0]] * len(between)
        text.append(excerpt.text)
        offsets += excerpt.offsets[: len(excerpt.text)]
    last = excerpts[-1].offsets[-1] if excerpts else 0
    return Excerpt("".join(text), [*offsets, last])
