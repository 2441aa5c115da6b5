"""Filters in the models: each takes the visits that the evaluator takes, on every target."""

from __future__ import annotations

import pytest

from tests.dbt.conftest import write_seed
from tests.dbt.small import define, small_project, visit
from transpiler.dbt import compile_project
from transpiler.definition import FURTHER_COLUMNS, FilterKind
from transpiler.generating import GeneratedVisit
from transpiler.meaning import evaluate_filters, matches
from transpiler.parsing import find_definitions, load_definition

SENT = [column for column in FURTHER_COLUMNS if column.name in GeneratedVisit._fields]
WORDS = ("Urgent Care", "urgent care", "Émergence | x")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = small_project(tmp_path_factory.mktemp("filters") / "project")
    wanted = {}
    for column in SENT:
        if column.kind is FilterKind.FLAG:
            wanted |= {f"{column.filter}_yes": {column.filter: True}}
            wanted |= {f"{column.filter}_no": {column.filter: False}}
        else:
            wanted |= {column.filter: {column.filter: ["URGENT CARE", "émergence | X", "other"]}}
    wanted["several"] = {"age": {"min": 1}, "sex": ["F"], "inpatient": True, "disposition": ["x"]}
    for name, filters in wanted.items():
        define(
            project,
            {"name": name, "version": 1, "title": name, "fields": ["ccdd_parsed"]}
            | {"filters": filters},
            "^fall^",
        )
    compile_project(project)
    return project


VISITS = [
    visit(f"{column.name} {value}", "FALL |", arrived=1, **{column.name: value})
    for column in SENT
    for value in ((0, 1, None) if column.kind is FilterKind.FLAG else (*WORDS, "Elsewhere", None))
] + [
    visit("all", "FALL |", arrived=1, age_years=3, is_inpatient=1, disposition="X"),
    visit("too young", "FALL |", arrived=1, age_years=0, is_inpatient=1, disposition="X"),
]

MATCHED = """
select visits.facility_id, matches.definition
from {schema}_restricted.fct_syndrome_matches as matches
inner join {schema}_restricted.syndrome_visits as visits on matches.visit_id = visits.visit_id
"""
ELIGIBLE = """
select grids.facility_id, policies.definition from {schema}_restricted.int_trend_visits as grids
inner join {schema}_restricted.int_published_policies as policies
    on grids.filters = policies.filters and grids.period = policies.period
    and grids.geography = policies.geography and grids.age_bands = policies.age_bands
where grids.is_eligible = 1
"""


@pytest.mark.parametrize(
    "name",
    ["duckdb", *(pytest.param(name, marks=pytest.mark.slow) for name in ("postgres", "bigquery"))],
)
def test_every_filter_takes_what_the_evaluator_takes(open_target, project, name):
    target = open_target(name)
    definitions = list(map(load_definition, find_definitions([project / "definitions"])))
    write_seed(project, VISITS)
    schema = "filters"

    def ask(query):
        return sorted(set(map(tuple, target.query(query.format(schema=schema)))))

    def build():
        target.dbt(
            project,
            *("build", "--select", "+fct_syndrome_matches", "+int_trend_visits"),
            *("--indirect-selection", "cautious"),
            schema=schema,
        )
        assert ask(MATCHED) == sorted(
            (each.facility_id, found.name)
            for each in VISITS
            for found in definitions
            if matches(found, each._asdict())
        )

    build()
    assert {found for _, found in ask(MATCHED)} == {found.name for found in definitions}
    assert ask(ELIGIBLE) == sorted(
        (each.facility_id, found.name)
        for each in VISITS
        for found in definitions
        if evaluate_filters(found.filters, each._asdict())
    )
    if name != "bigquery":  # a table that an earlier version left gets the columns it lacks
        before = ask("select * from {schema}_restricted.fct_syndrome_matches")
        cascade = " cascade" if name == "postgres" else ""
        target.query(
            f"alter table {schema}_restricted.syndrome_visits drop column disposition{cascade}"
        )
        build()
        assert [
            row[0] for row in ask("select * from {schema}_restricted.fct_syndrome_matches")
        ] == [row[0] for row in before]
