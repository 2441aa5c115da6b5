"""Nobody can work out a suppressed count, not even who knows the program.

Two attacks. Whoever knows the program can try every table of counts there might be, keep those that
would be published exactly as what was published, and look whether they all agree on a suppressed
count. That is done here for whole families of small tables: every table of the family goes through
the models that decide the suppression, and the tables that are published alike are put together.
Thousands of larger tables, drawn at random, are attacked by linear programming.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain, product
from pathlib import Path

import numpy as np
import pytest

from tests.dbt.attack import CROSSED, ranges, withheld
from tests.dbt.published_tables import decide, publish, random_tables

PRIVACY = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
"""What the page says of the attack is what it found."""

FEW = 1_500
"""So many random tables are attacked in every run; 30,000 with ``--long``."""


def published(tables, smallest_count):
    """Return what is published of each table, a row of values and None for suppressed ones.

    Args:
        tables: a mapping cut → counts for each table; the cuts of a table have the same sum.
        smallest_count: the smallest count above zero that may be shown.
    """
    cells = {
        (at, cut, str(stratum)): count
        for at, table in enumerate(tables)
        for cut, counts in {"all": (sum(next(iter(table.values()))),), **table}.items()
        for stratum, count in enumerate(counts)
    }
    rows = [
        (at, cut, stratum, None, None, smallest_count, count, 1000 + int(stratum))
        for (at, cut, stratum), count in cells.items()
    ]
    views = defaultdict(list)
    for at, cut, stratum, is_suppressed in sorted(decide(rows)):
        count = cells[at, cut, stratum]
        views[at].append((cut, None if is_suppressed else count, count))
    return [
        (
            tuple((cut, value) for cut, value, _ in views[at]),
            tuple(count for _, _, count in views[at]),
        )
        for at in range(len(tables))
    ]


def narrowest(outcomes):
    """Return the fewest values that a suppressed count can have, and how many there were."""
    candidates = defaultdict(lambda: defaultdict(set))
    outcomes = list(outcomes)
    for view, counts in outcomes:
        for at, count in enumerate(counts):
            candidates[view][at].add(count)
    suppressed = [
        len(candidates[view][at])
        for view, counts in outcomes
        for at, (_, value) in enumerate(view)
        if value is None
    ]
    return min(suppressed), len(suppressed)


def tables_up_to(cells, most):
    """Return every table of one cut whose sum is at most ``most``: all that might be meant."""
    return [
        {"place": counts}
        for counts in product(range(most + 1), repeat=cells)
        if sum(counts) <= most
    ]


@pytest.mark.parametrize(
    ("cells", "most", "smallest_count", "values_left"),
    [(2, 100, 11, 10), (3, 50, 11, 6), (4, 26, 5, 2), (5, 20, 5, 2)],
)
def test_no_suppressed_count_of_a_line_follows(cells, most, smallest_count, values_left):
    tables = tables_up_to(cells, most)
    fewest, suppressed = narrowest(published(tables, smallest_count))
    assert suppressed > 0
    assert fewest == values_left
    assert f"| {cells} cells | {most} | {smallest_count} | {len(tables):,} | {fewest} |" in PRIVACY


def test_no_suppressed_count_follows_from_two_cuts_together():
    """Two ways to divide the same visits, of which only the sums of each part are published."""
    tables = [
        {"place": (a + b, c + d), "age and sex": (a + c, b + d)}
        for a, b, c, d in product(range(22), repeat=4)
        if a + b + c + d <= 21
    ]
    fewest, suppressed = narrowest(published(tables, 5))
    assert suppressed > 0
    assert fewest == 4
    assert f"| 2 × 2, both margins | 21 | 5 | {len(tables):,} | {fewest} |" in PRIVACY


@pytest.mark.parametrize("cells", [2, 3])
def test_small_counts_are_never_shown(cells):
    for view, counts in published(tables_up_to(cells, 25), 11):
        for (_, value), count in zip(view, counts, strict=True):
            assert value is None or value == count
            assert value is None or value == 0 or value >= 11


def test_the_attack_succeeds_where_only_small_counts_are_suppressed():
    """The test can fail: with the small counts alone suppressed, their values follow."""
    outcomes = {
        (sum(counts), tuple(None if 0 < count < 11 else count for count in counts)): counts
        for counts in product(range(20), repeat=2)
    }
    alike = defaultdict(set)
    for counts in product(range(20), repeat=2):
        view = (sum(counts), tuple(None if 0 < count < 11 else count for count in counts))
        alike[view].add(counts)
    assert len(outcomes) == len(alike)
    assert any(len(worlds) == 1 and None in view[1] for view, worlds in alike.items())


def test_large_counts_are_shown():
    ((view, _),) = published([{"place": (40, 50, 0, 60)}], 11)
    assert [value for _, value in view] == [150, 40, 50, 0, 60]


def crossed_view(cells):
    """Return what is published of a crossed table, cell by cell, and its counts."""
    in_order = sorted(cells, key=lambda cell: (cell.cut, cell.place or "", cell.people or ""))
    return (
        tuple((cell.cut, None if cell.is_suppressed else cell.matched) for cell in in_order),
        tuple(cell.matched for cell in in_order),
    )


def all_with_sum(cells, total):
    """Yield every way to divide a number among some cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in all_with_sum(cells - 1, total - first))


@pytest.mark.parametrize(
    ("places", "people", "total", "smallest_count", "values_left"),
    [(2, 2, 45, 5, 4), (2, 3, 12, 5, 3)],
)
def test_no_suppressed_count_of_a_crossed_table_follows(
    places, people, total, smallest_count, values_left
):
    """The sum of all is shown, so that only tables of the same sum can be meant."""
    shape = (places, people)
    visits = 1_000 + np.arange(places * people).reshape(shape)
    tables = [
        {"matched": np.reshape(counts, shape), "visits": visits}
        for counts in all_with_sum(places * people, total)
    ]
    fewest, suppressed = narrowest(map(crossed_view, publish(tables, smallest_count)))
    assert suppressed > 0
    assert fewest == values_left
    kind = f"{places} × {people}, crossed"
    assert f"| {kind} | {total} | {smallest_count} | {len(tables):,} | {fewest} |" in PRIVACY


@pytest.fixture(scope="module")
def large_tables(request):
    """Random tables as published, and every withheld count of them with what is left to it."""
    count = 30_000 if request.config.getoption("--long") else FEW
    tables = publish(random_tables(count, seed=1), 11)
    targets = withheld(tables)
    return tables, targets, ranges(targets)


def hidden_visits(target):
    """Return the visits of a withheld count that are in withheld cells: the most it can be."""
    smallest = target.smallest()
    parts = [smallest[at] for at in target.members(target.cell)]
    return sum(part.visits for part in parts if part.is_suppressed)


def test_linear_programming_pins_no_suppressed_count(large_tables):
    tables, targets, found = large_tables
    room = 5
    narrow = [
        (target, left)
        for target, left in zip(targets, found, strict=True)
        if len(left) - 1 < min(room, hidden_visits(target))
    ]
    by_sums = [len(ranges([target], known=sums_without(target.cell))[0]) for target, _ in narrow]
    assert all(len(left) == of_sums for (_, left), of_sums in zip(narrow, by_sums, strict=True))
    pinned = sum(len(left) < 2 for left in found)
    assert pinned == 0
    assert sum(cell.cut == CROSSED and not cell.is_suppressed for cell in chain(*tables)) > 1_000
    print(f"{len(tables):,} tables, {len(targets):,} withheld counts, {pinned} worked out")
    said = f"In {FEW:,} tables more than 26,000 counts\nare withheld and {pinned} of them"
    assert said in PRIVACY
    assert len(targets) > 26_000


def sums_without(cell):
    """Return the cuts from which a count follows when its own cut shows nothing."""
    return ("all", "place", "age and sex") if cell.cut == CROSSED else ("all",)


def test_linear_programming_pins_counts_where_only_small_ones_are_suppressed(large_tables):
    tables, _, _ = large_tables
    careless = [
        [replace(cell, is_suppressed=0 < cell.matched < 11) for cell in table]
        for table in tables[:300]
    ]
    targets = withheld(careless)
    pinned = sum(len(left) == 1 for left in ranges(targets))
    print(f"{pinned:,} of {len(targets):,} worked out")
    assert pinned > len(targets) / 10
    assert "works out more than a tenth" in PRIVACY


def test_no_crossed_table_shows_a_small_count(large_tables):
    tables, _, _ = large_tables
    shown = {cell.matched for table in tables for cell in table if not cell.is_suppressed}
    assert min(shown - {0}) == 11
