"""One file, one answer: `classify` and the dbt models, in every time zone and locale."""

from __future__ import annotations

import csv
import os
import subprocess
import sys

import pytest

from tests.dbt.conftest import SECRET
from tests.dbt.small import define, small_project
from tests.dbt.targets import DuckDBTarget
from transpiler.dbt import compile_project

COLUMNS = (
    *("visit_id", "visit_date", "chief_complaint", "diagnosis_codes", "age_years", "sex"),
    *("facility_type", "patient_class", "is_inpatient", "is_steady_facility"),
    "facility_id",  # tells visits apart where their keys are hashed
)

_URGENT = ("Urgent Care", "O", "0", "1")
_ADMITTED = ("EMERGENCY CARE", "i", "Yes", "0")

ROWS = [
    (
        "1",
        "3/1/2025",
        "Fever and\u00a0chills",
        "R07.9 Chest pain, unspecified",
        "70.0",
        "Female",
        *_URGENT,
    ),
    ("2", "03/01/2025 11:30 PM", "cough", "W19.XXXA^Fall^I10", "34 Y", "M", *_ADMITTED),
    ("3", "2025-03-01", "FEVER", "Z91.81 History of falling; I10", "6 M", "girl", *_URGENT),
    (
        "4",
        "20250302",
        "s/p fall",
        "B12 deficiency;W19XXXA",
        "17",
        "boy",
        "urgent care ",
        "",
        "N",
        "",
    ),
    ("5", "1-Mar-2025", "fever\u2011like", '["I10","R50.9"]', "NA", "unknown", *_ADMITTED),
    ("6", "2025-03-01 00:30:00", "Iritis; FIEVRE", "", "64.9", "F", "unknown", "NA", "", "y"),
    ("7", "2025-03-02", "Fever", "W19.XXXA", "50", "F", *_URGENT),
    ("7", "2025-03-02", "Fever", "I10", "50 Y", "female", "URGENT CARE", "o", "1", "1"),
    ("8", "2025-03-02", "see note", "none", "51", "M", *_URGENT),
    ("9", "2025-03-02", "", "W19XXXA", "52", "M", *_ADMITTED),
]

DEFINITIONS = {
    "fever_words": ("^fever^", {}),
    "fever_and": ("^fever and chills^", {}),
    "falls": ("^;W19^,or,^;Z9181^", {}),
    "hypertension": ("^;I10;^", {}),
    "old_women": ("^", {"age": {"min": 18}, "sex": ["F"]}),
    "infants": ("^", {"age": {"max": 1}}),
    "urgent": ("^", {"facility_type": ["Urgent Care", "Primary Care"]}),
    "classes": ("^", {"patient_class": ["O", "e"], "age": {"min": 1}}),
    "admitted": ("^", {"inpatient": True}),
    "not_admitted": ("^", {"inpatient": False}),
    "steady": ("^", {"steady_facility": True, "complaint_available": True}),
    "silent": ("^", {"complaint_available": False}),
    "saying": ("^", {"complaint_informative": True, "diagnosis_available": True}),
    "saying_nothing": ("^", {"complaint_informative": False}),
    "coded": ("^", {"diagnosis_informative": True}),
    "uncoded": ("^", {"diagnosis_informative": False}),
}

ZONES = ("Pacific/Auckland", "UTC", "America/Phoenix", "Asia/Kolkata", "America/St_Johns")
LOCALES = ("tr_TR.UTF-8", "C.UTF-8", "de_DE.UTF-8")
EVERY = [(zone, locale) for zone in ZONES for locale in LOCALES]


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    project = small_project(tmp_path_factory.mktemp("one_answer") / "project")
    for name, (query, filters) in DEFINITIONS.items():
        definition = {"name": name, "version": 1, "title": name, "fields": ["ccdd_parsed"]}
        define(project, {**definition, **({"filters": filters} if filters else {})}, query)
    compile_project(project)
    with (project / "visits.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *((*row, row[0]) for row in ROWS)])
    return project


def run(project, zone, locale, *command):
    surroundings = os.environ | {"TZ": zone, "PGTZ": zone, "LC_ALL": locale, "LANG": locale}
    surroundings |= {"SYNDROME_VISIT_KEY_SECRET": SECRET, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", *command],
        cwd=project,
        env=surroundings,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()[-2000:]


def flags_of_classify(project, zone, locale):
    command = "from transpiler.cli.main import main; main()"
    arguments = ("classify", "definitions", "--visits", "visits.csv", "--output", "flags.csv")
    run(project, zone, locale, command, *arguments)
    with (project / "flags.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        (row["visit_id"], name.removesuffix("_v1"))
        for row in rows
        for name, flag in row.items()
        if flag == "true"
    }


def flags_of_dbt(target, project, zone, locale, schema, **variables):
    profiles = target.write_profile(project, schema)
    given = {"syndrome_source": "plain", **variables}
    command = "import sys; from dbt.cli.main import cli; cli()"
    select = ("--select", "+fct_syndrome_matches", "--indirect-selection", "cautious")
    where = ("--profiles-dir", str(profiles), "--target-path", f"target/{target.name}")
    run(project, zone, locale, command, "build", *select, *where, "--vars", str(given))
    return set(
        target.query(
            f"select facility_id, definition from {schema}_restricted.fct_syndrome_matches"
            f" inner join {schema}_restricted.syndrome_visits using (visit_id)"
        )
    )


@pytest.mark.parametrize("number", range(len(EVERY)))
def test_classify_and_dbt_give_the_same_flags(open_target, project, pytestconfig, tmp_path, number):
    if number and not pytestconfig.getoption("--long"):
        pytest.skip("--long tries every time zone and locale")
    zone, locale = EVERY[number]
    expected = flags_of_classify(project, zone, locale)
    assert {name for _, name in expected} == set(DEFINITIONS)
    schema = f"one_{number}"
    file = {"syndrome_source_file": str(project / "visits.csv"), "syndrome_source_table": schema}
    # a database of its own: dbt in this process may hold the one of the other tests
    duckdb = DuckDBTarget(tmp_path)
    assert flags_of_dbt(duckdb, project, zone, locale, schema, **file) == expected
    postgres = open_target("postgres")
    rows = ", ".join(
        "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in (*row, row[0])) + ")"
        for row in ROWS
    )
    postgres.query("create schema if not exists surveillance")
    postgres.query(
        f"create table surveillance.{schema} as select * from (values {rows})"
        f" as given ({', '.join(COLUMNS)})"
    )
    table = {"syndrome_source_table": schema}
    assert flags_of_dbt(postgres, project, zone, locale, schema, **table) == expected
