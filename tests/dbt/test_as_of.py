"""What was published once can be built again from a source that keeps its arrivals."""

from __future__ import annotations

import pytest

from tests.dbt.conftest import write_seed
from tests.dbt.small import FIRST_ARRIVAL, define, small_project, visit
from transpiler.dbt import DbtError, compile_project

FALL = {"name": "fall", "version": 1, "title": "Fall", "fields": ["ccdd_parsed"]}

FIRST = [
    *(visit("f", "FALL |", arrived=at, day=1 + at % 2, number=f"v{at}") for at in range(40)),
    *(visit("f", "COUGH |", arrived=at % 40, day=1 + at % 2, number=f"c{at}") for at in range(60)),
]
"""Forty falls among a hundred visits, twenty on each of two days."""

LATE = [
    *(visit("f", "FALLOPIAN |", arrived=50, number=f"v{at}") for at in range(5)),
    *(visit("f", "FALL |", arrived=51, day=9, number=f"v{at}") for at in range(5, 17)),
    *(visit("f", "FALL |", arrived=52, number=f"new {at}", sex="M") for at in range(40)),
]
"""Corrections of what had arrived, and what had not."""

PUBLISHED = ("rpt_syndrome_trends", "dim_syndrome_definitions")


@pytest.mark.parametrize("name", ["duckdb", "postgres", "bigquery"])
def test_a_build_as_of_an_earlier_moment(tmp_path, open_target, name):
    target = open_target(name)
    project = small_project(tmp_path / "then")
    policies = project / "seeds" / "syndrome_policies.csv"
    policies.write_text(policies.read_text().replace("fine,11,14", "fine,11,0"))
    define(project, FALL, "^fall^,andnot,^fallopian^")
    compile_project(project)
    models = ("--select", *(f"+{model}" for model in PUBLISHED), "--resource-type", "model")
    moment = str(FIRST_ARRIVAL.replace(day=11, hour=15))

    def build(schema, *options, **variables):
        target.dbt(project, "build", *models, *options, schema=schema, **variables)
        return [
            sorted(map(repr, target.query(f"select * from {schema}_mart.{model}")))
            for model in PUBLISHED
        ]

    def load(visits):
        write_seed(project, visits)
        for schema in ("then", "again"):
            target.dbt(project, "seed", schema=schema)

    load(FIRST)
    before = build("then")
    assert before[0]
    load(FIRST + LATE)
    after = build("then")
    assert after[0] != before[0]
    with pytest.raises(DbtError, match="ESS604"):
        build("then", syndrome_as_of=moment)
    assert build("again", syndrome_as_of=moment) == before
    assert build("then", "--full-refresh", syndrome_as_of=moment) == before
    assert build("then") == after


def test_a_moment_that_is_none_is_refused(tmp_path, open_target):
    project = small_project(tmp_path / "then")
    one = ("--select", "stg_syndrome__visits")
    for moment in ("yesterday", "2025-02-29", "2025-03-10 25:00:00", "x' or 1=1"):
        with pytest.raises(DbtError, match="ESS601"):
            open_target("duckdb").dbt(project, "compile", *one, syndrome_as_of=moment)
