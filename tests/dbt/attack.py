"""Somebody who tries to solve for what is withheld, by linear programming.

What is published of a table is a system of equations: the counts that are shown are sums of the
counts of the smallest cells, and each of these lies between 0 and the number of its visits. The
least and the greatest value that the system leaves to a withheld count is what it tells about it.
The matrices are those of tables with two sides, so that the ends of a range are whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

ALL = "all"
CROSSED = "place, age and sex"
"""The cut whose cells are the smallest."""

_AT_ONCE = 300
"""So many withheld counts are attacked by one program of independent parts."""


@dataclass(frozen=True)
class Cell:
    """A cell of one table, as it is and as it is published.

    Attributes:
        cut: how the visits are divided.
        place: the place, or None where the cut does not divide by it.
        people: age and sex, or None likewise.
        matched: visits that match.
        visits: all visits, which everybody knows.
        is_suppressed: whether ``matched`` is withheld.
        others: place and people of the cells that are counted in it besides.
        is_listed: whether the published table has a row of it.
    """

    cut: str
    place: str | None
    people: str | None
    matched: int
    visits: int
    is_suppressed: bool
    others: tuple[tuple[str | None, str | None], ...] = ()
    is_listed: bool = True


@dataclass(frozen=True)
class Target:
    """A withheld count, and the table of which it is part."""

    table: Sequence[Cell]
    cell: Cell

    def members(self, cell: Cell) -> list[int]:
        """Return the numbers of the smallest cells that make up a cell."""
        return [
            at
            for at, part in enumerate(self.smallest())
            if any(
                place in (None, part.place) and people in (None, part.people)
                for place, people in ((cell.place, cell.people), *cell.others)
            )
        ]

    def smallest(self) -> list[Cell]:
        """Return the cells that no cut divides further."""
        return [cell for cell in self.table if cell.cut == CROSSED]


def withheld(tables: Iterable[Sequence[Cell]]) -> list[Target]:
    """Return every withheld count of some tables."""
    return [Target(table, cell) for table in tables for cell in table if cell.is_suppressed]


def ranges(targets: Sequence[Target], *, known: Iterable[str] | None = None) -> list[range]:
    """Return the values that what is shown leaves to each withheld count.

    Args:
        targets: the withheld counts.
        known: only what these cuts show is known; by default, all that is shown.
    """
    cuts = None if known is None else frozenset(known)
    found = []
    for at in range(0, len(targets), _AT_ONCE):
        found += _solve(targets[at : at + _AT_ONCE], cuts)
    return found


def _solve(targets: Sequence[Target], cuts: frozenset[str] | None) -> list[range]:
    rows, columns, sums, upper, wanted, starts = [], [], [], [], [], [0]
    for target in targets:
        start = starts[-1]
        for cell in target.table:
            if not cell.is_suppressed and (cuts is None or cell.cut in cuts):
                members = target.members(cell)
                columns += [start + member for member in members]
                rows += [len(sums)] * len(members)
                sums.append(cell.matched)
        upper += [cell.visits for cell in target.smallest()]
        wanted += [start + member for member in target.members(target.cell)]
        starts.append(len(upper))
    objective = np.zeros(len(upper))
    objective[wanted] = 1
    equations = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(sums), len(upper)))
    ends = []
    for sign in (1, -1):
        answer = linprog(
            sign * objective,
            A_eq=equations if sums else None,
            b_eq=sums or None,
            bounds=np.column_stack([np.zeros(len(upper)), upper]),
            method="highs",
        )
        assert answer.status == 0, answer.message
        values = np.concatenate([[0], np.cumsum(objective * answer.x)])
        ends.append(np.rint(np.diff(values[starts])).astype(int))
    return [range(least, most + 1) for least, most in zip(*ends, strict=True)]
