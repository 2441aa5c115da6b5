"""Their table, their columns: one mapping gives one answer, in dbt and in the commands."""

from __future__ import annotations

import csv
from dataclasses import replace
from types import SimpleNamespace

import jinja2
import pytest
import yaml
from click.testing import CliRunner

from tests.dbt.layouts import (
    CODES,
    MAPPING,
    VARIABLES,
    asked,
    held_visits,
    load,
    load_diagnoses,
    write_files,
)
from tests.dbt.small import small_project
from tests.dbt.test_privacy import files_with
from transpiler.classifying import classify
from transpiler.cli import main
from transpiler.dbt import DbtError
from transpiler.definition import FIELDS, DefinitionError, Filters
from transpiler.emitting import to_sql
from transpiler.macros import MacroError, load_macros
from transpiler.meaning import matches
from transpiler.resources import data_path
from transpiler.visit_files import ColumnMapping, read_mapping_file
from transpiler.visit_files.columns import KNOWN_NAMES
from transpiler.visit_files.mapping import NOT_READ

LAYOUTS = tuple(CODES)
DEFINITIONS = asked()
ZONE = {"syndrome_time_zone": "America/Phoenix"}
FEVER = """\
name: fever
version: 1
title: Fever
fields: [ccdd_parsed]
query: ^fever^,or,^;R509;^
"""


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
    select = ("--select", "+syndrome_visits", "rpt_intake")
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


@pytest.mark.parametrize(
    ("name", "layout"),
    [
        ("duckdb", "rows"),
        ("postgres", "rows"),
        ("postgres", "list"),
        ("postgres", "json"),
        *(("bigquery", layout) for layout in LAYOUTS),
        # `classify` asks DuckDB of each layout, and every older test of plain tables is of this one
        *(
            pytest.param(name, layout, marks=pytest.mark.slow)
            for name, layout in (
                ("duckdb", "list"),
                ("duckdb", "json"),
                ("duckdb", "delimited"),
                ("postgres", "delimited"),
            )
        ),
    ],
)
def test_each_layout_gives_the_flags_that_are_meant(open_target, project, name, layout, request):
    if name == "bigquery" and not request.config.getoption("--long"):
        pytest.skip("the endpoint of BigQuery is asked in long runs")
    target = open_target(name)
    visits = held_visits(seed=LAYOUTS.index(layout), count=60)
    schema = f"held_{layout}"
    load(target, schema, layout, visits)
    # the endpoint's parser takes no SQL that is nested as deep as that of a zone
    changed = {"visit_date": "arrived utc"} if name == "bigquery" else {}
    build(target, project, schema, layout, **changed)
    assert flagged(target, schema) == counted(visits)
    strange = f"select distinct keys_of_no_visit from {schema}_restricted.rpt_intake"
    assert target.query(strange) == [(1 if layout == "rows" else None,)]


def test_a_filter_that_the_models_do_not_have_is_mapped_too(tmp_path):
    path, _ = write_files(tmp_path, "delimited", visits := held_visits(seed=2, count=200))
    admitted = {"column": "class", "words": {"I": True, "E": False, "O": False}}
    columns = {**MAPPING, "diagnosis_codes": CODES["delimited"], "is_inpatient": admitted}
    definition = replace(DEFINITIONS[0], filters=Filters(inpatient=True))
    words = [visit for visit in visits if matches(DEFINITIONS[0], visit.as_meant())]
    found = classify(path, [definition], columns=ColumnMapping(columns, ZONE))
    assert found.matched["words_v1"] == sum(visit.patient_class == "I" for visit in words) > 10


def test_diagnoses_of_which_nothing_is_said_are_refused(tmp_path):
    path, diagnoses = write_files(tmp_path, "delimited", held_visits(seed=1, count=20))
    columns = {**MAPPING, "diagnosis_codes": CODES["delimited"]}
    for said in ({}, columns):
        with pytest.raises(DefinitionError, match=r"ESS607: nothing says .* diagnoses"):
            classify(path, DEFINITIONS, columns=ColumnMapping(said, ZONE, diagnoses=diagnoses))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_classify_gives_the_same_by_the_same_mapping(tmp_path, layout):
    visits = held_visits(seed=LAYOUTS.index(layout), count=400)
    path, diagnoses = write_files(tmp_path, layout, visits)
    columns = {**MAPPING, "diagnosis_codes": CODES[layout]}
    rows = diagnoses if layout == "rows" else None
    mapping = ColumnMapping(columns, VARIABLES, diagnoses=rows)
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


PLAIN = "visit_id,visit_date,chief_complaint,diagnosis_codes"
EXTRACT = "C_BioSense_ID,C_Visit_Date,C_Processed_Facility_ID,Arrived_Date_Time,CCDDParsed"
FURTHER = {
    "a number": ("plain", f"{PLAIN},diagnosis_codes_2", "diagnosis_codes"),
    "another spelling": ("plain", f"{PLAIN},Diagnosis Code 10", "diagnosis_codes"),
    "a complaint": ("plain", f"{PLAIN},chief_complaint2", "chief_complaint"),
    "an extract": ("essence", f"{EXTRACT},CCDDParsed_2", "ccdd_parsed"),
}


def with_values(tmp_path, header):
    path = tmp_path / "visits.csv"
    names = header.lower().split(",")
    values = ",".join("2025-03-01" if "date" in name else "R50.9" for name in names)
    path.write_text(f"{header}\n{values}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("case", FURTHER)
def test_more_columns_of_a_text_are_refused_until_one_is_named(tmp_path, case):
    _, header, name = FURTHER[case]
    path = with_values(tmp_path, header)
    further = header.split(",")[-1]
    with pytest.raises(DefinitionError, match=rf"ESS403.* holds {name}: .*, {further}\n"):
        classify(path, DEFINITIONS[:1])
    column = next(one for one in header.split(",") if one.lower() in (name, "ccddparsed"))
    one = ColumnMapping(named={name: column})
    assert classify(path, DEFINITIONS[:1], columns=one).visits == 1


def test_more_columns_of_a_text_are_refused_by_the_models(open_target, project, tmp_path):
    target = open_target("duckdb")
    select = ("--select", "+syndrome_visits")
    for case in ("another spelling", "an extract"):
        source, header, _ = FURTHER[case]
        variables = {
            "syndrome_source": source,
            "syndrome_source_file": str(with_values(tmp_path, header)),
        }
        further = header.split(",")[-1]
        with pytest.raises(DbtError, match=rf"ESS403(.|\n)* {further}"):
            target.dbt(project, "run", *select, schema="further", **variables)


MARKER = "zebrafish"
ROWS = CODES["rows"]
REFUSED = {
    "no such column": ({"sex": {"column": "sexe"}}, "sex: the source has no column sexe"),
    "no such column of diagnoses": (
        {"diagnosis_codes": {**ROWS, "order": "place"}},
        "diagnosis_codes.order: the relation of diagnoses has no column place",
    ),
    "another type": (
        {"diagnosis_codes": {"column": "reason", "as": "list"}},
        "diagnosis_codes: `as: list` is said of a column of type",
    ),
    "an expression that fails": (
        {"age_years": {"sql": "cast(reason as integer)"}},
        "age_years: its expression fails in {failing} rows",
    ),
    "a condition that fails": (
        {"diagnosis_codes": {**ROWS, "where": "cast(kind as integer) = 1"}},
        "diagnosis_codes.where: its expression fails in {diagnoses} rows",
    ),
    "keys of something else": (
        {"diagnosis_codes": {**ROWS, "key": "rank"}},
        "is the visit_id of a visit in its facility",
    ),
    "keys that two facilities use": (
        {"diagnosis_codes": {key: value for key, value in ROWS.items() if key != "facility"}},
        "are those of visits in more than one facility",
    ),
}


def held_with_marker():
    visits = held_visits(seed=5, count=20)
    return [replace(visit, reason=f"{MARKER} {visit.number}", triage=None) for visit in visits]


def said_of(expected, visits):
    diagnoses = sum(len(visit.codes) + 1 for visit in visits) + 1
    return expected.format(failing=len(visits), diagnoses=diagnoses)


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_a_mapping_that_cannot_be_used_is_refused_by_name(open_target, project, capfd, name):
    target = open_target(name)
    visits = held_with_marker()
    load(target, "mapping_refused", "rows", visits)
    for changed, expected in REFUSED.values():
        with pytest.raises(DbtError, match="ESS607") as error:
            build(target, project, "mapping_refused", "rows", **changed)
        assert said_of(expected, visits) in str(error.value)
        said = capfd.readouterr()
        assert MARKER not in (str(error.value) + said.out + said.err).lower()
    # nothing but what a run needs before it begins
    stands = target.query(
        "select table_name from information_schema.tables"
        " where table_schema = 'mapping_refused_restricted'"
    )
    assert {name for (name,) in stands} <= {"visit_key_secret", "syndrome_proved_units"}
    assert [path for path in files_with(MARKER, project) if path.suffix != ".duckdb"] == []


@pytest.mark.parametrize("case", REFUSED)
def test_classify_refuses_the_same_in_the_same_words(tmp_path, case):
    changed, expected = REFUSED[case]
    visits = held_with_marker()
    path, diagnoses = write_files(tmp_path, "rows", visits)
    columns = {**MAPPING, "diagnosis_codes": ROWS, **changed}
    if columns["diagnosis_codes"]["as"] != "rows":
        diagnoses = None
    with pytest.raises(DefinitionError) as error:
        classify(path, DEFINITIONS, columns=ColumnMapping(columns, VARIABLES, diagnoses=diagnoses))
    (found,) = error.value.diagnostics
    assert found.code == "ESS607"
    assert said_of(expected, visits) in found.message
    assert MARKER not in str(error.value).lower()


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("visit_id", "it is no mapping"),
        ({"vsit_id": "a"}, "vsit_id is no column that is asked for"),
        ({"sex": ""}, "sex: write the name of its column"),
        ({"sex": {"column": "a", "sql": "b"}}, "sex: write the name of its column"),
        ({"sex": {"column": "a", "as": "list"}}, "sex: `as` says nothing here"),
        ({"sex": {"column": "a", "words": {"x": "W"}}}, "means one of F, M, U"),
        ({"sex": {"column": "a", "words": {"x": "F", "X": "M"}}}, "means two things"),
        ({"sex": {"column": "a", "words": ["x"]}}, "`words` is a mapping"),
        ({"visit_date": {"column": "a", "zone": "Phoenix"}}, "no name of the IANA database"),
        ({"diagnosis_codes": {"column": "a", "as": "rowes"}}, "`as` is delimited, list, json or"),
        ({"diagnosis_codes": {"as": "rows", "code": "a"}}, "diagnosis_codes.key: write the name"),
        ({"diagnosis_codes": {"column": "a", "key": "b"}}, "`key` says nothing here"),
    ],
)
def test_a_mapping_of_no_form_is_refused(columns, expected):
    macros = load_macros("duckdb", {"syndrome_time_zone": "America/Phoenix"})
    with pytest.raises(MacroError, match="ESS607") as error:
        macros.read_mapping(columns, ["visit_id", "visit_date", "sex", "diagnosis_codes"], {})
    assert expected in str(error.value)


def test_a_zone_of_times_needs_one_of_days():
    with pytest.raises(MacroError, match=r"ESS607(.|\n)*syndrome_time_zone"):
        load_macros("duckdb").read_mapping(
            {"visit_date": {"column": "a", "zone": "UTC"}}, ["visit_date"], {}
        )


def test_visits_and_diagnoses_are_files(open_target, project, tmp_path):
    target = open_target("duckdb")
    visits = held_visits(seed=13, count=40)
    path, diagnoses = write_files(tmp_path, "rows", visits)
    rows = {**{key: value for key, value in ROWS.items() if key != "table"}, "file": str(diagnoses)}
    columns = {**MAPPING, "diagnosis_codes": rows}
    variables = {"syndrome_source_file": str(path), "syndrome_columns": columns}
    select = ("--select", "+syndrome_visits")
    target.dbt(project, "run", *select, schema="of_files", **VARIABLES, **variables)
    assert flagged(target, "of_files") == counted(visits)


def test_visits_and_diagnoses_are_models(open_target, project):
    target = open_target("duckdb")
    visits = held_visits(seed=14, count=40)
    load(target, "of_models", "rows", visits)
    models = {"own_visits": "visits", "own_diagnoses": "diagnoses"}
    paths = [project / "models" / f"{model}.sql" for model in models]
    for path, table in zip(paths, models.values(), strict=True):
        path.write_text(f"select * from of_models.{table}", encoding="utf-8")
    rows = {
        **{key: value for key, value in ROWS.items() if key != "table"},
        "model": "own_diagnoses",
    }
    columns = {**MAPPING, "diagnosis_codes": rows}
    variables = {"syndrome_source_model": "own_visits", "syndrome_columns": columns}
    select = ("--select", "+syndrome_visits")
    built = target.dbt(project, "run", *select, schema="made", **VARIABLES, **variables)
    order = [result.node.name for result in built.results]
    assert order.index("own_diagnoses") < order.index("stg_syndrome__plain")
    assert flagged(target, "made") == counted(visits)
    with pytest.raises(DbtError, match="stg_syndrome__plain"):
        columns["diagnosis_codes"]["key"] = "rank"
        target.dbt(project, "run", *select, schema="made", **VARIABLES, **variables)
    assert flagged(target, "made") == counted(visits)
    for path in paths:
        path.unlink()


def test_the_commands_take_the_mapping_of_a_project(tmp_path):
    visits = held_visits(seed=15, count=400)
    path, diagnoses = write_files(tmp_path, "rows", visits)
    variables = {**VARIABLES, "syndrome_columns": {**MAPPING, "diagnosis_codes": ROWS}}
    for written in (
        {"name": "county", "vars": {"fiscal_start": 7, **variables}},
        {"name": "county", "vars": {"syndrome_sql": variables}},
        variables,
    ):
        (tmp_path / "mapping.yml").write_text(yaml.safe_dump(written), encoding="utf-8")
        read = read_mapping_file(tmp_path / "mapping.yml")
        assert read == ColumnMapping(variables["syndrome_columns"], ZONE)
    (tmp_path / "fever.yml").write_text(FEVER, encoding="utf-8")
    commands = {
        "classify": ("classify", "fever.yml"),
        "explain": ("explain", "fever.yml"),
        "verify": ("verify", "fever.yml", "--engine", "duckdb"),
        "diff": ("diff", "fever.yml", "fever.yml"),
    }
    options = ("--visits", path, "--columns", tmp_path / "mapping.yml", "--diagnoses", diagnoses)
    for name, (command, *given) in commands.items():
        files = [tmp_path / one if one.endswith(".yml") else one for one in given]
        done = CliRunner().invoke(main, [command, *map(str, (*files, *options))])
        assert done.exit_code == 0, (name, done.stderr)
        assert f"{len(visits):,} rows are {len(visits):,} visits" in done.stderr, name
        without = CliRunner().invoke(main, [command, *map(str, (*files, *options[:4]))])
        assert without.exit_code == 2, name
        assert "ESS607" in without.stderr, name
    for text in ("a: [", "- a", "name: county\nvars: {fiscal_start: 7}"):
        (tmp_path / "mapping.yml").write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError, match="ESS607"):
            read_mapping_file(tmp_path / "mapping.yml")


def test_the_commands_know_every_name_that_dbt_asks_for():
    fields = [(field.name, field.essence_name) for field in FIELDS]
    source = (data_path("macros") / "project" / "source_columns.sql").read_text(encoding="utf-8")
    template = jinja2.Environment(extensions=["jinja2.ext.do"]).from_string(
        source.partition("{#- The columns that the source has")[0] + "{{ wanted_columns() }}"
    )
    filters = {}
    load_macros("duckdb").find_filter_columns(filters)
    for kind in ("plain", "essence"):
        asked_for = []
        template.render(
            var=lambda _name, kind=kind: kind,
            syndrome_sql=SimpleNamespace(
                text_fields=lambda: fields,
                filter_columns=lambda: filters,
                declared_fields=list,
            ),
            **{"return": asked_for.append},
        )
        wanted = asked_for[0]
        names = [*wanted["needed"], *wanted["used"], *wanted["one_of"]]
        known = {name.lower() for name in (*KNOWN_NAMES, *NOT_READ)}
        assert [name for name in names if name.lower() not in known] == []


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_a_diagnosis_that_comes_later_is_taken_up(open_target, project, name):
    target = open_target(name)
    visits = held_visits(seed=9, count=10)
    load(target, "later", "rows", visits)
    build(target, project, "later", "rows")
    state = "select visit_id, updated_at from later_restricted.syndrome_visits"
    before = dict(target.query(state))
    changed = [replace(visits[3], codes=(*visits[3].codes, "A37.90"))]
    now = [*visits[:3], *changed, *visits[4:]]
    load_diagnoses(target, "later", now)
    build(target, project, "later", "rows")
    assert flagged(target, "later") == counted(now)
    after = dict(target.query(state))
    assert after.keys() == before.keys()
    assert sum(after[key] != before[key] for key in after) == 1
    pertussis = (
        "select count(*) from later_restricted.syndrome_visits where dd_parsed like '%a3790;'"
    )
    assert target.query(pertussis) == [(1,)]


IN_UTC = {
    "2025-03-01 06:30:00": "2025-02-28 23:30:00",
    "20250301063000": "2025-02-28 23:30:00",
    "3/1/2025 6:30 AM": "2025-02-28 23:30:00",
    "2025-03-01": "2025-03-01 00:00:00",
    "2025-03-01 06:30:00+02:00": "2025-02-28 21:30:00",
    "soon": None,
    None: None,
}


def test_times_of_a_zone_are_read_in_that_of_the_days(engines):
    for engine in engines:
        macros = load_macros(engine.dialect, {"syndrome_time_zone": "America/Phoenix"})
        engine.load("zoned", [("id", "integer"), ("value", "text")], list(enumerate(IN_UTC)))
        reading = macros.read_time("zoned_value")
        rows = engine.query(
            f"select {reading} from (select id, {macros.zoned('value', 'UTC')} as zoned_value"
            " from zoned) as zoned order by id"
        )
        found = [None if time is None else str(time).split("+")[0] for (time,) in rows]
        assert dict(zip(IN_UTC, found, strict=True)) == IN_UTC, engine.name
