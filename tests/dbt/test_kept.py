"""Tables and views are left as they are while what they are made of is the same, and no longer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from benchmarks.definitions import make_definitions
from tests.dbt.small import small_project
from tests.dbt.targets import DuckDBTarget
from tests.dbt.test_built_both_ways import build, same, tables
from transpiler.dbt import Shape
from transpiler.generating import generate_visits

IN_EVERY_RUN = {
    "fct_published_ppv",
    "fct_published_trends",
    "fct_syndrome_runs",
    "int_syndrome_contents",
    "int_syndrome_rows",
    "rpt_intake",
    "stg_syndrome__essence",
    "stg_syndrome__visits",
    "syndrome_visits",
}
"""What reads the source, and what rows are added to."""

CLASSIFIED = {"int_syndrome_classification", "int_syndrome_vetoed", "fct_syndrome_evidence"}


def left(target, project):
    """Return the models that the last run built, and those that it left as they were."""
    text = (project / "target" / target.name / "run_results.json").read_text(encoding="utf-8")
    results = [
        (found["unique_id"].split(".")[2], found["message"])
        for found in json.loads(text)["results"]
        if found["unique_id"].startswith("model.")
    ]
    return (
        {name for name, message in results if message != "UNCHANGED"},
        {name for name, message in results if message == "UNCHANGED"},
    )


@pytest.mark.slow
@pytest.mark.parametrize("shape", Shape)
def test_what_is_unchanged_is_left_and_what_follows_from_a_change_is_built(tmp_path, shape):
    definitions = [replace(found, title=found.name) for found in make_definitions(3)]
    visits = list(generate_visits(300, seed=5, definitions=definitions * 20))
    target = DuckDBTarget(tmp_path)
    project = small_project(tmp_path / "project")

    def run():
        build(target, project, "kept", shape, definitions, visits)
        return left(target, project)

    assert run()[1] == set()
    first = tables(target, project)
    assert run()[0] == IN_EVERY_RUN
    same(tables(target, project), first, but={"fct_syndrome_runs"})

    # a seed
    policies = project / "seeds" / "syndrome_policies.csv"
    text = policies.read_text(encoding="utf-8")
    policies.write_text(text.replace(",11,", ",12,"), encoding="utf-8")
    built, unchanged = run()
    assert {"int_published_policies", "int_trend_sums", "rpt_syndrome_trends"} <= built
    assert CLASSIFIED | {"dim_syndrome_definitions", "int_facility_reporting"} <= unchanged
    policies.write_text(text, encoding="utf-8")

    # a table that somebody else made says nothing of what it is made of
    strata = "kept_restricted.int_trend_strata"
    target.query(f"create or replace table {strata} as select * from {strata} limit 1")
    assert "int_trend_strata" in run()[0]
    now = tables(target, project)
    assert now["int_trend_strata"] == first["int_trend_strata"]

    # a visit that is gone
    visits.pop()
    built, unchanged = run()
    assert CLASSIFIED | {"int_trend_strata", "int_facility_reporting"} <= built
    assert {f"syndrome_{found.name}_v{found.version}" for found in definitions} <= unchanged
