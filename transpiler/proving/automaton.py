"""Patterns as automata whose states are the bits of one integer.

Every pattern is a chain: position after position, each taking a set of characters, some of them
looping for ``^``. A set of states is an integer, bit *i* for position *i*, and one character moves
all of them at once: shift those that take it, keep those that loop (the Shift-And method of
Baeza-Yates and Gonnet). Chains laid end to end in one integer run side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain
from typing import Final

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, Piece

_BLANK: Final = Literal(" ")
_PREFERRED: Final = ".#~xqzjk0123456789"
"""Characters to stand for all that no pattern names; the first that is free is taken."""


@dataclass(frozen=True, slots=True)
class Automaton:
    """One pattern, or several side by side.

    Attributes:
        named: character → the positions that take it because they name it.
        anything: the positions that take any character.
        loops: the positions that stay where they are on any character.
        start: the positions to begin in.
        final: the positions in which a text may end.
        size: how many positions there are.
    """

    named: dict[str, int]
    anything: int
    loops: int
    start: int
    final: int
    size: int

    @property
    def settled(self) -> int:
        """The positions from which every continuation is accepted."""
        return self.final & self.loops

    def step(self, states: int, character: str) -> int:
        """Return the states that ``character`` (folded) leads to from ``states``."""
        takes = self.named.get(character, 0) | self.anything
        return ((states & takes) << 1) | (states & self.loops)

    def accepts(self, states: int) -> bool:
        """Return whether a text that ends in ``states`` is accepted by any of the patterns."""
        return states & self.final != 0


@lru_cache(maxsize=16_384)
def automaton_of(pattern: Pattern) -> Automaton:
    """Return the automaton that accepts exactly the folded texts that ``pattern`` matches."""
    if not pattern.is_word:
        return _chain(pattern.pieces)
    # (.* )?TERM( .*)?: the leading part may be skipped, and so may the trailing one.
    term = _chain(pattern.pieces)
    padded = _chain((AnyRun(), _BLANK, *pattern.pieces, _BLANK, AnyRun()))
    return Automaton(
        named=padded.named,
        anything=padded.anything,
        loops=padded.loops,
        start=0b11,
        final=1 << term.size | padded.final,
        size=padded.size,
    )


def _chain(pieces: Iterable[Piece]) -> Automaton:
    named: dict[str, int] = {}
    anything = loops = at = 0
    for piece in pieces:
        match piece:
            case AnyRun():
                loops |= 1 << at
            case AnyOne():
                anything |= 1 << at
                at += 1
            case OneOf(members):
                for member in members:
                    named[member] = named.get(member, 0) | 1 << at
                at += 1
            case Literal(text):
                for character in text:
                    named[character] = named.get(character, 0) | 1 << at
                    at += 1
    return Automaton(named, anything, loops, start=1, final=1 << at, size=at + 1)


def side_by_side(automata: Sequence[Automaton]) -> tuple[Automaton, tuple[int, ...]]:
    """Return one automaton that runs all of ``automata``, and the bit at which each begins."""
    offsets = tuple(accumulate((found.size for found in automata), initial=0))
    named: dict[str, int] = {}
    anything = loops = start = final = 0
    for automaton, offset in zip(automata, offsets, strict=False):
        for character, positions in automaton.named.items():
            named[character] = named.get(character, 0) | positions << offset
        anything |= automaton.anything << offset
        loops |= automaton.loops << offset
        start |= automaton.start << offset
        final |= automaton.final << offset
    return Automaton(named, anything, loops, start, final, offsets[-1]), offsets


def unnamed_character(automata: Iterable[Automaton]) -> str:
    """Return a character that none of ``automata`` names, so that only ``_`` and ``^`` take it.

    It stands for all such characters: no pattern can tell them apart.
    """
    named = {character for automaton in automata for character in automaton.named}
    # Patterns name finitely many characters, so one of the circled digits and what follows is free.
    candidates = chain(_PREFERRED, map(chr, range(0x2460, 0x10000)))
    return next(character for character in candidates if character not in named)
