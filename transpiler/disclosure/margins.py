"""Whether sums by place may be told beside a tree by age and sex, or the other way round.

The tree divides a sum by one side and each told part by the other (docs/privacy.md). A second line
divides the sum by the other side. Both together make a table with told sums. How many values each
count may have is then a transport problem: the told sums of each side are nested, so that a linear
programme has an optimal table of whole numbers.

The decision reads only what is told and the numbers of visits. Readers who know the program could
make it themselves, so it tells them nothing.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Sequence
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
class Group:
    """Parts of a count whose sum is told, or follows from what is told.

    Attributes:
        parts: the parts in the public order, each as the numbers of its cells; a part that is told
            together with parts of few visits has their cells as well.
        count: what they add up to.
    """

    parts: tuple[tuple[int, ...], ...]
    count: int

    @property
    def cells(self) -> tuple[int, ...]:
        """The numbers of the cells of all parts."""
        return tuple(at for part in self.parts for at in part)


@dataclass(frozen=True, slots=True)
class Line:
    """The groups that make up a told count, as the models divide it."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class MarginTable:
    """What would be told about the matches of one definition, period and setting.

    Attributes:
        visits: all visits of each cell, a place crossed with an age and sex.
        lines: the lines of the tree, and the one beside it.
        counts: every count that must keep its room unless it is told, as the numbers of its cells:
            the parts of each side, and the cells.
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
    """Return whether every untold count keeps its room.

    For each untold count the solver looks for two tables that are told in the same way and in which
    the count is that far apart. Two tables are told in the same way if their groups have the same
    sums, and if in each group of several parts the first part is not 0 and all but the last have a
    small sum, so that no group ends earlier.

    Args:
        table: what would be told.

    Raises:
        ImportError: there is no solver.
    """
    if len(table.visits) > MOST_CELLS:
        return False
    return _TableSearch(table).succeeds()


class _TableSearch:
    """The programmes of one table, and the tables found: each shows possible values of many counts.

    The programmes differ only in what is asked, so one model of the solver goes through them, each
    from where the one before ended.
    """

    def __init__(self, table: MarginTable) -> None:
        import highspy  # noqa: PLC0415 (an extra)
        import numpy as np  # noqa: PLC0415 (comes with it)

        self._np, self._optimal = np, highspy.HighsModelStatus.kOptimal
        self._table = table
        self._worlds: list[Any] = []
        self._solved = 0
        self._said = [said for line in table.lines for said in self._says(line)]
        self._columns = np.arange(len(table.visits), dtype=np.int32)
        self._model = self._modelled(highspy)

    def _says(self, line: Line) -> Iterator[tuple[tuple[int, ...], int, int]]:
        """Yield cells, with the least and the greatest that they may add up to."""
        smallest = self._table.smallest_count
        for group in line.groups:
            yield group.cells, group.count, group.count
            if len(group.parts) > 1:
                first, *_, _ = group.parts
                yield first, 1, smallest - 1
                yield tuple(at for part in group.parts[:-1] for at in part), 1, smallest - 1

    def _modelled(self, highspy: Any) -> Any:
        """Return the model of what is told."""
        model = highspy.Highs()
        model.silent()
        model.setOptionValue("threads", 1)
        model.setOptionValue("presolve", "off")
        model.setOptionValue("solver", "simplex")
        for visits in self._table.visits:
            model.addVar(0, visits)
        for cells, least, most in self._said:
            self._add_row(model, cells, least, most)
        return model

    def _add_row(self, model: Any, cells: Sequence[int], least: float, most: float) -> None:
        np = self._np
        columns = np.array(sorted(cells), dtype=np.int32)
        model.addRow(least, most, len(columns), columns, np.ones(len(columns)))

    def succeeds(self) -> bool:
        """Return whether the solver finds two tables that are far enough apart for every count."""
        table = self._table
        for count in self._wanted():
            cells = list(count)
            needed = min(room(table.smallest_count), sum(table.visits[at] for at in cells))
            values = [int(world[cells].sum()) for world in self._worlds]
            if values and max(values) - min(values) >= needed:
                continue
            for sign in (1, -1):
                world = self._solve(sign, cells)
                if world is None:
                    return False
                self._worlds.append(world)
                values.append(int(world[cells].sum()))
                if max(values) - min(values) >= needed:
                    break
                if self._solved > MOST_PROGRAMMES:
                    return False
            if max(values) - min(values) < needed:
                return False
        return True

    def _wanted(self) -> Iterator[tuple[int, ...]]:
        """Yield the counts that need room: not told ones, and not parts of told sums of 0."""
        groups = [group for line in self._table.lines for group in line.groups]
        zeros = {at for group in groups if group.count == 0 for at in group.cells}
        told = {frozenset(group.cells) - zeros for group in groups}
        for count in self._table.counts:
            open_cells = frozenset(count) - zeros
            if open_cells and open_cells not in told:
                yield tuple(sorted(open_cells))

    def _solve(self, sign: int, cells: Sequence[int]) -> Any:
        """Return a table with the least (sign 1) or greatest sum of cells, or None."""
        np = self._np
        objective = np.zeros(len(self._table.visits))
        objective[list(cells)] = sign
        self._model.changeColsCost(len(objective), self._columns, objective)
        self._solved += 1
        self._model.run()
        if self._model.getModelStatus() != self._optimal:
            return None
        found = np.array(self._model.getSolution().col_value)
        world = np.rint(found)
        is_whole = bool(np.abs(world - found).max() < 1e-6)
        return world if is_whole and self._is_world(world, self._said) else None

    @staticmethod
    def _is_world(world: Any, said: Sequence[tuple[Sequence[int], int, int]]) -> bool:
        """Return whether a table of whole numbers agrees with what is told, counted anew."""
        return all(least <= world[list(cells)].sum() <= most for cells, least, most in said)
