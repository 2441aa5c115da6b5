"""An integer programme over unknown counts, and the range that it leaves to sums of them.

CP-SAT works with whole numbers throughout, so the least and greatest values that it proves are
exact. Every solution is a world in which all that was told is true. Each world shows possible
values for everything that is asked, so most answers come from worlds that were found for something
else.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

MISSING_LIBRARY: Final = "the attack needs OR-tools; pip install 'syndrome-sql[attack]' adds them"
"""What to tell a user whose installation has no solver."""

EFFORT: Final = 20.0
"""How much work one question may take, in CP-SAT's deterministic seconds: the same on every
machine."""


def has_library() -> bool:
    """Return whether the solver is installed."""
    return importlib.util.find_spec("ortools") is not None


class ContradictionError(Exception):
    """No world agrees with what was told: some assumption is wrong."""


class NotSolvedError(Exception):
    """The solver gave up before it found a single world."""


@dataclass(slots=True)
class Asked:
    """A sum of counts that is asked for.

    Attributes:
        variables: what it adds up.
        enough: the solver stops once a range is as wide as this.
        least: the least value found to be possible.
        most: the greatest value found to be possible.
        is_least: whether nothing less is possible.
        is_most: whether nothing more is possible.
        is_given_up: whether the solver gave up on an end that mattered.
    """

    variables: Sequence[int]
    enough: int
    least: int | None = None
    most: int | None = None
    is_least: bool = False
    is_most: bool = False
    is_given_up: bool = False

    @property
    def is_wide(self) -> bool:
        """Whether the range is wide enough."""
        return (
            self.least is not None
            and self.most is not None
            and (self.most - self.least >= self.enough)
        )

    def see(self, value: int) -> None:
        """Take in a value that is possible."""
        self.least = value if self.least is None else min(self.least, value)
        self.most = value if self.most is None else max(self.most, value)
        self.is_least = self.is_least or self.least == 0


class Programme:
    """Unknown counts and what is known of them."""

    def __init__(self) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 (an extra, and slow to import)

        self._cp_model = cp_model
        self._model = cp_model.CpModel()
        self._variables: list[cp_model.IntVar] = []
        self._most: dict[frozenset[int], int] = {}
        self._zeros: set[int] = set()

    def count(self, most: int) -> int:
        """Return a new unknown count from 0 to ``most``."""
        self._variables.append(self._model.new_int_var(0, most, ""))
        return len(self._variables) - 1

    def between(self, variables: Iterable[int], least: int | None, most: int | None) -> None:
        """Say that a sum of counts is from ``least`` to ``most``; None leaves an end open."""
        chosen = list(variables)
        total = self._sum(chosen)
        if most is not None:
            known = frozenset(chosen)
            self._most[known] = min(most, self._most.get(known, most))
            if most == 0:
                self._zeros |= known
        if least is not None and least == most:
            self._model.add(total == least)
            return
        if least is not None:
            self._model.add(total >= least)
        if most is not None:
            self._model.add(total <= most)

    def equal(self, ones: Iterable[int], others: Iterable[int]) -> None:
        """Say that two sums of counts are the same."""
        self._model.add(self._sum(ones) == self._sum(others))

    def either(self, alternatives: Iterable[tuple[Sequence[int], int | None, int | None]]) -> None:
        """Say that at least one of some sums is from ``least`` to ``most``."""
        chosen = []
        for variables, least, most in alternatives:
            holds = self._model.new_bool_var("")
            total = self._sum(variables)
            if least is not None:
                self._model.add(total >= least).only_enforce_if(holds)
            if most is not None:
                self._model.add(total <= most).only_enforce_if(holds)
            chosen.append(holds)
        self._model.add_bool_or(chosen)

    def grows(self, before: Iterable[int], after: Iterable[int], most: int | None) -> None:
        """Say that a sum did not shrink, and grew by at most ``most``."""
        earlier, later = self._sum(before), self._sum(after)
        self._model.add(earlier <= later)
        if most is not None:
            self._model.add(later <= self._cp_model.LinearExpr.sum([earlier, most]))

    def solve(self, asked: Sequence[Asked]) -> None:
        """Find the ends of each range, as far as they matter.

        A range ends up with both its ends proved, or as wide as is enough with its lower end proved
        or at 0, or given up.

        Raises:
            ContradictionError: nothing agrees with what was told.
            NotSolvedError: no world was found in time.
        """
        for one in asked:
            if self._zeros.issuperset(one.variables):
                one.see(0)
                one.is_most = True
        self._world(asked, asked, [])
        self._world(asked, [], asked)
        self._halve(asked)
        self._bound(asked)
        for one in asked:
            if not one.is_least:
                one.is_least = self._world(asked, [one], [])
                one.is_given_up |= not one.is_least
            if not (one.is_wide or one.is_most):
                one.is_most = self._world(asked, [], [one])
                one.is_given_up |= not one.is_most and not one.is_wide

    def _bound(self, asked: Sequence[Asked]) -> None:
        """Take in the greatest values that need no proof of their own.

        These are the numbers of visits, and 0 where several sums are 0 together.
        """
        empty = [one for one in asked if one.most == 0 and not one.is_most]
        while empty and self._world(asked, [], empty):
            left = [one for one in empty if not one.most]
            if len(left) == len(empty):
                for one in empty:
                    one.is_most = True
                break
            empty = left
        for one in asked:
            one.is_most |= one.most == self._most.get(frozenset(one.variables))

    def _halve(self, asked: Sequence[Asked]) -> None:
        """Look for worlds that have one half of the open sums small and the other half large.

        Each time the halves are others, so that parts that have one sum are told apart. What a few
        such worlds show need not be asked one by one.
        """
        left = [one for one in asked if not (one.is_least and (one.is_wide or one.is_most))]
        for bit in range(len(left).bit_length()):
            halves: tuple[list[Asked], list[Asked]] = ([], [])
            for at, one in enumerate(left):
                halves[at >> bit & 1].append(one)
            self._world(asked, *halves)
            self._world(asked, *reversed(halves))
            still = [one for one in left if not (one.is_least and (one.is_wide or one.is_most))]
            if len(still) == len(left):
                return
            left = still

    def _world(
        self, asked: Sequence[Asked], small: Sequence[Asked], large: Sequence[Asked]
    ) -> bool:
        """Look for a world in which some sums are least and others greatest.

        Returns:
            Whether what the ones add up to less the others is proved to be the least there is.
        """
        self._model.minimize(
            self._sum(at for one in small for at in one.variables)
            - self._sum(at for one in large for at in one.variables)
        )
        cp_model = self._cp_model
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = EFFORT
        status = solver.solve(self._model)
        if status == cp_model.INFEASIBLE:
            raise ContradictionError
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if not asked or asked[0].least is None:
                raise NotSolvedError
            return False
        values = solver.response_proto.solution
        for one in asked:
            one.see(sum(values[at] for at in one.variables))
        return bool(status == cp_model.OPTIMAL)

    def _sum(self, variables: Iterable[int]) -> Any:  # its stubs have the union of all numbers
        return self._cp_model.LinearExpr.sum([self._variables[at] for at in variables])
