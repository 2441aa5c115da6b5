"""A project of another style makes `syndrome_visits` by a macro; the package tests it."""

from __future__ import annotations

import pytest
import yaml

from transpiler.dbt import DbtError
from transpiler.dbt.run import run_dbt
from transpiler.definition import BY_NAME
from transpiler.resources import data_path

PROJECT = {
    "name": "warehouse",
    "version": "1.0.0",
    "profile": "syndrome_surveillance",
    "flags": {"send_anonymous_usage_stats": False},
    "models": {"syndrome_sql": {"+enabled": False}},  # its macros alone
    "on-run-start": ["{{ syndrome_sql.keep_key_secret() }}"],
}
MODEL = """\
{{ config(materialized='table', schema='restricted') }}
{{ syndrome_sql.syndrome_visits(ref('ed_visits'), {
    'visit_id': 'encounter_id',
    'visit_date': 'arrival_day',
    'chief_complaint': 'complaint',
    'diagnosis_codes': 'icd_codes',
    'age_years': 'age',
}) }}
"""
COLUMNS = ("encounter_id", "arrival_day", "complaint", "icd_codes", "age")
VISITS = [
    ("1", "cast('2025-03-01' as date)", "'Fell, hurt'", "'W19.XXXA; S62.101A'", "'34 Y'"),
    ("2", "cast('2025-03-02' as date)", "'Cough'", "cast(null as {text})", "'7'"),
]
MADE = (
    "select visit_date, arrived_at, ccdd_parsed, age_years, is_emergency, setting"
    " from {schema}_restricted.syndrome_visits order by visit_date"
)


@pytest.fixture(scope="module", params=["duckdb", "postgres", "bigquery"])
def warehouse(request, tmp_path_factory, open_target):
    """Build a project of the models given, by their names, and return the target."""
    if request.param == "bigquery" and not request.config.getoption("--long"):
        pytest.skip("the endpoint of BigQuery is asked in long runs")
    folder = tmp_path_factory.mktemp(f"warehouse_{request.param}")
    files = {
        "dbt_project.yml": PROJECT,
        "packages.yml": {"packages": [{"local": str(data_path("macros"))}]},
    }
    (folder / "models").mkdir()
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content), encoding="utf-8")
    target = open_target(request.param)
    profiles = target.write_profile(folder, "warehouse")
    run_dbt(["deps", "--project-dir", str(folder), "--profiles-dir", str(profiles), "--quiet"])

    def build(rows=VISITS, model=MODEL, others=None, **variables):
        text = "string" if target.name == "bigquery" else "text"
        selects = [
            "select " + ", ".join(f"{v} as {c}" for v, c in zip(row, COLUMNS, strict=True))
            for row in rows
        ]
        source = "{{ config(materialized='table') }}\n" + " union all ".join(selects)
        (folder / "models" / "ed_visits.sql").write_text(source.replace("{text}", text))
        (folder / "models" / "syndrome_visits.sql").write_text(model)
        for name, sql in (others or {}).items():
            (folder / "models" / f"{name}.sql").write_text(sql)
        target.dbt(folder, "build", schema="warehouse", **variables)
        return [tuple(map(str, row)) for row in target.query(MADE.format(schema="warehouse"))]

    build.target, build.folder = target, folder
    return build


EXPECTED = [
    ("2025-03-01", "fell hurt | ;w19xxxa;s62101a;", "34"),
    ("2025-03-02", "cough |", "7"),
]


def test_the_macro_makes_what_the_test_asks(warehouse):
    for _ in range(2):
        found = warehouse()
        assert [(day, text, age) for day, _, text, age, _, _ in found] == EXPECTED
        assert [(care, setting) for *_, care, setting in found] == [("True", "emergency")] * 2
        assert all(arrived.startswith(f"{day} 00:00:00") for day, arrived, *_ in found)


OTHERS = (
    *("visit_id", "patient_id", "facility_id", "state", "county", "visit_date", "arrived_at"),
    *("updated_at", "age_years", "sex", "is_emergency", "setting"),
    *(name for name in BY_NAME if name != "ccdd_parsed"),
)
WRAPPED = (
    MODEL.replace("}}\n{{ ", f"}}}}\nselect {', '.join(OTHERS)}%s from (\n{{{{ ") + ") as made\n"
)


@pytest.mark.parametrize(
    "column",
    ["", ", upper(ccdd_parsed) as ccdd_parsed", ", visit_date as ccdd_parsed"],
    ids=["missing", "in capitals", "of another type"],
)
def test_a_field_that_is_not_as_it_must_be_fails(warehouse, column):
    with pytest.raises(DbtError, match="is_syndrome_visits"):
        warehouse(model=WRAPPED % column)


def test_a_visit_that_is_there_twice_fails(warehouse):
    with pytest.raises(DbtError, match="is_syndrome_visits"):
        warehouse(rows=[*VISITS, VISITS[0]])


def test_a_day_that_cannot_be_read_fails(warehouse):
    rows = [("1", "'soon'", *VISITS[0][2:]), ("2", "'2025-03-02'", *VISITS[1][2:])]
    with pytest.raises(DbtError, match="is_syndrome_visits"):
        warehouse(rows=rows)


BY_ENTRIES = MODEL.replace(
    "    'diagnosis_codes': 'icd_codes',\n    'age_years': 'age',\n",
    """\
    'diagnosis_codes': {
        'as': 'rows', 'relation': ref('ed_diagnoses'), 'key': {'sql': "concat(encounter, '')"},
        'code': 'icd', 'where': "icd <> 'R05.9'",
    },
    'age_years': {'column': 'age'},
    'sex': {'sql': 'lower(age)', 'words': {'34 y': 'F', '7': 'M'}},
""",
)
DIAGNOSES = """\
{{ config(materialized='table') }}
select '1' as encounter, 'W19.XXXA' as icd union all select '1', 'S62.101A'
union all select '2', 'R05.9'
"""


def test_the_macro_takes_entries_of_a_mapping(warehouse):
    found = warehouse(model=BY_ENTRIES, others={"ed_diagnoses": DIAGNOSES})
    assert [(day, text, age) for day, _, text, age, _, _ in found] == [
        ("2025-03-01", "fell hurt | ;s62101a;w19xxxa;", "34"),
        ("2025-03-02", "cough |", "7"),
    ]
    sexes = "select sex from warehouse_restricted.syndrome_visits order by visit_date"
    assert warehouse.target.query(sexes) == [("F",), ("M",)]


def test_instants_need_a_zone(warehouse):
    kind = "timestamp" if warehouse.target.name == "bigquery" else "timestamp with time zone"
    rows = [
        (str(at), f"cast('2025-03-0{at + 1} 06:30:00+00' as {kind})", *visit[2:])
        for at, visit in enumerate(VISITS, start=1)
    ]
    with pytest.raises(DbtError, match=r"(?s)ESS612.*syndrome_time_zone"):
        warehouse(rows=rows)
    found = warehouse(rows=rows, syndrome_time_zone="America/Phoenix")
    assert [day for day, *_ in found] == ["2025-03-01", "2025-03-02"]
    assert [arrived.split("+")[0] for _, arrived, *_ in found] == [
        "2025-03-01 23:30:00",
        "2025-03-02 23:30:00",
    ]


def test_a_column_that_a_definition_asks_must_be_given(warehouse):
    asking = warehouse.folder / "models" / "women.sql"
    asking.write_text(
        "{{ config(meta={'reads': ['ccdd_parsed', 'is_emergency', 'sex']}) }}\n"
        "select visit_id from {{ ref('syndrome_visits') }} where sex = 'F'\n"
    )
    with pytest.raises(DbtError, match=r"ESS606.*nothing is said of sex, which women asks"):
        warehouse()
    assert warehouse(model=MODEL.replace("    'age_years'", "    'sex': \"'F'\",\n    'age_years'"))
    asking.unlink()
    assert warehouse()
