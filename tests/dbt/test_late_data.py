"""What arrives late changes what was classified, and nothing else does."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
import yaml

from tests.dbt.conftest import write_seed
from tests.dbt.expected import expected_evidence, implied_flags
from transpiler.dbt import compile_project, create_project
from transpiler.dbt.run import run_dbt
from transpiler.parsing import find_definitions, load_definition
from transpiler.visits import GeneratedVisit

MATCHES = """
select visits.facility_id, matches.definition
from late_restricted.fct_syndrome_matches as matches
inner join late_restricted.syndrome_visits as visits on matches.visit_id = visits.visit_id
"""

PROGRESS = """
select definition, content_hash, updated_at, count(*)
from late_restricted.int_syndrome_classification
group by definition, content_hash, updated_at
"""

UPDATED = "select facility_id, updated_at from late_restricted.syndrome_visits"

EVIDENCE = """
select visit_id, definition, is_match, part, field, clause, is_negation
from late_review.fct_syndrome_evidence
"""

SEARCHED = """
select visits.facility_id, evidence.definition, evidence.updated_at
from late_review.fct_syndrome_evidence as evidence
inner join late_restricted.syndrome_visits as visits on evidence.visit_id = visits.visit_id
"""

FALL = {"name": "fall", "version": 1, "title": "Fall", "fields": ["ccdd_parsed"]}
RASH = {"name": "rash", "version": 1, "title": "Rash", "fields": ["ccdd_parsed"]}
FEVER = {"name": "fever", "version": 1, "title": "Fever", "fields": ["ccdd_parsed"]}


def visit(facility: str, text: str, *, arrived: int, day: int = 1, patient: str = "p") -> object:
    """Return a visit of a facility, which has one; its text arrived at an hour of some day."""
    empty = dict.fromkeys(GeneratedVisit._fields)
    known = {
        "visit_id": f"2025.03.{day:02}.{facility}_{patient}",
        "encounter_id": "v1",
        "patient_id": patient,
        "facility_id": facility,
        "visit_date": date(2025, 3, day),
        "arrived_at": datetime(2025, 3, 10 + arrived // 24, arrived % 24),
        "sex": "F",
        "is_emergency": 1,
        "is_inpatient": 0,
        "ccdd_parsed": text,
    }
    return GeneratedVisit(**(empty | known))


def define(project, definition, query) -> None:
    folder = project / "definitions" / definition["name"]
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump({**definition, "query": query})
    (folder / "v1.yml").write_text(text, encoding="utf-8")


def check_evidence(target, project, visits) -> None:
    """Hold evidence and flags to the evaluator, on each visit as its last message left it."""
    definitions = [load_definition(path) for path in find_definitions([project / "definitions"])]
    arrivals = sorted(visits, key=lambda visit: visit.arrived_at)
    latest = {visit.facility_id: visit for visit in arrivals}.values()
    evidence = target.query(EVIDENCE)
    assert Counter(evidence) == expected_evidence(definitions, latest)
    flags = implied_flags(definitions, evidence)
    assert [key for key, (is_match, implied) in flags.items() if is_match != implied] == []


@pytest.mark.parametrize("name", ["duckdb", "postgres", "bigquery"])
def test_late_data(tmp_path, open_target, name):
    target = open_target(name)
    project = create_project(tmp_path / "late")
    for path in sorted((project / "definitions").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    define(project, FALL, "^fall^,andnot,^fallopian^")
    define(project, FEVER, "^fever^,or,^;r509^")
    define(project, RASH, "^rash^")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])

    def run(visits) -> None:
        write_seed(project, visits)
        compile_project(project)
        kinds = ("--resource-type", "seed", "--resource-type", "model")
        models = ("--select", "+fct_syndrome_matches", "+fct_syndrome_evidence")
        target.dbt(project, "build", *models, *kinds, schema="late")
        check_evidence(target, project, visits)

    first = [
        visit("steady", "FALL AND FEVER |", arrived=0),
        visit("late code", "ILL |", arrived=1),
        visit("late negation", "FALL |", arrived=2),
        visit("deleted", "FEVER |", arrived=3),
        visit("moved", "FALL |", arrived=4),
    ]
    run(first)
    assert sorted(target.query(MATCHES)) == [
        ("deleted", "fever"),
        ("late negation", "fall"),
        ("moved", "fall"),
        ("steady", "fall"),
        ("steady", "fever"),
    ]
    before = dict(target.query(UPDATED))
    searched_before = set(target.query(SEARCHED))

    second = [
        *(first[at] for at in (0, 1, 2, 4)),
        visit("late code", "ILL | ;R509;", arrived=30),
        visit("late negation", "FALLOPIAN TUBE |", arrived=31),
        visit("new", "FEVER AND RASH |", arrived=32),
        visit("out of order", "FALL |", arrived=2),
        visit("moved", "FALL |", arrived=33, day=2, patient="corrected"),
    ]
    run(second)
    matches = [
        ("late code", "fever"),
        ("moved", "fall"),
        ("new", "fever"),
        ("new", "rash"),
        ("out of order", "fall"),
        ("steady", "fall"),
        ("steady", "fever"),
    ]
    assert sorted(target.query(MATCHES)) == matches
    after = dict(target.query(UPDATED))
    assert len(target.query(UPDATED)) == len(after)  # a moved visit is still one visit
    assert after["steady"] == before["steady"]
    assert all(after[facility] > before["steady"] for facility in after.keys() - {"steady"})

    searched = set(target.query(SEARCHED))
    assert {row for row in searched if row[0] == "steady"} == {
        row for row in searched_before if row[0] == "steady"
    }
    progress = sorted(target.query(PROGRESS))
    run(second)
    assert set(target.query(SEARCHED)) == searched
    assert sorted(target.query(PROGRESS)) == progress
    assert dict(target.query(UPDATED)) == after

    define(project, FALL, "^fallopian^")
    (project / "definitions" / "fever" / "v1.yml").unlink()
    run(second)
    assert sorted(target.query(MATCHES)) == [("late negation", "fall"), ("new", "rash")]
    assert {row for row in target.query(PROGRESS) if row[0] == "rash"} == {
        row for row in progress if row[0] == "rash"
    }
