"""Whether sums by place may be told beside a tree by age and sex, or the other way round.

The tree divides a sum by one side and each told part by the other (docs/privacy.md). A second line
divides the sum by the other side. Both together are a table with told sums, and how many values are
left to each count is a transport problem: the told sums of each side are nested, so that an optimal
table of a linear programme has whole numbers.

Nothing but what is told, and the number of visits, goes into the decision: readers who know the
program could make it themselves, and so it tells them nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from transpiler.disclosure.counts import room

MISSING_LIBRARY: Final = (
    "publishing more than the models do needs HiGHS and OR-tools; pip install "
    "'syndrome-sql[publish]' adds them"
)
"""What to tell a user whose installation has no solver."""

MOST_CELLS: Final = 2_000
"""A table with more cells is published by the models alone."""

MOST_PROGRAMMES: Final = 400
"""So many linear programmes are solved for one table before it is given up: the same number on
every machine, where a limit of time would not be."""


@dataclass(frozen=True, slots=True)
class Line:
    """A told count and its parts, as the models divide it.

    Attributes:
        total: the count that is divided; it is told.
        groups: parts that are told, each as the numbers of its cells and the count.
        together: the parts taken together, in the public order, each as the numbers of its cells.
        thin: how many of them, the first, have too few visits or facilities to be told.
    """

    total: int
    groups: tuple[tuple[tuple[int, ...], int], ...]
    together: tuple[tuple[int, ...], ...]
    thin: int

    @property
    def left(self) -> int:
        """What the parts taken together add up to; it follows."""
        return self.total - sum(count for _, count in self.groups)


@dataclass(frozen=True, slots=True)
class MarginTable:
    """What would be told of the matches of one definition, period and setting.

    Attributes:
        visits: all visits of each cell, a place crossed with an age and sex.
        lines: the lines of the tree, and the one beside it.
        counts: every other count that is to keep its room, as the numbers of its cells: those taken
            together, and the cells.
        smallest_count: the smallest count above zero that may be told.
    """

    visits: tuple[int, ...]
    lines: tuple[Line, ...]
    counts: tuple[tuple[int, ...], ...]
    smallest_count: int


def has_library() -> bool:
    """Return whether the solver is installed."""
    return importlib.util.find_spec("highspy") is not None


def may_stand_together(table: MarginTable) -> bool:
    """Return whether every count that is not told keeps its room.

    For each of them two tables are looked for that are told alike and have the count so far apart.
    Told alike means: with the same told sums, and in each line, since a finer division was passed
    over, with a small last part taken together, or a small sum of the others.

    Args:
        table: what would be told.

    Raises:
        ImportError: there is no solver.
    """
    if len(table.visits) > MOST_CELLS:
        return False
    return _TableSearch(table).succeeds()


class _TableSearch:
    """The programmes of one table, and the tables found: each of them shows many counts at once.

    They differ in what is asked and in which sums are small, so that one model of the solver goes
    through them, each from where the one before has ended.
    """

    def __init__(self, table: MarginTable) -> None:
        import highspy  # noqa: PLC0415 (an extra)
        import numpy as np  # noqa: PLC0415 (comes with it)

        self._np, self._optimal = np, highspy.HighsModelStatus.kOptimal
        self._table = table
        self._worlds: list[Any] = []
        self._solved = 0
        self._told = [group for line in table.lines for group in _told(line)]
        self._ends = [
            (last, tuple(at for part in others for at in part))
            for line in table.lines
            if _is_passed_over(line)
            for *others, last in [line.together]
        ]
        self._impossible: set[tuple[int, ...]] = set()
        self._columns = np.arange(len(table.visits), dtype=np.int32)
        self._model = self._modelled(highspy)

    def _modelled(self, highspy: Any) -> Any:
        """Return the model: what is told, and a row for each sum that may be small."""
        model = highspy.Highs()
        model.silent()
        model.setOptionValue("threads", 1)
        model.setOptionValue("presolve", "off")
        model.setOptionValue("solver", "simplex")
        for visits in self._table.visits:
            model.addVar(0, visits)
        for cells, count in self._told:
            self._add_row(model, cells, count, count)
        for ends in self._ends:
            for cells in ends:
                self._add_row(model, cells, 0, highspy.kHighsInf)
        self._open = highspy.kHighsInf
        return model

    def _add_row(self, model: Any, cells: Sequence[int], least: float, most: float) -> None:
        np = self._np
        columns = np.array(sorted(cells), dtype=np.int32)
        model.addRow(least, most, len(columns), columns, np.ones(len(columns)))

    def succeeds(self) -> bool:
        """Return whether two tables far enough apart are found for every count."""
        table = self._table
        for count in self._wanted():
            cells = list(count)
            needed = min(room(table.smallest_count), sum(table.visits[at] for at in cells))
            values = [int(world[cells].sum()) for world in self._worlds]
            if values and max(values) - min(values) >= needed:
                continue
            for sign in (1, -1):
                for choice in self._choices(count):
                    world = self._solve(sign, cells, choice)
                    if world is not None:
                        self._worlds.append(world)
                        values.append(int(world[cells].sum()))
                    if values and max(values) - min(values) >= needed:
                        break
                    if self._solved > MOST_PROGRAMMES:
                        return False
            if not values or max(values) - min(values) < needed:
                return False
        return True

    def _wanted(self) -> Iterator[tuple[int, ...]]:
        """Yield the counts that need room: not those of told sums of 0, nor told ones."""
        zeros = {at for cells, count in self._told if count == 0 for at in cells}
        told = {frozenset(cells) for cells, _ in self._told}
        for count in self._table.counts:
            open_cells = frozenset(count) - zeros
            if open_cells and open_cells not in told:
                yield tuple(sorted(open_cells))

    def _choices(self, count: Sequence[int]) -> Iterable[tuple[int, ...]]:
        """Yield which end is small in each line that was passed over: 0 the last, 1 the others."""
        lines = [line for line in self._table.lines if _is_passed_over(line)]
        yield tuple(0 for _ in lines)
        for number, line in enumerate(lines):
            if any(set(count) & set(part) for part in line.together):
                yield tuple(int(other == number) for other in range(len(lines)))
        yield tuple(1 for _ in lines)

    def _solve(self, sign: int, cells: Sequence[int], choice: tuple[int, ...]) -> Any:
        """Return a table with the least (sign 1) or greatest sum of cells, or None."""
        if choice in self._impossible:
            return None
        np = self._np
        objective = np.zeros(len(self._table.visits))
        objective[list(cells)] = sign
        self._model.changeColsCost(len(objective), self._columns, objective)
        smallest = self._table.smallest_count
        small = []
        for number, (end, chosen) in enumerate(zip(self._ends, choice, strict=True)):
            for which, sum_of in enumerate(end):
                row = len(self._told) + 2 * number + which
                is_small = which == chosen
                self._model.changeRowBounds(
                    row, int(is_small), smallest - 1 if is_small else self._open
                )
                if is_small:
                    small.append((sum_of, 1, smallest - 1))
        self._solved += 1
        self._model.run()
        if self._model.getModelStatus() != self._optimal:
            self._impossible.add(choice)
            return None
        found = np.array(self._model.getSolution().col_value)
        world = np.rint(found)
        is_whole = bool(np.abs(world - found).max() < 1e-6)
        told = [(group, count, count) for group, count in self._told]
        return world if is_whole and self._is_world(world, told + small) else None

    @staticmethod
    def _is_world(world: Any, said: Sequence[tuple[Sequence[int], int, int]]) -> bool:
        """Return whether a table of whole numbers is what it is said to be, counted anew."""
        return all(least <= world[list(cells)].sum() <= most for cells, least, most in said)


def _told(line: Line) -> Iterator[tuple[tuple[int, ...], int]]:
    yield from line.groups
    together = tuple(at for part in line.together for at in part)
    if together:
        yield together, line.left


def _is_passed_over(line: Line) -> bool:
    """Return whether a finer division of a line would have told a small count."""
    return len(line.together) > max(1, line.thin + 1)
