"""Nobody can work out a withheld count, not even who knows the program.

Two attacks on the tree of cuts by place, age and sex. Whoever knows the program can try every table
of counts there might be, keep those that would be published exactly as what was published, and look
whether they all agree on a count. That is done here for whole families of small tables: every table
of the family goes through the model that decides, and the tables that are published alike are put
together. Thousands of larger tables, drawn at random, are attacked by linear programming.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from tests.dbt.attack import CROSSED, ranges, withheld
from tests.dbt.published_tables import PEOPLE, PLACES, publish, random_tables
from transpiler.disclosure import room

_PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
PRIVACY = " ".join(_PAGE.read_text(encoding="utf-8").split())
"""What the page says of the attack is what it found."""

FEW = 1_500
"""So many random tables are attacked in every run; 30,000 with ``--long``."""


def all_with_sum(cells, total):
    """Yield every way to divide a number among some cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in all_with_sum(cells - 1, total - first))


def worlds(shape, visits, totals, smallest_count, **options):
    """Return every table of some visits whose sum is one of ``totals``, as they are published."""
    visits = np.reshape(visits, shape)
    tables = [
        {"matched": np.reshape(counts, shape), "visits": visits}
        for total in totals
        for counts in all_with_sum(visits.size, total)
        if (np.reshape(counts, shape) <= visits).all()
    ]
    return publish(tables, smallest_count, **options)


def fewest_left(published, smallest_count):
    """Return the fewest values left to any count that is not told, beyond what its visits allow.

    Looked at is every cell, listed or not. Values that are no small counts all of them need no
    room, but where a row says that the count is withheld.

    Returns:
        The least of ``values left - 1`` less the room that the cell is to have, and how many counts
        were looked at.
    """
    views = defaultdict(list)
    for table in published:
        view = tuple(
            (
                *(cell.cut, cell.place, cell.people, cell.others),
                None if cell.is_suppressed else cell.matched,
            )
            for cell in table
        )
        views[view].append(table)
    least, looked_at = 99, 0
    for alike in views.values():
        for at, cell in enumerate(alike[0]):
            values = {table[at].matched for table in alike}
            if not cell.is_suppressed or is_told_otherwise(alike[0], cell):
                continue
            if cell.is_listed or min(values) < smallest_count:
                looked_at += 1
                wanted = min(room(smallest_count), open_visits(alike[0], cell))
                least = min(least, len(values) - 1 - wanted)
    return least, looked_at


def is_told_otherwise(table, cell):
    """Return whether a cell is made up of what is told: told cells, and parts of told zeros."""
    parts = parts_of(table, (cell,))
    told = [one for one in table if not one.is_suppressed]
    found = {frozenset(parts_of(table, (one,))) for one in told}
    zeros = told_zeros(table)
    return frozenset(parts) in found or all(
        part in zeros or frozenset([part]) in found for part in parts
    )


def told_zeros(table):
    """Return the smallest cells of which a told sum says that they are 0."""
    zeros = [one for one in table if not one.is_suppressed and one.matched == 0]
    return parts_of(table, zeros)


def open_visits(table, cell):
    """Return the visits of a cell that are not known not to match: the most that it can be."""
    left = parts_of(table, (cell,)) - told_zeros(table)
    return sum(
        one.visits for one in table if one.cut == CROSSED and (one.place, one.people) in left
    )


def parts_of(table, cells):
    """Return the smallest cells that make up some cells, as place and people."""
    return {
        (part.place, part.people)
        for part in table
        if part.cut == CROSSED
        for cell in cells
        for place, people in ((cell.place, cell.people), *cell.others)
        if place in (None, part.place) and people in (None, part.people)
    }


LINES = [
    ((2, 1), (900, 1000), range(31), 5),
    ((3, 1), (900, 1000, 1100), range(27), 5),
    ((4, 1), (800, 900, 1000, 1100), range(5, 24, 3), 5),
    ((4, 1), (1, 900, 1000, 1100), range(5, 24, 3), 5),
    ((4, 1), (1, 2, 900, 1000), range(5, 24, 3), 5),
    ((5, 1), (1, 4, 30, 40, 1000), range(5, 18, 4), 5),
    ((3, 1), (900, 1000, 1100), range(60), 11),
    ((5, 1), (700, 800, 900, 1000, 1100), (11, 16, 19), 5),
    ((6, 1), (700, 800, 900, 1000, 1100, 1200), (15,), 5),
    ((4, 1), (12, 20, 30, 1000), (11, 15, 25), 5),
]
CROSSINGS = [
    ((2, 2), (700, 800, 900, 1000), range(5, 29, 4), 5),
    ((2, 2), (1, 800, 900, 1000), range(5, 29, 4), 5),
    ((2, 3), (700, 800, 900, 1000, 1100, 1200), range(6, 14, 7), 5),
    ((2, 3), (1, 800, 2, 1000, 1100, 1200), (9, 13, 17), 5),
    ((3, 2), (1, 0, 900, 1000, 1100, 1200), (9, 13, 17), 5),
]


@pytest.mark.parametrize(("shape", "visits", "totals", "smallest_count"), LINES + CROSSINGS)
def test_who_knows_the_program_works_out_nothing(shape, visits, totals, smallest_count):
    published = worlds(shape, visits, totals, smallest_count)
    least, looked_at = fewest_left(published, smallest_count)
    assert looked_at > 100
    assert least >= 0
    name = " × ".join(map(str, shape))
    few = ", ".join(map(str, visits))
    said = f"| {name} | {few} | {smallest_count} | {len(published):,} | {looked_at:,} |"
    print(said)
    assert said in PRIVACY


PROVED = [
    ((2, 2), (700, 800, 900, 1000), (12, 17), 5),
    ((2, 2), (3, 800, 900, 1000), (13, 18, 23), 5),
    ((2, 3), (700, 800, 900, 1000, 1100, 1200), (15,), 5),
]


@pytest.mark.parametrize(("shape", "visits", "totals", "smallest_count"), PROVED)
def test_what_the_solver_proves_holds_against_who_knows_it(shape, visits, totals, smallest_count):
    """Every world goes through the solver as well, and those that end up alike are put together."""
    published = worlds(shape, visits, totals, smallest_count, proves=True)
    least, looked_at = fewest_left(published, smallest_count)
    more = sum(
        any(cell.cut == PEOPLE and not cell.is_suppressed for cell in table) for table in published
    )
    assert more > 100
    assert looked_at > 100
    assert least >= 0
    name = " × ".join(map(str, shape))
    few = ", ".join(map(str, visits))
    said = f"| {name} | {few} | {len(published):,} | {more:,} | {looked_at:,} |"
    print(said)
    assert said in PRIVACY


@pytest.mark.parametrize("first_cut", [PLACES, PEOPLE])
def test_small_counts_are_never_told(first_cut):
    tables = publish(random_tables(300, seed=5), 11, first_cut)
    shown = {cell.matched for table in tables for cell in table if not cell.is_suppressed}
    assert min(shown - {0}) == 11


def test_large_counts_are_told():
    table = {"matched": np.array([[40], [50], [0], [60]]), "visits": np.full((4, 1), 1_000)}
    ((*cells,),) = publish([table], 11)
    assert [cell.matched for cell in cells if cell.cut == PLACES and not cell.is_suppressed] == [
        *(40, 50, 0, 60)
    ]


def test_the_one_visit_of_a_group_is_told_of_with_others_alone():
    table = {"matched": np.array([[1], [30], [40]]), "visits": np.array([[1], [900], [1_000]])}
    ((*cells,),) = publish([table], 11)
    told = [cell for cell in cells if cell.cut == PLACES and not cell.is_suppressed]
    assert [(cell.place, cell.matched, len(cell.others)) for cell in told] == [
        ("1", 31, 1),
        ("2", 40, 0),
    ]


@pytest.fixture(scope="module")
def large_tables(request):
    """Random tables as published, and every count of them that is not told."""
    count = 30_000 if request.config.getoption("--long") else FEW
    half = count // 2
    tables = publish(random_tables(half, seed=1), 11, PLACES)
    tables += publish(random_tables(half, seed=2), 11, PEOPLE)
    targets = [one for one in withheld(tables) if not is_told_otherwise(one.table, one.cell)]
    return tables, targets, ranges(targets)


def test_linear_programming_narrows_no_count(large_tables):
    tables, targets, found = large_tables
    narrow = [
        (target.cell, left)
        for target, left in zip(targets, found, strict=True)
        if (target.cell.is_listed or left.start < 11)
        and len(left) - 1 < min(room(11), open_visits(target.table, target.cell))
    ]
    pinned = sum(len(left) < 2 for _, left in narrow)
    print(f"{len(tables):,} tables, {len(targets):,} counts, {len(narrow)} with less room")
    assert not narrow
    assert sum(cell.cut == CROSSED and not cell.is_suppressed for cell in chain(*tables)) > 1_000
    said = f"In {FEW:,} tables more than 26,000 counts are not told, and {pinned} of them"
    assert said in PRIVACY
    assert len(targets) > 26_000


def test_linear_programming_pins_counts_where_only_small_ones_are_withheld(large_tables):
    tables, _, _ = large_tables
    careless = [
        [replace(cell, is_suppressed=0 < cell.matched < 11) for cell in table]
        for table in tables[:300]
        if not any(cell.others for cell in table)
    ]
    targets = withheld(careless)
    pinned = sum(len(left) == 1 for left in ranges(targets))
    print(f"{pinned:,} of {len(targets):,} worked out")
    assert pinned > len(targets) / 10
    assert "works out more than a tenth" in PRIVACY
