"""Whether sums by both sides may be told beside each other, against every table there might be."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from transpiler.disclosure import Group, Line, MarginTable, may_stand_together, room
from transpiler.disclosure import margins as of_margins

pytest.importorskip("highspy")

SMALLEST = 5


def margin_table(matched, visits, rows, columns):
    """Return what is told of a table by groups of its rows and groups of its columns."""
    matched, visits = np.array(matched), np.array(visits)
    numbers = np.arange(visits.size).reshape(visits.shape)

    def line(groups, of_side):
        return Line(
            tuple(
                Group(
                    tuple(tuple(of_side(numbers, at).tolist()) for at in group),
                    sum(int(of_side(matched, at).sum()) for at in group),
                )
                for group in groups
            )
        )

    sides = [tuple(map(int, side)) for one in (numbers, numbers.T) for side in one]
    cells = [(at,) for at in range(visits.size)]
    return MarginTable(
        visits=tuple(int(of_cell) for of_cell in visits.ravel()),
        lines=(line(rows, lambda of, at: of[at]), line(columns, lambda of, at: of[:, at])),
        counts=(*sides, *cells),
        smallest_count=SMALLEST,
    )


def alike(table):
    """Yield every table of whole numbers with these sums, of which no group ends before."""
    for world in product(*(range(of_cell + 1) for of_cell in table.visits)):
        if all(_ends_there(world, group) for line in table.lines for group in line.groups):
            yield world


def _ends_there(world, group):
    values = [sum(world[at] for at in part) for part in group.parts]
    if sum(values) != group.count:
        return False
    return len(values) == 1 or (values[0] > 0 and sum(values[:-1]) < SMALLEST)


def keep_their_room(table):
    """Return whether the tables that are told alike leave enough to every count, by trying all."""
    worlds = list(alike(table))
    told = [set(group.cells) for line in table.lines for group in line.groups]
    zeros = set().union(
        *(group.cells for line in table.lines for group in line.groups if not group.count)
    )
    for count in table.counts:
        left = set(count) - zeros
        if not left or left in [one - zeros for one in told]:
            continue
        values = [sum(world[at] for at in left) for world in worlds]
        needed = min(room(SMALLEST), sum(table.visits[at] for at in left))
        if not values or max(values) - min(values) < needed:
            return False
    return True


ALONE = ([[0], [1]], [[0], [1]])
TOGETHER = ([[0, 1]], [[0], [1]])
BOTH = ([[0, 1]], [[0, 1]])


@pytest.mark.parametrize("seed", range(40))
def test_it_says_yes_where_every_table_that_is_told_alike_leaves_room(seed):
    """Where it says no there is no such table, since of the nested sums the ends are whole."""
    random = np.random.default_rng(seed)
    visits = random.choice([1, 3, 8, 9], (2, 2))
    matched = random.integers(0, visits + 1)
    rows, columns = [ALONE, TOGETHER, BOTH][seed % 3]
    table = margin_table(matched, visits, rows, columns)
    assert may_stand_together(table) == keep_their_room(table)


def test_both_answers_are_tried():
    answers = set()
    for first, visits in product(range(9), ([[9, 9], [9, 9]], [[9, 1], [9, 9]])):
        table = margin_table([[first, 0], [8 - first, 8]], visits, *ALONE)
        assert may_stand_together(table) == keep_their_room(table)
        answers.add(may_stand_together(table))
    assert answers == {True, False}


def test_sums_that_fix_a_cell_do_not_stand_together():
    """Of the second row hardly a visit is in the first column: the told column is of the first."""
    visits = [[900, 900], [1, 900]]
    assert not may_stand_together(margin_table([[20, 3], [0, 20]], visits, *ALONE))
    assert may_stand_together(margin_table([[20, 9], [9, 20]], [[900, 900]] * 2, *ALONE))


def test_a_told_zero_needs_no_room():
    assert may_stand_together(margin_table([[0, 0], [20, 20]], [[900, 900]] * 2, *ALONE))


def test_what_is_too_large_or_takes_too_long_is_not_told(monkeypatch):
    table = margin_table([[20, 9], [9, 20]], [[900, 900]] * 2, *ALONE)
    monkeypatch.setattr(of_margins, "MOST_CELLS", 3)
    assert not may_stand_together(table)
    monkeypatch.setattr(of_margins, "MOST_CELLS", 4)
    monkeypatch.setattr(of_margins, "MOST_PROGRAMMES", 0)
    assert not may_stand_together(table)
