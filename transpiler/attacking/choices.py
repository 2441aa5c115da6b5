"""What the program's own choices tell: a cell was withheld *because* of something.

Readers who know the program know more than the numbers. This module uses only what is certain: a
statement that did not hold for some data would make the attack claim something false.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transpiler.attacking.told import (
    ALL,
    CROSSED,
    EARLIER_VISITS,
    NONE,
    PEOPLE,
    PHASES_IN_ORDER,
    PLACE,
    SEVERAL,
    WITH_OTHERS,
    Told,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """Some cells whose counts add up to no less than ``least`` and no more than ``most``."""

    rows: tuple[Told, ...]
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a choice tells: at least one of the alternatives holds."""

    alternatives: tuple[Sum, ...]


def at_least(row: Told, least: int) -> Bound:
    """Return the statement that a count is at least ``least``."""
    return Bound((Sum((row,), least, None),))


def choices(rows: Iterable[Told]) -> Iterator[Bound]:
    """Yield what the pattern of withholding tells about the rows of one state of the data.

    The publisher takes parts of a count together, in a public order, until their sum may be told.
    So readers learn that fewer parts were not enough. The last group is an exception, because it
    also has the parts that are left in the end. No group begins with a part that is 0.
    """
    lines: dict[tuple[object, ...], list[Told]] = defaultdict(list)
    whole: dict[tuple[object, ...], int] = {}
    for row in rows:
        if not row.is_listed:
            continue
        unit = (row.definition, row.start, row.end, row.setting, row.counted_on)
        if row.cut in (ALL, PLACE, PEOPLE) and not row.is_of_several:
            whole[*unit, row.place, row.age_group, row.sex] = row.visits
        if row.cut == CROSSED:  # a part of its place or of its people
            lines[*unit, CROSSED, row.place, None, None].append(row)
            lines[*unit, CROSSED, None, row.age_group, row.sex].append(row)
        elif row.cut != ALL:
            lines[*unit, row.cut, None, None, None].append(row)
    for (*of_unit, cut, place, age_group, sex), cells in lines.items():
        by_visits = cut in (PLACE, PEOPLE, CROSSED)
        parts = {row.stratum: row for row in cells if not row.is_of_several}
        in_order = sorted(parts.values(), key=_by_visits if by_visits else _by_name)
        at = {row.stratum: number for number, row in enumerate(in_order)}
        of_line = whole.get((*of_unit, place, age_group, sex))
        for row in cells:
            first, *others = row.members
            members = [first.removesuffix(WITH_OTHERS), *others]
            if not others or not all(name in parts for name in members):
                continue
            last = at[members[-1]]
            is_last = not any(
                other.count
                and other is not row
                and all(at.get(name, -1) > last for name in other.members)
                for other in cells
            )
            thin = 0
            if first.endswith(WITH_OTHERS):
                if of_line is None:
                    continue
                thin = of_line - sum(part.visits for part in parts.values())
            together = [parts[name] for name in members]
            if not thin:
                yield at_least(together[0], 1)
            if not is_last:
                yield from _not_enough(together, thin, by_visits=by_visits)


def _by_visits(row: Told) -> tuple[int, str]:
    return row.visits, row.stratum


def _by_name(row: Told) -> tuple[int, str]:
    """Return the place of a stratum of a cut by codes or by earlier visits."""
    known = (SEVERAL, *EARLIER_VISITS, *PHASES_IN_ORDER)
    if row.stratum in known:
        return known.index(row.stratum), ""
    return len(known) + (row.stratum == NONE), row.stratum


def _not_enough(together: Sequence[Told], thin: int, *, by_visits: bool) -> Iterator[Bound]:
    """Yield why no shorter beginning of the parts of a group was enough.

    Args:
        together: the parts, in their order.
        thin: the visits of the unlisted parts before them.
        by_visits: whether the number of visits that do not match counts.
    """
    first = together[0]
    smallest = first.smallest_count
    # in a cut with one very large part up to twice as much
    too_few = [Sum((first,), None, (2 * smallest - 2 if by_visits else smallest - 1) + thin)]
    too_many = [Sum((first,), first.visits - smallest + 1, None)] if by_visits else []
    yield Bound((*too_few, *too_many))
    for number in range(2, len(together)):
        before = tuple(together[:number])
        if by_visits:
            too_many.append(Sum(before, max(0, before[-1].visits + 1 - thin), None))
        yield Bound((Sum(before, None, smallest - 1), *too_many))
