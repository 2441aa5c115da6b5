"""Find a text that matches some patterns and none of others, or prove that there is none.

The search runs the patterns as automata over texts that grow character by character. Three
observations keep it small, and none of them loses a solution:

- A character that no required pattern takes by name can be replaced by one that no pattern names:
  the required patterns still match, and no forbidden pattern that did not match begins to. So at
  each point only the characters that a required pattern asks for next are tried, and one other.
- Characters that all patterns treat alike are tried once.
- A text is dropped when another one has brought the required patterns to the same point while
  keeping the forbidden ones at a subset of their states (the antichain method of De Wulf, Doyen,
  Henzinger and Raskin).

The number of texts looked at is bounded, never the time, so that an answer can be repeated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

from transpiler.definition import Pattern
from transpiler.proving.automaton import Automaton, automaton_of, side_by_side, unnamed_character

BUDGET: Final = 10_000
"""How many beginnings of a text one search may look at, comparisons among them counted in."""

_COMPARISONS: Final = 32
"""How many comparisons with other beginnings cost as much as looking at one."""


class OutOfBudgetError(RuntimeError):
    """The search was given up: nothing is proved either way."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """Proof that no text matches all of the required and none of the forbidden patterns.

    Attributes:
        forbidden: the indexes of forbidden patterns that suffice for the proof.
    """

    forbidden: frozenset[int]


class PatternTable:
    """Patterns laid side by side in one automaton, so that many are forbidden at once.

    Attributes:
        patterns: the patterns; everything else speaks of them by index.
        automata: the automaton of each.
        joint: all of them side by side.
        characters: the characters patterns name, one of each kind that they all treat alike, and
            last one that none of them names.
    """

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(patterns)
        self.automata = tuple(map(automaton_of, self.patterns))
        self.joint, self._offsets = side_by_side(self.automata)
        alike = {taken: character for character, taken in reversed(self.joint.named.items())}
        self.characters = (*alike.values(), unnamed_character([self.joint]))

    def find_text(
        self, required: Sequence[int], forbidden: Sequence[int], budget: int = BUDGET
    ) -> str | Impossible:
        """Return a text, folded, that matches every required and no forbidden pattern.

        Args:
            required: indexes of the patterns that must match.
            forbidden: indexes of the patterns that must not.
            budget: how many beginnings of a text may be looked at, comparisons counted in.

        Raises:
            OutOfBudgetError: neither a text nor a proof was found within ``budget``.
        """
        return _ValuationSearch(self, required, forbidden).run(budget)

    def matching(self, text: str) -> set[int]:
        """Return the indexes of the patterns that match ``text`` (folded)."""
        states = self.joint.start
        for character in text:
            states = self.joint.step(states, character)
        matched = states & self.joint.final
        found = set()
        while matched:
            found.add(self.owner(matched))
            matched &= matched - 1
        return found

    def positions_of(self, indexes: Sequence[int]) -> int:
        """Return the bits of the joint automaton that belong to the patterns ``indexes``."""
        return sum(
            ((1 << self.automata[index].size) - 1) << self._offsets[index] for index in set(indexes)
        )

    def owner(self, positions: int) -> int:
        """Return the index of a pattern that one of the joint automaton's ``positions`` is in."""
        lowest = (positions & -positions).bit_length() - 1
        return bisect_right(self._offsets, lowest) - 1


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The beginning of a text, and where it has brought the patterns."""

    text: str
    required: tuple[int, ...]
    forbidden: int


class _ValuationSearch:
    """One search; see the module's account of it."""

    def __init__(
        self, table: PatternTable, required: Sequence[int], forbidden: Sequence[int]
    ) -> None:
        self._table = table
        self._required = [table.automata[index] for index in dict.fromkeys(required)]
        joint, mask = table.joint, table.positions_of(forbidden)
        self._forbidden = joint
        self._start = joint.start & mask
        self._final = joint.final & mask
        self._settled = joint.settled & mask
        self._reached: dict[tuple[int, ...], list[int]] = {}
        self._guilty: set[int] = set()

    def run(self, budget: int) -> str | Impossible:
        self._budget = budget
        waiting: list[tuple[int, int, int, _Beginning]] = []
        first = _Beginning("", tuple(found.start for found in self._required), self._start)
        self._put(first, waiting)
        while waiting:
            beginning = heappop(waiting)[-1]
            if self._is_solution(beginning):
                return beginning.text
            for longer in self._continuations(beginning):
                self._put(longer, waiting)
        return Impossible(frozenset(self._guilty))

    def _put(self, beginning: _Beginning, waiting: list[tuple[int, int, int, _Beginning]]) -> None:
        """Add the beginning to those ``waiting``, nearest to a solution first, unless hopeless."""
        rivals = self._reached.setdefault(beginning.required, [])
        self._budget -= 1 + len(rivals) // _COMPARISONS
        if self._budget < 0:
            raise OutOfBudgetError
        if self._is_new(beginning.forbidden, rivals):
            place = (self._distance(beginning), len(beginning.text), -self._budget)
            heappush(waiting, (*place, beginning))

    def _is_solution(self, beginning: _Beginning) -> bool:
        if not all(map(Automaton.accepts, self._required, beginning.required)):
            return False
        matched = beginning.forbidden & self._final
        if matched:
            self._guilty.add(self._table.owner(matched))
        return not matched

    def _continuations(self, beginning: _Beginning) -> Iterator[_Beginning]:
        *named, unnamed = self._table.characters
        asked_for = [
            character
            for character in named
            if any(
                states & automaton.named.get(character, 0)
                for automaton, states in zip(self._required, beginning.required, strict=True)
            )
        ]
        for character in (*asked_for, unnamed):
            required = tuple(
                _furthest(automaton, automaton.step(states, character))
                for automaton, states in zip(self._required, beginning.required, strict=True)
            )
            if not all(required):
                continue
            forbidden = self._forbidden.step(beginning.forbidden, character)
            yield _Beginning(beginning.text + character, required, forbidden)

    def _is_new(self, states: int, rivals: list[int]) -> bool:
        """Return whether a beginning may lead to a solution that no earlier one leads to.

        Args:
            states: where it has brought the forbidden patterns.
            rivals: where beginnings have brought them that have the required ones at its point.
        """
        hopeless = states & self._settled
        if hopeless:
            self._guilty.add(self._table.owner(hopeless))
            return False
        if any(rival & states == rival for rival in rivals):
            return False
        rivals[:] = [rival for rival in rivals if rival & states != states]
        rivals.append(states)
        return True

    def _distance(self, beginning: _Beginning) -> int:
        """Return how many positions the required patterns are from their ends, all together."""
        return sum(
            max(0, _lowest(automaton.final) - states.bit_length() + 1)
            for automaton, states in zip(self._required, beginning.required, strict=True)
        )


def _furthest(automaton: Automaton, states: int) -> int:
    """Return ``states`` without those that a looping one further on makes superfluous.

    In a chain everything a position accepts is also accepted from a later position that loops.
    """
    looping = (states & automaton.loops).bit_length()
    return states >> (looping - 1) << (looping - 1) if looping else states


def _lowest(states: int) -> int:
    return (states & -states).bit_length() - 1
