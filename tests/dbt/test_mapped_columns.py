"""Their table, their columns: one mapping gives one answer, in dbt and in the commands."""

from __future__ import annotations

import csv

import pytest

from tests.dbt.layouts import CODES, MAPPING, VARIABLES, asked, held_visits, load, write_files
from tests.dbt.small import small_project
from transpiler.classifying import classify
from transpiler.emitting import to_sql
from transpiler.meaning import matches
from transpiler.visit_files import ColumnMapping

LAYOUTS = tuple(CODES)
DEFINITIONS = asked()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return small_project(tmp_path_factory.mktemp("mapped") / "project")


def meant(visits):
    return {
        (visit.number, visit.site, definition.name)
        for visit in visits
        for definition in DEFINITIONS
        if matches(definition, visit.as_meant())
    }


def build(target, project, schema, layout, **changed):
    columns = {**MAPPING, "diagnosis_codes": CODES[layout], **changed}
    variables = {**VARIABLES, "syndrome_source_schema": schema, "syndrome_columns": columns}
    select = ("--select", "+syndrome_visits")
    return target.dbt(project, "run", *select, schema=schema, **variables)


def flagged(target, schema):
    """Return how many visits each definition takes at each facility, and how many there are."""
    counts = ", ".join(
        f"count(case when {to_sql(one, target.name, folded=True)} then 1 end)"
        for one in DEFINITIONS
    )
    rows = target.query(
        f"select facility_id, count(*), {counts} from {schema}_restricted.syndrome_visits"
        " group by facility_id order by facility_id"
    )
    return [tuple(row) for row in rows]


def counted(visits):
    found = meant(visits)
    return [
        (
            site,
            sum(visit.site == site for visit in visits),
            *(sum(one[1:] == (site, each.name) for one in found) for each in DEFINITIONS),
        )
        for site in ("north", "south")
    ]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_each_layout_gives_the_flags_that_are_meant(open_target, project, name, layout):
    target = open_target(name)
    visits = held_visits(seed=LAYOUTS.index(layout), count=60)
    schema = f"held_{layout}"
    load(target, schema, layout, visits)
    build(target, project, schema, layout)
    assert flagged(target, schema) == counted(visits)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_classify_gives_the_same_by_the_same_mapping(tmp_path, layout):
    visits = held_visits(seed=LAYOUTS.index(layout), count=400)
    path, diagnoses = write_files(tmp_path, layout, visits)
    columns = {**MAPPING, "diagnosis_codes": CODES[layout]}
    mapping = ColumnMapping(columns, VARIABLES, diagnoses=diagnoses)
    output = tmp_path / "flags.csv"
    classify(path, DEFINITIONS, columns=mapping, output=output)
    with output.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(visits)
    found = {
        (int(row["visit_id"]), name.removesuffix("_v1"))
        for row in rows
        for name, flag in row.items()
        if flag == "true"
    }
    assert found == {(number, name) for number, _, name in meant(visits)}
