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
    "publishing more than the models do needs scipy and OR-tools; pip install "
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
    return importlib.util.find_spec("scipy") is not None


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
    """The programmes of one table, and the tables found: each of them shows many counts at once."""

    def __init__(self, table: MarginTable) -> None:
        import numpy as np  # noqa: PLC0415 (an extra)
        from scipy.optimize import linprog  # noqa: PLC0415 (an extra, and slow to import)
        from scipy.sparse import csr_matrix  # noqa: PLC0415

        self._np, self._linprog, self._matrix = np, linprog, csr_matrix
        self._table = table
        self._worlds: list[Any] = []
        self._solved = 0
        self._told = [group for line in table.lines for group in _told(line)]

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
        passed = [at for at, line in enumerate(self._table.lines) if _is_passed_over(line)]
        yield tuple(0 for _ in passed)
        for number, at in enumerate(passed):
            if any(set(count) & set(part) for part in self._table.lines[at].together):
                yield tuple(int(other == number) for other in range(len(passed)))
        yield tuple(1 for _ in passed)

    def _solve(self, sign: int, cells: Sequence[int], choice: Sequence[int]) -> Any:
        """Return a table with the least (sign 1) or greatest sum of cells, or None."""
        np = self._np
        table = self._table
        size = len(table.visits)
        objective = np.zeros(size)
        objective[list(cells)] = sign
        equal = [(group, count, count) for group, count in self._told]
        bounded = list(self._small(choice))
        self._solved += 1
        answer = self._linprog(
            objective,
            A_eq=self._rows([group for group, *_ in equal], size),
            b_eq=[count for _, count, _ in equal],
            A_ub=self._rows([group for group, *_ in bounded], size, (1, -1)) if bounded else None,
            b_ub=[end for _, least, most in bounded for end in (most, -least)] or None,
            bounds=np.column_stack([np.zeros(size), table.visits]),
            method="highs-ds",
        )
        if answer.status != 0:
            return None
        world = np.rint(answer.x)
        is_whole = bool(np.abs(world - answer.x).max() < 1e-6)
        return world if is_whole and self._is_world(world, equal + bounded) else None

    def _rows(self, groups: Sequence[Sequence[int]], size: int, signs: Sequence[int] = (1,)) -> Any:
        rows, columns, values = [], [], []
        for number, (group, sign) in enumerate((g, s) for g in groups for s in signs):
            rows += [number] * len(group)
            columns += list(group)
            values += [sign] * len(group)
        return self._matrix((values, (rows, columns)), (len(groups) * len(signs), size))

    @staticmethod
    def _is_world(world: Any, said: Sequence[tuple[Sequence[int], int, int]]) -> bool:
        """Return whether a table of whole numbers is what it is said to be, counted anew."""
        return all(least <= world[list(cells)].sum() <= most for cells, least, most in said)

    def _small(self, choice: Sequence[int]) -> Iterator[tuple[Sequence[int], int, int]]:
        """Yield for each line that was passed over which sum is small, and its ends."""
        smallest = self._table.smallest_count
        passed = [line for line in self._table.lines if _is_passed_over(line)]
        for line, end in zip(passed, choice, strict=True):
            *others, last = line.together
            small = last if end == 0 else tuple(at for part in others for at in part)
            yield small, 1, smallest - 1


def _told(line: Line) -> Iterator[tuple[tuple[int, ...], int]]:
    yield from line.groups
    together = tuple(at for part in line.together for at in part)
    if together:
        yield together, line.left


def _is_passed_over(line: Line) -> bool:
    """Return whether a finer division of a line would have told a small count."""
    return len(line.together) > max(1, line.thin + 1)
