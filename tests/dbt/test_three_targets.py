"""One project, three warehouses: everything builds, and every row is the same."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from tests.dbt.conftest import HOSTILE, TARGETS
from transpiler.dbt import DbtError
from transpiler.meaning import matches

TRENDS = """
select definition, version, period, period_label, period_start, period_end, setting, cut, stratum,
    matched_visits, visits, is_suppressed, is_complete
from surveillance_mart.rpt_syndrome_trends
"""


def visit_key(visit) -> str:
    """Return the key of a visit as `hashed_key` makes it, with the secret of generated visits."""
    measured = [f"{len(part)}:{part}" for part in (visit.facility_id, visit.encounter_id)]
    inner = hashlib.sha256("|".join(["generated visits", *measured]).encode()).hexdigest()
    return hashlib.sha256(f"generated visits|{inner}".encode()).hexdigest()


@pytest.mark.parametrize("name", TARGETS)
def test_every_match_is_the_evaluators(build, name, definitions, visits):
    rows = build(name).target.query(
        "select visit_id, definition, version from surveillance_restricted.fct_syndrome_matches"
    )
    expected = Counter(
        (visit_key(visit), definition.name, definition.version)
        for visit in visits
        for definition in definitions
        if matches(definition, visit._asdict())
    )
    assert {name for _, name, _ in expected} == {definition.name for definition in definitions}
    assert Counter(rows) == expected


@pytest.mark.parametrize("name", TARGETS[1:])
def test_the_trends_are_those_of_duckdb(build, name):
    expected = build("duckdb").target.query(TRENDS)
    assert len(expected) > 100
    assert Counter(build(name).target.query(TRENDS)) == Counter(expected)


@pytest.mark.parametrize("name", TARGETS)
def test_texts_of_a_definition_stay_texts(build, name):
    target = build(name).target
    assert target.query("select one from surveillance.planted") == [(1,)]
    found = target.query(
        "select title, organization, url from surveillance_mart.dim_syndrome_definitions"
        " where definition = 'hostile_texts'"
    )
    assert found == [(HOSTILE["title"], *HOSTILE["source"].values())]


def test_no_secret_of_the_surroundings_is_rendered(build, project):
    for name in TARGETS:
        build(name)
    written = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    assert any(path.name == "manifest.json" for path in written)
    assert any(path.name == "dbt.log" for path in written)
    leaked = [path for path in written if b"the planted secret" in path.read_bytes()]
    assert leaked == []


@pytest.mark.parametrize("name", TARGETS)
def test_a_wrong_example_fails_its_unit_test(build, name):
    target, project = build(name).target, build(name).project
    properties = project / "models" / "classification" / "syndrome_hostile_texts_v1.yml"
    right = properties.read_text(encoding="utf-8")
    given, expected, last = right.rpartition("- visit_id: matches 6\n")
    assert expected
    wrong = f"{given}- visit_id: does not match 1\n{last}"
    properties.write_text(wrong, encoding="utf-8")
    try:
        with pytest.raises(DbtError, match="syndrome_hostile_texts_v1_examples"):
            target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")
    finally:
        properties.write_text(right, encoding="utf-8")
    target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")
