"""``syndrome publish`` builds a project, and tells more where that is proved."""

from __future__ import annotations

import pytest

from tests.dbt.conftest import write_seed
from tests.dbt.small import define, small_project, visit
from transpiler.dbt import UnsafeError, compile_project, publish
from transpiler.dbt.publish import taken_back

QUERY = """
select cut, place, age_group, sex, matched_visits
from {schema}_mart.rpt_syndrome_trends
where matched_visits is not null
"""


def rows():
    """Visits of two states and both sexes, one in ten of them a fall, in one quarter."""
    return [
        visit(
            f"f{at % 12}",
            "FALL |" if at % 10 < 2 else "COUGH |",
            arrived=24 * 120,
            number=f"v{at}",
            state=("AZ", "CA")[at % 12 < 6],
            sex="FM"[at % 7 < 3],
            age_years=30 if at % 3 else 10,
        )
        for at in range(1_200)
    ]


def _stands(trial):
    """Say that nothing is broken; the trial holds what was to be told, and all visits."""
    assert not trial.earlier
    assert {row["cut"] for row in trial.new} > {"all"}
    assert sum(row["visits"] for row in trial.visits) == 1_200
    return set()


def _units(trial):
    return {(str(row["period_start"])[:10], row["setting"]) for row in trial.new}


def compiled_project(folder):
    """Return a project of one definition and the visits of `rows`."""
    project = small_project(folder)
    policy = {"policy": "no_case_finding", "fields": ["ccdd_parsed"]}
    define(project, {"name": "fall", "version": 1, "title": "Fall", **policy}, "^fall^")
    compile_project(project)
    write_seed(project, rows())
    return project


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_more_is_told_where_it_is_proved(tmp_path, open_target, name):
    target = open_target(name)
    project = compiled_project(tmp_path / "project")
    profiles = target.write_profile(project, "proved")
    report = publish(project, _stands, target=name, profiles_dir=profiles)
    assert report.looked_at == report.proved == 1
    told = target.query(QUERY.format(schema="proved"))
    assert {cut for cut, *_ in told} >= {"all", "age and sex", "place"}
    total = sum(count for cut, *_, count in told if cut == "all")
    assert sum(count for cut, *_, count in told if cut == "place") == total
    target.dbt(project, "build", "--select", "+rpt_syndrome_trends", schema="plain")
    plain = target.query(QUERY.format(schema="plain"))
    assert "place" not in {cut for cut, *_ in plain}


def test_nothing_is_written_that_does_not_stand_the_attack(tmp_path, open_target):
    target = open_target("duckdb")
    project = compiled_project(tmp_path / "project")
    profiles = target.write_profile(project, "refused")
    trials = []

    def falls(trial):
        trials.append({row["cut"] for row in trial.new})
        return _units(trial)

    with pytest.raises(UnsafeError):
        publish(project, falls, target="duckdb", profiles_dir=profiles)
    assert [("place" in cuts) for cuts in trials] == [True, False], "the models are tried alone"
    tables = target.query(
        "select table_name from information_schema.tables where table_schema like 'refused%'"
    )
    assert ("int_trend_cells",) in tables
    assert "fct_published_trends" not in {name for (name,) in tables}
    report = publish(
        project,
        lambda trial: _units(trial) if "place" in {row["cut"] for row in trial.new} else set(),
        target="duckdb",
        profiles_dir=profiles,
    )
    assert report.fell_back == 1
    told = target.query(QUERY.format(schema="refused"))
    assert "place" not in {cut for cut, *_ in told}


def test_what_breaks_is_taken_back_where_it_broke_and_then_everywhere():
    spring, summer = (("fall", 1, start, "emergency") for start in ("2025-04-01", "2025-07-01"))
    proved = [spring, summer]
    left = taken_back(proved, proved, {spring[2:]})
    assert left == [summer]
    assert taken_back(proved, left, {summer[2:]}) == []
    assert taken_back(proved, proved, {("2025-05-01", "emergency")}) == []
