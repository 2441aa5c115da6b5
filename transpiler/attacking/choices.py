"""The program's own choices as knowledge: a cell was withheld *because* of something.

Whoever knows the program knows more than the numbers. Only what is certain is used: a statement
here that did not hold for some data would make the attack claim what is not so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from transpiler.attacking.told import ALL, CROSSED, Told


@dataclass(frozen=True, slots=True)
class Bound:
    """What a choice tells of a withheld count.

    Attributes:
        row: the cell.
        least: the least that its count can be.
    """

    row: Told
    least: int


def choices(rows: Iterable[Told]) -> Iterator[Bound]:
    """Yield what the pattern of withholding tells of rows of one state of the data.

    A zero is withheld only with the whole of its cut. Where a cut shows a count above zero, what it
    withholds is therefore no zero.
    """
    cuts: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for row in rows:
        cuts[row.definition, row.start, row.end, row.setting, row.counted_on, row.cut].append(row)
    for (*_, cut), cells in cuts.items():
        if cut in (ALL, CROSSED) or not any(row.count for row in cells):
            continue
        for row in cells:
            if row.count is None and row.visits:
                yield Bound(row, 1)
