"""A field that the project declares is a text like those of ESSENCE, for commands and models."""

from __future__ import annotations

import csv

import pytest
import yaml

from tests.dbt.small import define, small_project
from transpiler.classifying import classify
from transpiler.dbt import compile_project
from transpiler.parsing import find_definitions, load_definition

DECLARED = {
    "death_causes": {"column": "COD_LITERAL", "description": "Causes of death as certified."},
    "ems_narrative": {"layout": "raw"},
}
COLUMNS = (
    *("visit_id", "visit_date", "chief_complaint", "diagnosis_codes", "cod_literal"),
    *("ems_narrative", "facility_id"),
)
ROWS = [
    ("1", "2025-03-01", "found", "R99", "Acute OVERDOSE, opioids", ""),
    ("2", "2025-03-01", "overdose", "T40.1X1A", "drowning", "car in a lake"),
    ("3", "2025-03-02", "", "", "", "Naloxone given, ÉTAT grave"),
]
DEFINITIONS = {
    "overdose_deaths": (["death_causes"], "^overdose^,andnot,^alcohol^"),
    "either": (["ems_narrative", "death_causes"], "^naloxone^,or,^drowning^"),
    "grave": (["ems_narrative"], "^état grave^"),
    "codes": (["ccdd_parsed"], "^;T401^"),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = small_project(tmp_path_factory.mktemp("declared") / "project")
    own = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    own["vars"]["syndrome_fields"] = DECLARED
    (project / "dbt_project.yml").write_text(yaml.safe_dump(own), encoding="utf-8")
    for name, (fields, query) in DEFINITIONS.items():
        definition = {"name": name, "version": 1, "title": name, "fields": fields}
        if name == "either":
            text = "The Drowning of three"
            definition["examples"] = {"matches": [{"death_causes": text, "ems_narrative": None}]}
        define(project, definition, query)
    compile_project(project)
    with (project / "visits.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *((*row, row[0]) for row in ROWS)])
    return project


def test_the_models_ask_declared_fields_as_the_commands_do(open_target, project):
    target = open_target("duckdb")
    schema = "declared"
    target.dbt(
        project,
        *("build", "--select", "+fct_syndrome_matches", "--indirect-selection", "cautious"),
        schema=schema,
        syndrome_source="plain",
        syndrome_source_file=str(project / "visits.csv"),
        syndrome_source_table=schema,
    )
    found = target.query(
        f"select definition, facility_id from {schema}_restricted.fct_syndrome_matches"
        f" inner join {schema}_restricted.syndrome_visits using (visit_id) order by all"
    )
    assert found == [
        ("codes", "2"),
        ("either", "2"),
        ("either", "3"),
        ("grave", "3"),
        ("overdose_deaths", "1"),
    ]
    flags = project / "flags.csv"
    definitions = list(map(load_definition, find_definitions([project / "definitions"])))
    classify(project / "visits.csv", definitions, output=flags)
    with flags.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert found == sorted(
        (name.removesuffix("_v1"), row["visit_id"])
        for row in rows
        for name, flag in row.items()
        if flag == "true"
    )
