"""What arrives late changes what was classified, and nothing else does."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.dbt.conftest import write_seed
from tests.dbt.expected import expected_evidence, implied_flags
from tests.dbt.small import define, small_project, visit
from transpiler.dbt import Shape, compile_project
from transpiler.parsing import find_definitions, load_definition

pytestmark = pytest.mark.slow

MATCHES = """
select visits.facility_id, matches.definition
from {late}_restricted.fct_syndrome_matches as matches
inner join {late}_restricted.syndrome_visits as visits on matches.visit_id = visits.visit_id
"""

PROGRESS = """
select definition, content_hash, updated_at, count(*)
from {late}_restricted.int_syndrome_classification
group by definition, content_hash, updated_at
"""

UPDATED = "select facility_id, updated_at from {late}_restricted.syndrome_visits"

SETTING = """
select is_emergency, is_inpatient, setting from {late}_restricted.syndrome_visits
where facility_id = 'admitted'
"""

EVIDENCE = """
select visit_id, definition, is_match, part, field, clause, is_negation
from {late}_review.fct_syndrome_evidence
"""

SEARCHED = """
select visits.facility_id, evidence.definition, evidence.updated_at
from {late}_review.fct_syndrome_evidence as evidence
inner join {late}_restricted.syndrome_visits as visits on evidence.visit_id = visits.visit_id
"""

FALL = {"name": "fall", "version": 1, "title": "Fall", "fields": ["ccdd_parsed"]}
RASH = {"name": "rash", "version": 1, "title": "Rash", "fields": ["ccdd_parsed"]}
FEVER = {"name": "fever", "version": 1, "title": "Fever", "fields": ["ccdd_parsed"]}


def check_evidence(ask, project, visits):
    """Hold evidence and flags to the evaluator, on each visit as its last message left it."""
    definitions = [load_definition(path) for path in find_definitions([project / "definitions"])]
    arrivals = sorted(visits, key=lambda visit: visit.arrived_at)
    latest = {visit.facility_id: visit for visit in arrivals}.values()
    evidence = ask(EVIDENCE)
    assert Counter(evidence) == expected_evidence(definitions, latest)
    flags = implied_flags(definitions, evidence)
    assert [key for key, (is_match, implied) in flags.items() if is_match != implied] == []


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("name", ["duckdb", "postgres", "bigquery"])
def test_late_data(tmp_path, open_target, pytestconfig, name, shape):
    if (name, shape) == ("bigquery", Shape.LIBRARY) and not pytestconfig.getoption("--long"):
        pytest.skip("takes minutes; run with --long")
    target = open_target(name)
    schema = f"late_{shape}"
    project = small_project(tmp_path / "late")
    define(project, FALL, "^fall^,andnot,^fallopian^")
    define(project, FEVER, "^fever^,or,^;r509^")
    define(project, RASH, "^rash^")

    def ask(sql):
        return target.query(sql.format(late=schema))

    def run(visits):
        write_seed(project, visits)
        compile_project(project, shape=shape)
        kinds = ("--resource-type", "seed", "--resource-type", "model")
        models = ("--select", "+fct_syndrome_matches", "+fct_syndrome_evidence")
        target.dbt(project, "build", *models, *kinds, schema=schema)
        check_evidence(ask, project, visits)

    first = [
        visit("steady", "FALL AND FEVER |", arrived=0),
        visit("late code", "ILL |", arrived=1),
        visit("late negation", "FALL |", arrived=2),
        visit("deleted", "FEVER |", arrived=3),
        visit("moved", "FALL |", arrived=4),
        visit("admitted", "ILL |", arrived=5),
    ]
    run(first)
    assert sorted(ask(MATCHES)) == [
        ("deleted", "fever"),
        ("late negation", "fall"),
        ("moved", "fall"),
        ("steady", "fall"),
        ("steady", "fever"),
    ]
    before = dict(ask(UPDATED))
    searched_before = set(ask(SEARCHED))

    second = [
        *(first[at] for at in (0, 1, 2, 4, 5)),
        visit("late code", "ILL | ;R509;", arrived=30),
        visit("late negation", "FALLOPIAN TUBE |", arrived=31),
        visit("new", "FEVER AND RASH |", arrived=32),
        visit("out of order", "FALL |", arrived=2),
        visit("moved", "FALL |", arrived=33, day=2, patient="corrected"),
        visit("admitted", "ILL |", arrived=34, is_emergency=0, is_inpatient=1),
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
    assert sorted(ask(MATCHES)) == matches
    after = dict(ask(UPDATED))
    assert len(ask(UPDATED)) == len(after)  # a moved visit is still one visit
    assert ask(SETTING) == [(True, True, "emergency")]  # admitted, and an emergency all the same
    assert after["steady"] == before["steady"]
    assert all(after[facility] > before["steady"] for facility in after.keys() - {"steady"})

    searched = set(ask(SEARCHED))
    assert {row for row in searched if row[0] == "steady"} == {
        row for row in searched_before if row[0] == "steady"
    }
    progress = sorted(ask(PROGRESS))
    run(second)
    assert set(ask(SEARCHED)) == searched
    assert sorted(ask(PROGRESS)) == progress
    assert dict(ask(UPDATED)) == after

    define(project, FALL, "^fallopian^")
    (project / "definitions" / "fever" / "v1.yml").unlink()
    run(second)
    assert sorted(ask(MATCHES)) == [("late negation", "fall"), ("new", "rash")]
    assert {row for row in ask(PROGRESS) if row[0] == "rash"} == {
        row for row in progress if row[0] == "rash"
    }
