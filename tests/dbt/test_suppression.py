"""Nobody can work out a suppressed count, not even who knows the program.

Whoever knows the program can try every table of counts there might be, keep those that would be
published exactly as what was published, and look whether they all agree on a suppressed count.
That is done here for whole families of tables: every table of the family goes through the model
that decides the suppression, and the tables that are published alike are put together.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import duckdb
import jinja2
import pytest

from transpiler.resources import data_path

PRIVACY = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
"""What the page says of the attack is what it found."""

MODEL = data_path("dbt_project") / "models" / "marts" / "int_trend_suppression.sql"


def published(tables, smallest_count):
    """Return what is published of each table, a row of values and None for suppressed ones.

    Args:
        tables: a mapping cut → counts for each table; the cuts of a table have the same sum.
        smallest_count: the smallest count above zero that may be shown.
    """
    surroundings = {"config": lambda **_: "", "ref": lambda name: name}
    sql = jinja2.Template(MODEL.read_text(encoding="utf-8")).render(surroundings)
    rows = [
        (at, cut, stratum, count, 1000 + stratum)
        for at, table in enumerate(tables)
        for cut, counts in {"all": (sum(next(iter(table.values()))),), **table}.items()
        for stratum, count in enumerate(counts)
    ]
    with duckdb.connect(config={"threads": 2}) as connection:
        connection.execute("create table given (id int, cut text, stratum int, n int, visits int)")
        values = [list(column) for column in zip(*rows, strict=True)]
        connection.execute(
            "insert into given select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?)", values
        )
        connection.execute(
            f"""
            create view int_trend_cells as
            select cast(id as text) as definition, 1 as version, 'quarter' as period,
                date '2025-01-01' as period_start, 'emergency' as setting, cut,
                cast(stratum as text) as stratum, {smallest_count} as smallest_count,
                14 as hold_back_days, n as matched_visits, visits
            from given
            """
        )
        shown = connection.execute(
            "select cast(definition as int), cut, cast(stratum as int), matched_visits,"
            f" is_suppressed from ({sql}) order by all"
        ).fetchall()
    views = defaultdict(list)
    for at, cut, _, count, is_suppressed in shown:
        views[at].append((cut, None if is_suppressed else count, count))
    return [
        (
            tuple((cut, value) for cut, value, _ in views[at]),
            tuple(count for _, _, count in views[at]),
        )
        for at in range(len(tables))
    ]


def narrowest(tables, smallest_count):
    """Return the fewest values that a suppressed small count can have, and how many there were."""
    candidates = defaultdict(lambda: defaultdict(set))
    outcomes = published(tables, smallest_count)
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
    fewest, suppressed = narrowest(tables, smallest_count)
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
    fewest, suppressed = narrowest(tables, 5)
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
