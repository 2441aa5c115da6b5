"""The most that could be told of a table, by hand."""

from __future__ import annotations

import pytest

pytest.importorskip("highspy")

from benchmarks.optimum import TableCell, told_at_most

SMALLEST = 11


def line(*counts):
    """Return a sum and its parts."""
    parts = [TableCell((at,), count) for at, count in enumerate(counts)]
    return [TableCell(tuple(range(len(counts))), sum(counts)), *parts]


def test_everything_is_told_where_nothing_is_small():
    assert all(told_at_most(line(40, 0, 60), [900] * 3, SMALLEST))


def test_with_a_small_part_goes_the_one_with_the_fewest_matches_that_hides_it():
    assert told_at_most(line(3, 40, 60), [900] * 3, SMALLEST) == [True, False, False, True]
    # of 0 and 3 together each can be 0 to 3, which is too few
    assert told_at_most(line(3, 0, 40), [900] * 3, SMALLEST) == [True, False, True, False]


def test_two_small_parts_hide_one_another():
    assert told_at_most(line(3, 4, 60), [900] * 3, SMALLEST) == [True, False, False, True]


def test_a_part_of_few_visits_hides_nothing():
    assert told_at_most(line(3, 12, 60), [900, 12, 900], SMALLEST)[1:] == [False, False, True]
    assert told_at_most(line(8, 2, 60), [900, 2, 900], SMALLEST)[1:] == [False, False, False]
