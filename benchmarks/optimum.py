"""The most that could be told of a table if nobody knew why, and nothing had been told before.

Cells are told or withheld one by one, with all counts known: the classic problem of cell
suppression. Every small count that is withheld keeps its room against linear programming from what
is told and from the numbers of visits. What the pattern of withholding says is left out, so that
nothing that is safe tells more visits in cells by themselves; what is told of several together is
not among them.

Solved exactly by cuts: a programme of whole numbers chooses what is withheld, and linear programmes
look for small counts with less than their room. For each of these the told cells that fix it are
found, of which one at the least has to be withheld. Where the rounds end before nothing is found
any more, what the last programme tells is still more than can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from transpiler.disclosure import room

MOST_ROUNDS = 30


@dataclass(frozen=True)
class TableCell:
    """A cell of a table: the numbers of the smallest cells that it adds up, and its count."""

    parts: tuple[int, ...]
    count: int


def told_at_most(cells: Sequence[TableCell], visits: Sequence[int], smallest: int) -> list[bool]:
    """Return which cells are told, so that the told ones have the most visits.

    Args:
        cells: the table, with all of its sums.
        visits: all visits of each of the smallest cells.
        smallest: the smallest count above zero that may be told.
    """
    small = [at for at, cell in enumerate(cells) if 0 < cell.count < smallest]
    master = _silent()
    for at, cell in enumerate(cells):
        master.addVar(int(at in small), 1)
        # of two choices that tell the same visits the one with more counts
        master.changeColCost(at, cell.count + 0.001)
        master.changeColIntegrality(at, highspy.HighsVarType.kInteger)
    ranges = _Ranges(cells, visits)
    for _ in range(MOST_ROUNDS):
        master.run()
        is_withheld = np.array(master.getSolution().col_value) > 0.5
        ranges.tell(~is_withheld)
        found = 0
        for at in small:
            needed = min(room(smallest), sum(visits[part] for part in cells[at].parts))
            fixed_by = ranges.fixed_by(at, needed)
            if fixed_by is not None:
                found += 1
                columns = np.array(sorted(fixed_by), dtype=np.int32)
                master.addRow(1, highspy.kHighsInf, len(columns), columns, np.ones(len(columns)))
        if not found:
            break
    return [not withheld for withheld in is_withheld]


def _silent() -> highspy.Highs:
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("threads", 1)
    return model


class _Ranges:
    """The least and the greatest value that told cells leave to others."""

    def __init__(self, cells: Sequence[TableCell], visits: Sequence[int]) -> None:
        self._cells = cells
        self._columns = np.arange(len(visits), dtype=np.int32)
        self._model = _silent()
        self._model.setOptionValue("presolve", "off")
        for of_cell in visits:
            self._model.addVar(0, of_cell)
        for cell in cells:
            columns = np.array(sorted(cell.parts), dtype=np.int32)
            self._model.addRow(
                -highspy.kHighsInf, highspy.kHighsInf, len(columns), columns, np.ones(len(columns))
            )

    def tell(self, told: np.ndarray) -> None:
        """Say which cells are told from now on."""
        for at, (cell, is_told) in enumerate(zip(self._cells, told, strict=True)):
            open_end = highspy.kHighsInf
            ends = (cell.count, cell.count) if is_told else (-open_end, open_end)
            self._model.changeRowBounds(at, *ends)

    def fixed_by(self, at: int, needed: int) -> set[int] | None:
        """Return the told cells that leave less than it needs to a count; None if they leave it."""
        ends, fixed = [], set()
        for sign in (1, -1):
            objective = np.zeros(len(self._columns))
            objective[list(self._cells[at].parts)] = sign
            self._model.changeColsCost(len(objective), self._columns, objective)
            self._model.run()
            ends.append(sign * self._model.getInfo().objective_function_value)
            duals = np.array(self._model.getSolution().row_dual)
            fixed |= set(np.flatnonzero(np.abs(duals) > 1e-7).tolist())
        least, most = ends
        return fixed if most - least < needed - 1e-6 else None
