"""The program's own choices as knowledge: a cell was withheld *because* of something.

Whoever knows the program knows more than the numbers. Only what is certain is used: a statement
here that did not hold for some data would make the attack claim what is not so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transpiler.attacking.told import ALL, CROSSED, PEOPLE, PLACE, Told


@dataclass(frozen=True, slots=True)
class Sum:
    """Some cells whose counts add up to no less than ``least`` and no more than ``most``."""

    rows: tuple[Told, ...]
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a choice tells: one of the alternatives holds, or several."""

    alternatives: tuple[Sum, ...]


def at_least(row: Told, least: int) -> Bound:
    """Return that a count is no less than ``least``."""
    return Bound((Sum((row,), least, None),))


def choices(rows: Iterable[Told]) -> Iterator[Bound]:
    """Yield what the pattern of withholding tells of rows of one state of the data.

    Parts of a count are taken together in a public order, by their visits, until what they add up
    to may be told. That fewer of them were not enough tells something: one of the parts taken in
    after them is small, or those before it are together.
    """
    lines: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    for row in rows:
        if row.is_listed and row.cut in (PLACE, PEOPLE, CROSSED):
            key = (row.definition, row.start, row.end, row.setting, row.counted_on, row.cut)
            for parent in _parents(row):
                lines[*key, parent].append(row)
    for cells in lines.values():
        together = sorted(
            (row for row in cells if row.count is None), key=lambda row: (row.visits, row.stratum)
        )
        told = [row for row in cells if row.count is not None]
        last = together[-1] if together else None
        is_in_order = last is not None and all(
            (row.visits, row.stratum) > (last.visits, last.stratum) for row in told
        )
        if told and is_in_order:
            yield from _not_enough(together)


def _parents(row: Told) -> list[object]:
    """Return what a part may be a part of; of a crossed cell its place or its people."""
    if row.cut != CROSSED:
        return [ALL]
    return [("place", row.place), ("people", row.age_group, row.sex)]


def _not_enough(together: Sequence[Told]) -> Iterator[Bound]:
    """Yield why each beginning of parts taken together was not enough."""
    for number in range(2, len(together)):
        before, after = tuple(together[:number]), together[number:]
        smallest = before[0].smallest_count
        visits = sum(row.visits for row in before)
        room = min(before[-1].visits, visits - before[-1].visits)
        yield Bound(
            (
                # a part after them is small; in a cut with one very large part up to twice as much
                *(Sum((row,), 1, 2 * smallest - 2) for row in after),
                *(Sum((row,), row.visits - smallest + 1, None) for row in after),
                # parts of few visits, of which nothing is known here, may add to them
                Sum(before, None, smallest - 1),
                # or they are too many beside the visits there are
                Sum(
                    before, min(before[-1].visits, visits - before[-1].visits) + 1 - smallest, None
                ),
            )
        )
