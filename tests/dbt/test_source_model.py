"""A model of the user's own as the source: one `dbt build` makes both, again and again."""

from __future__ import annotations

import pytest

from tests.dbt.conftest import TARGETS
from tests.dbt.small import define, small_project
from transpiler.dbt import compile_project

MODEL = """\
{{ config(materialized='table', schema='staging') }}
select
    cast(1001 + number as %(whole)s) as encounter,
    cast('2025-03-01' as date) as visit_date,
    'Fever, ' || 'x3 days' as chief_complaint,
    'R50.9' as diagnosis_codes,
    cast(34 as %(whole)s) as age_years
from (select 0 as number union all select 1 as number%(more)s) as numbers
"""
FEVER = {"name": "fever", "version": 1, "title": "Fever", "fields": ["ccdd_parsed"]}
VARIABLES = {
    "syndrome_source": "plain",
    "syndrome_source_model": "plain_visits",
    "syndrome_columns": {"visit_id": "encounter"},
}


@pytest.mark.parametrize("name", TARGETS)
def test_one_build_makes_the_model_and_all_that_reads_it(tmp_path, open_target, name, request):
    if name == "bigquery" and not request.config.getoption("--long"):
        pytest.skip("the endpoint of BigQuery is asked in long runs")
    target = open_target(name)
    project = small_project(tmp_path / "own")
    define(project, FEVER, "^fever^,and,^;r509^")
    compile_project(project)
    schema = "own_source"

    def build(more):
        sql = MODEL % {"whole": "int64" if name == "bigquery" else "integer", "more": more}
        (project / "models" / "plain_visits.sql").write_text(sql, encoding="utf-8")
        outcome = target.dbt(project, "build", schema=schema, **VARIABLES)
        order = [result.node.name for result in outcome.results]
        assert order.index("plain_visits") < order.index("stg_syndrome__plain")
        found = target.query(f"select count(*) from {schema}_restricted.fct_syndrome_matches")
        return found[0][0]

    assert [build(""), build(""), build(" union all select 2 as number")] == [2, 2, 3]

    # the model alone, and then what reads it alone
    for selected in ("plain_visits", "+syndrome_visits"):
        target.dbt(project, "run", "--select", selected, schema=schema, **VARIABLES)
    tables = target.query(
        "select table_schema from information_schema.tables where table_name = 'rpt_intake'"
        if name != "bigquery"
        else f"select '{schema}_restricted'"
    )
    assert {schema_ for (schema_,) in tables if schema_.startswith(schema)} == {
        f"{schema}_restricted"
    }
