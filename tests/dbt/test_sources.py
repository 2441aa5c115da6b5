"""The same visits from a plain table, from a file and from an OMOP model give the same contract."""

from __future__ import annotations

from datetime import date

import pytest

from tests.dbt.conftest import TARGETS, write_seed
from transpiler.dbt import DbtError, create_project
from transpiler.dbt.run import run_dbt

CONTRACT = """
select facility_id, state, visit_date, age_years, sex, is_emergency, setting, ccdd_parsed,
    dd_parsed, chief_complaint_history, discharge_diagnosis
from {schema}_restricted.syndrome_visits
order by facility_id
"""

EXPECTED = [
    (
        *("11", "AZ", date(2025, 1, 2), 17, "F", True, "emergency"),
        *("trafficking victim | ;t7451xa;z0481;", ";t7451xa;z0481;"),
        *("{1};trafficking, victim;", "t74.51xa;z0481"),
    ),
    (
        *("12", "NM", date(2025, 1, 3), None, "U", False, "ambulatory"),
        *("| ;r079;", ";r079;", None, "r07.9"),
    ),
]

PLAIN = """
create table surveillance.{table} as
select 'v1' as visit_id, cast('2025-01-02' as date) as visit_date, '11' as facility_id,
    'Trafficking, victim' as chief_complaint, 'T74.51XA;z0481' as diagnosis_codes,
    'AZ' as state, 17 as age_years, 'female' as sex, true as is_emergency
union all
select 'v2', cast('2025-01-03' as date), '12', null, 'R07.9', 'NM', null, 'other', false
"""

OMOP = {
    "visit_occurrence": """
        select 1 as visit_occurrence_id, 7 as person_id, 9203 as visit_concept_id,
            11 as care_site_id, cast('2025-01-02' as date) as visit_start_date,
            cast('2025-01-03' as date) as visit_end_date
        union all
        select 2, 8, 9202, 12, cast('2025-01-03' as date), null
    """,
    "person": """
        select 7 as person_id, 2007 as year_of_birth, 3 as month_of_birth, 9 as day_of_birth,
            8532 as gender_concept_id
        union all select 8, null, null, null, 0
    """,
    "condition_occurrence": """
        select 2 as condition_occurrence_id, 1 as visit_occurrence_id,
            'z0481' as condition_source_value, cast('2025-01-09' as date) as condition_start_date
        union all select 1, 1, 'T74.51XA', cast('2025-01-02' as date)
        union all select 3, 2, 'R07.9', cast('2025-01-03' as date)
    """,
    "note": """
        select 1 as note_id, 1 as visit_occurrence_id, 'Trafficking, victim' as note_text,
            cast('2025-01-02' as date) as note_date, 99 as note_class_concept_id
        union all select 2, 1, 'a longer note', cast('2025-01-02' as date), 98
        union all select 3, 1, 'a later complaint', cast('2025-01-02' as date), 99
    """,
    "care_site": "select 11 as care_site_id, 1 as location_id union all select 12, 2",
    "location": """
        select 1 as location_id, 'AZ' as state, 'Pima' as county
        union all select 2, 'NM', 'Taos'
    """,
}


@pytest.fixture(scope="module")
def source_project(tmp_path_factory):
    project = create_project(tmp_path_factory.mktemp("sources") / "project")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")


def run(target, project, schema, **variables):

    target.dbt(
        project, "run", "--select", "+syndrome_visits", "--full-refresh", schema=schema, **variables
    )
    return target.query(CONTRACT.format(schema=schema))


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
@pytest.mark.usefixtures("secret")
def test_a_plain_table(open_target, source_project, monkeypatch, name):
    target = open_target(name)
    target.query("create schema if not exists surveillance")
    target.query(PLAIN.format(table="plain_visits"))
    variables = {"syndrome_source": "plain", "syndrome_source_table": "plain_visits"}
    found = run(target, source_project, "plain", **variables)
    assert found == EXPECTED
    if name == "duckdb":
        key = "select min(visit_id) from plain_restricted.syndrome_visits"
        before = target.query(key)
        monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "another secret of the tests")
        run(target, source_project, "plain", **variables)
        assert target.query(key) != before


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.usefixtures("secret")
def test_another_secret_changes_nothing(open_target, source_project, monkeypatch, name):
    """Or every visit would be unknown, and those that arrived before would count as deleted."""
    target = open_target(name)
    target.query("create schema if not exists surveillance")
    target.query(PLAIN.format(table="keyed_visits"))
    variables = {"syndrome_source": "plain", "syndrome_source_table": "keyed_visits"}
    before = run(target, source_project, "keyed", **variables)
    again = ("run", "--select", "+syndrome_visits")

    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "another secret of the tests")
    with pytest.raises(DbtError, match="ESS603"):
        target.dbt(source_project, *again, schema="keyed", **variables)
    assert target.query(CONTRACT.format(schema="keyed")) == before

    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")
    target.dbt(source_project, *again, schema="keyed", **variables)
    assert target.query(CONTRACT.format(schema="keyed")) == before


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.usefixtures("secret")
def test_an_omop_model(open_target, source_project, name):
    target = open_target(name)
    target.query("create schema if not exists omop")
    for table, rows in OMOP.items():
        target.query(f"create table omop.{table} as {rows}")
    found = run(
        target,
        source_project,
        "cdm",
        syndrome_source="omop",
        syndrome_source_schema="omop",
        syndrome_omop_complaint_class=99,
    )
    assert found == EXPECTED
    arrived = target.query("select max(arrived_at) from cdm_restricted.syndrome_visits")
    assert arrived[0][0].date() == date(2025, 1, 9)


@pytest.mark.usefixtures("secret")
def test_a_file_on_duckdb(open_target, source_project, tmp_path):
    file = tmp_path / "o'visits.csv"
    file.write_text(
        "visit_id,visit_date,facility_id,chief_complaint,diagnosis_codes,state,age_years,sex,"
        "is_emergency\n"
        'v1,2025-01-02,11,"Trafficking, victim",T74.51XA;z0481,AZ,17,female,true\n'
        "v2,2025-01-03,12,,R07.9,NM,,other,false\n",
        encoding="utf-8",
    )
    found = run(
        open_target("duckdb"),
        source_project,
        "file",
        syndrome_source="plain",
        syndrome_source_file=str(file),
        syndrome_source_table="file_visits",
    )
    assert found == EXPECTED


def test_real_visits_need_a_secret(open_target, source_project, monkeypatch):
    monkeypatch.delenv("SYNDROME_VISIT_KEY_SECRET", raising=False)
    with pytest.raises(DbtError, match="SYNDROME_VISIT_KEY_SECRET"):
        run(open_target("duckdb"), source_project, "no_secret", syndrome_source="plain")


def test_the_shipped_visits_need_no_secret(tmp_path, open_target, monkeypatch):
    monkeypatch.delenv("SYNDROME_VISIT_KEY_SECRET")
    project = create_project(tmp_path / "project")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    kinds = ("--resource-type", "seed", "--resource-type", "model")
    build = ("build", "--select", "+syndrome_visits", *kinds)
    open_target("duckdb").dbt(project, *build, schema="without_secret")
    write_seed(project, [])
    with pytest.raises(DbtError, match="ESS602"):
        open_target("duckdb").dbt(project, *build, schema="without_secret")
