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
    whole: dict[tuple[object, ...], int] = {}
    for row in rows:
        if not row.is_listed:
            continue
        unit = (row.definition, row.start, row.end, row.setting, row.counted_on)
        if row.cut in (ALL, PLACE, PEOPLE):
            whole[*unit, row.place, row.age_group, row.sex] = row.visits
        if row.cut in (PLACE, PEOPLE):
            lines[*unit, None, None, None].append(row)
        if row.cut == CROSSED:  # a part of its place or of its people
            lines[*unit, row.place, None, None].append(row)
            lines[*unit, None, row.age_group, row.sex].append(row)
    for line, cells in lines.items():
        together = sorted(
            (row for row in cells if row.count is None), key=lambda row: (row.visits, row.stratum)
        )
        told = [row for row in cells if row.count is not None]
        if not told or len(together) < 2 or line not in whole:
            continue
        last = together[-1]
        thin = whole[line] - sum(row.visits for row in cells)
        if thin >= 0 and all(
            (row.visits, row.stratum) > (last.visits, last.stratum) for row in told
        ):
            yield from _not_enough(together, thin)


def _not_enough(together: Sequence[Told], thin: int) -> Iterator[Bound]:
    """Yield why each beginning of parts taken together was not enough.

    Args:
        together: the parts, in their order.
        thin: the visits of parts that come before them and are not listed.
    """
    for number in range(2, len(together)):
        before, after = tuple(together[:number]), together[number:]
        smallest = before[0].smallest_count
        visits = sum(row.visits for row in before)
        room = min(before[-1].visits, visits - before[-1].visits, visits + thin - smallest)
        yield Bound(
            (
                # a part after them is small; in a cut with one very large part up to twice as much
                *(Sum((row,), 1, 2 * smallest - 2) for row in after),
                *(Sum((row,), row.visits - smallest + 1, None) for row in after),
                # or they are together, with those that are not listed
                Sum(before, None, smallest - 1),
                # or too many beside the visits there are
                Sum(before, max(0, room + 1 - thin), None),
            )
        )
