"""A whole project is built day by day, and its figures are told."""

from __future__ import annotations

import duckdb
import pytest

from benchmarks.builds import Build, Day, measure
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
    page = report({1_000: {Day.FIRST: first}}, 160, "the command")
    assert "| trends | 6 | 3× |" in page
    assert "| vetoed, of the classification | at most 1× | 1.5× | **no** |" in page


@pytest.mark.slow
def test_a_project_is_built_day_by_day(tmp_path):
    project = tmp_path / "project"
    found = measure(project, 4, 300, threads=1, days=(Day.FIRST, Day.ARRIVED))
    assert list(found) == [Day.FIRST, Day.ARRIVED]
    for build in found.values():
        assert build.cpu > 0
        assert build.mebibytes > 0
        assert {"classification", "evidence", "vetoed", "trends", "visits", "tests"} <= {
            group for group, seconds in build.shares.items() if seconds > 0
        }
    with duckdb.connect(str(project / "whole.duckdb")) as connection:
        counted = connection.execute("from surveillance_restricted.syndrome_visits select count(*)")
        assert counted.fetchone() == (303,)
