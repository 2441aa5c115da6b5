"""A whole project is built day by day, and its figures are told."""

from __future__ import annotations

import duckdb
import psycopg2
import pytest

from benchmarks.builds import Build, Day, measure
from benchmarks.warehouses import WAREHOUSES, opened
from benchmarks.whole import report, targets


def a_build(seconds, **models):
    return Build(seconds, seconds, 100, {f"model.{name}": took for name, took in models.items()})


def test_groups_of_models_are_held_against_the_classification():
    first = a_build(
        20,
        int_library_tokens=1,
        int_syndrome_classification=1,
        fct_syndrome_evidence=4,
        int_library_vetoed=2,
        int_syndrome_vetoed=1,
        int_trend_cells=5,
        rpt_syndrome_trends=1,
        syndrome_visits=2,
        rpt_intake=1,
    )
    found = {target.name: target for target in targets({Day.FIRST: first, Day.NOTHING: a_build(1)})}
    assert found["vetoed, of the classification"].value == 1.5
    assert not found["vetoed, of the classification"].is_met
    assert found["evidence, of the classification"].value == 2
    assert found["trends, of the classification"].value == 3
    assert found["nothing arrived, of a first build"].value == 5
    (whole,) = targets({Day.FIRST: first}, "PostgreSQL")
    assert (whole.value, whole.bound) == (10, 20)
    page = report({1_000: {Day.FIRST: first}}, 160, "the command", "DuckDB")
    assert "| trends | 6 | 3× |" in page
    assert "| vetoed, of the classification | at most 1× | 1.5× | **no** |" in page


@pytest.mark.slow
@pytest.mark.parametrize("engine", WAREHOUSES)
def test_a_project_is_built_day_by_day(tmp_path, engine):
    with opened(engine, tmp_path) as warehouse:
        found = measure(
            tmp_path / "project", warehouse, 4, 300, threads=1, days=(Day.FIRST, Day.ARRIVED)
        )
        assert list(found) == [Day.FIRST, Day.ARRIVED]
        for build in found.values():
            assert build.cpu > 0
            assert build.mebibytes > 0
            assert {"classification", "evidence", "vetoed", "trends", "visits", "tests"} <= {
                group for group, seconds in build.shares.items() if seconds > 0
            }
        if engine == "DuckDB":
            database = duckdb.connect(warehouse.output(1)["path"])
        else:
            named = ("host", "port", "user", "dbname")
            database = psycopg2.connect(**{name: warehouse.output(1)[name] for name in named})
        with database, database.cursor() as cursor:
            cursor.execute("select count(*) from surveillance_restricted.syndrome_visits")
            assert cursor.fetchone() == (303,)
