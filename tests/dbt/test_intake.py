"""Nothing of the source is silently missing: it is taken up, counted, or refused with a code."""

from __future__ import annotations

import csv
import gzip

import pytest
import yaml

from tests.dbt.conftest import TARGETS
from tests.dbt.small import define, small_project
from tests.dbt.test_privacy import files_with
from transpiler.dbt import DbtError, compile_project, create_project
from transpiler.dbt.run import run_dbt
from transpiler.resources import data_path

HEADER = "visit_id,visit_date,chief_complaint,diagnosis_codes,age_years\n"
MARKER = "zebrafish"
TEXTS = "select ccdd_parsed from {schema}_restricted.syndrome_visits order by ccdd_parsed"


class Intake:
    """A project whose visits are built from CSVs: from the file, or from a table of texts."""

    def __init__(self, project, target):
        self.project = project
        self.target = target
        self.file = project / "visits.csv"

    def __call__(self, schema, text, query=TEXTS, **variables):
        """Build the visits in a schema, and return the first column that one query then gives."""
        known = {"syndrome_source": "plain", "syndrome_source_table": schema}
        if self.target.name == "duckdb":
            self.file.write_text(text, encoding="utf-8")
            known["syndrome_source_file"] = str(self.file)
        else:
            self.load(f"surveillance.{schema}", text)
        select = ("--select", "+syndrome_visits", "+rpt_intake")
        self.target.dbt(self.project, "run", *select, schema=schema, **(known | variables))
        self.file.unlink(missing_ok=True)  # or it would hold the marker
        return [row[0] for row in self.target.query(query.format(schema=schema))]

    def load(self, table, text):
        names, *rows = csv.reader(text.splitlines())
        kind, end = ("string", "") if self.target.name == "bigquery" else ("text", " cascade")
        selects = [
            ", ".join(
                f"cast(nullif('{value}', '') as {kind}) as {name}"
                for name, value in zip(names, row, strict=True)
            )
            for row in rows or [[""] * len(names)]
        ]
        self.target.query("create schema if not exists surveillance")
        self.target.query(f"drop table if exists {table}{end}")
        self.target.query(
            f"create table {table} as select {' union all select '.join(selects)}"
            f"{'' if rows else ' limit 0'}"
        )


@pytest.fixture(scope="module")
def new_project(tmp_path_factory):
    project = create_project(tmp_path_factory.mktemp("intake") / "project")
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


@pytest.fixture
def intake(new_project, open_target):
    return Intake(new_project, open_target("duckdb"))


@pytest.fixture(params=TARGETS)
def intake_anywhere(request, new_project, open_target):
    if request.param == "bigquery" and not request.config.getoption("--long"):
        pytest.skip("the endpoint of BigQuery is asked in long runs")
    return Intake(new_project, open_target(request.param))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ESS606", "visit_id,visit_date,complaint,dx\n1,2025-01-01,zebrafish,R50.9\n"),
        ("ESS609", HEADER + "1,2025-01-01,zebrafish,R50.9,zebrafish\n"),
        ("ESS609", HEADER + "1,zebrafish,zebrafish,R50.9,7\n"),
        ("ESS609", HEADER + ",2025-01-01,zebrafish,R50.9,7\n"),
        ("ESS610", HEADER + "1,2025-01-01,zebrafish,R50.9,7\n1,2025-01-01,fever,R50.9,7\n"),
        ("ESS611", HEADER),
    ],
)
def test_a_refusal_has_a_code_and_nothing_of_a_visit(intake_anywhere, capfd, code, text):
    with pytest.raises(DbtError, match=code) as error:
        intake_anywhere("refused", text)
    intake_anywhere.file.unlink(missing_ok=True)
    said = capfd.readouterr()
    assert MARKER not in (str(error.value) + said.out + said.err).lower()
    assert files_with(MARKER, intake_anywhere.project) == []


def test_a_file_without_a_line_of_names_is_refused_without_showing_one(intake, capfd):
    with pytest.raises(DbtError, match="ESS") as error:
        intake("refused", "1,2025-01-01,zebrafish,R50.9\n2,2025-01-01,zebrafish fever,R50.9\n")
    intake.file.unlink()
    said = capfd.readouterr()
    assert MARKER not in (str(error.value) + said.out + said.err).lower()
    assert files_with(MARKER, intake.project) == []


def test_the_missing_columns_are_named_all_at_once_with_the_nearest(intake_anywhere):
    text = "visit_id,visit_date,complaint,dx,gender\n1,2025-01-01,fever,R50.9,F\n"
    with pytest.raises(DbtError) as error:
        intake_anywhere("misspelt", text)
    assert "{chief_complaint: complaint, diagnosis_codes: dx}" in str(error.value)
    columns = {"chief_complaint": "complaint", "diagnosis_codes": "dx"}
    assert intake_anywhere("misspelt", text, syndrome_columns=columns) == ["fever | ;r509;"]
    with pytest.raises(DbtError, match="ESS607"):
        intake_anywhere("misspelt", text, syndrome_columns={**columns, "sex": "sexe"})
    with pytest.raises(DbtError, match="ESS607"):
        intake_anywhere("misspelt", text, syndrome_columns={**columns, "colour": "gender"})


def test_names_are_known_by_their_letters(intake):
    header = "Visit ID,VISIT-DATE,Chief Complaint,Diagnosis.Codes,Age Years\n"
    text = header + "1,2025-01-20,fever,R50.9,70\n"
    ages = "select concat(ccdd_parsed, age_years) from {schema}_restricted.syndrome_visits"
    assert intake("letters", text, ages) == ["fever | ;r509;70"]
    several = header.replace("\n", ",age-years\n") + "1,2025-01-20,fever,R50.9,70,30\n"
    absent = "select columns_not_there from {schema}_restricted.rpt_intake"
    (said,) = intake("several", several, absent)
    assert "age_years" in said


def test_a_source_that_is_not_there_is_refused(intake_anywhere):
    known = {"syndrome_source": "plain", "syndrome_source_table": "nowhere"}
    with pytest.raises(DbtError, match=r"ESS608: the source .*nowhere.* is not there"):
        intake_anywhere.target.dbt(intake_anywhere.project, "run", schema="nowhere", **known)


def test_one_row_for_each_code_is_one_visit(intake_anywhere):
    rows = "1,2025-01-01,fever,R50.9,7\n1 ,2025-01-01,fever,R05.9,7\n\u00a01,2025-01-01,,R50.9,\n"
    assert intake_anywhere("united", HEADER + rows) == ["fever | ;r059;r509;"]
    further = "select further_rows from {schema}_restricted.rpt_intake"
    assert intake_anywhere("united", HEADER + rows, further) == [2]


ESSENCE = (
    "C_BioSense_ID,C_Visit_Date,C_Processed_Facility_ID,Arrived_Date_Time,CCDDParsed,DDParsed\n"
    "a,2025-01-01,f,2025-01-01 10:00:00,FELL | ;W19XXXA;,;W19XXXA;\n"
    "a,2025-01-01,f,2025-01-01 10:00:00,FELL |,\n"
    "a,2025-01-01,f,2025-01-01 10:00:00,{complaint} | ;I10;,;I10;\n"
)


def test_rows_of_an_extract_that_differ_in_codes_alone_are_united(intake_anywhere):
    build = ("united_extract", ESSENCE.format(complaint="FELL"))
    assert intake_anywhere(*build, syndrome_source="essence") == ["fell | ;i10; ;w19xxxa;"]
    doubt = "select rows_without_codes from {schema}_restricted.rpt_intake"
    assert intake_anywhere(*build, doubt, syndrome_source="essence") == [1]
    with pytest.raises(DbtError, match="ESS610"):
        intake_anywhere(
            "united_extract", ESSENCE.format(complaint="FALL"), syndrome_source="essence"
        )


def test_what_looks_like_damage_is_counted(intake_anywhere):
    rows = "1,2025-01-01,caf\ufffd,R50.9; see note,7\n2,2025-01-01,NA,R50.9,7\n"
    doubts = "damaged_texts || '-' || words_beside_codes || '-' || without_complaint"
    if intake_anywhere.target.name == "bigquery":
        doubts = "concat(damaged_texts, '-', words_beside_codes, '-', without_complaint)"
    asked = f"select {doubts} from {{schema}}_restricted.rpt_intake"
    assert intake_anywhere("doubtful", HEADER + rows, asked) == ["1-1-1"]


def test_a_control_character_in_a_key_is_counted(intake_anywhere):
    """It makes a visit of its own of a row."""
    rows = "1,2025-01-01,fever,R50.9,7\n1\x07,2025-01-01,fever,R50.9,7\n"
    asked = "select damaged_texts from {schema}_restricted.rpt_intake"
    assert intake_anywhere("damaged_key", HEADER + rows, asked) == [1]


def test_a_key_that_hundreds_of_rows_share_is_refused(intake_anywhere):
    rows = ["{},2025-01-01,fever,R50.9,7\n".format("ab"[at % 2]) for at in range(250)]
    with pytest.raises(DbtError, match=r"ESS610.*250 rows have 2 keys"):
        intake_anywhere("hardly_keys", HEADER + "".join(rows))


def test_what_comes_late_is_taken_up_without_a_time_of_arrival(intake_anywhere):
    first = HEADER + "1,2025-01-20,fever,,7\n2,2025-01-20,rash,,7\n"
    assert intake_anywhere("late", first) == ["fever |", "rash |"]
    late = HEADER + "1,2025-01-20,fever,R50.9,7\n2,2025-01-20,rash,,7\n3,2024-12-01,cough,,7\n"
    assert intake_anywhere("late", late) == ["cough |", "fever | ;r509;", "rash |"]
    updated = "select count(distinct updated_at) from {schema}_restricted.syndrome_visits"
    assert intake_anywhere("late", late, updated) == [2]


def test_an_extract_that_lost_its_visits_deletes_none(intake_anywhere):
    whole = HEADER + "".join(f"{at},2025-01-20,fever,,7\n" for at in range(10))
    assert len(intake_anywhere("lost", whole)) == 10
    rest = HEADER + "".join(f"{at},2025-01-20,fever,,7\n" for at in range(7))
    with pytest.raises(DbtError, match=r"ESS611.*3 fewer of the 10 visits known \(30.0 %\)"):
        intake_anywhere("lost", rest)
    with pytest.raises(DbtError, match="ESS611"):
        intake_anywhere("lost", HEADER)
    assert len(intake_anywhere("lost", rest, syndrome_lost_limit=30)) == 7
    assert intake_anywhere("lost", HEADER, syndrome_accept_lost_visits=True) == []


def test_what_cannot_be_read_is_counted_below_the_limit(intake_anywhere):
    text = HEADER + "1,2025-01-01,fever,,unclear\n2,2025-01-01,rash,,34 Y\n"
    unread = "select unreadable_age_years from {schema}_restricted.rpt_intake"
    assert intake_anywhere("counted", text, unread, syndrome_unreadable_limit=50) == [1]
    ages = "select age_years from {schema}_restricted.syndrome_visits order by age_years nulls last"
    assert intake_anywhere("counted", text, ages, syndrome_unreadable_limit=50) == [34, None]


def _log_of(target, project, schema, variables, *command):
    """Run dbt in a schema, and return what its log says."""
    profiles = target.write_profile(project, schema)
    run_dbt(
        [
            *(*command, "--vars", yaml.safe_dump(variables)),
            *("--project-dir", str(project), "--profiles-dir", str(profiles)),
            *("--log-level", "none", "--log-path", str(project / "logs")),
        ]
    )
    return (project / "logs" / "dbt.log").read_text(encoding="utf-8")


def test_the_selector_for_the_classification_says_what_came_in(tmp_path, open_target):
    project = small_project(tmp_path / "project")
    fever = {"name": "fever", "version": 1, "title": "Fever", "fields": ["ccdd_parsed"]}
    define(project, fever, "^fever^,and,^;r509^")
    compile_project(project)
    text = (
        "visit_id,visit_date,chief_complaint,diagnosis_codes,secondary_dx,dx_date,triage_notes,x7\n"
        '1,2025-01-01,fever 5" cut,R50.9,zebrafish,,,I10\n'
        '2,2025-01-01,"fever\n""zebrafish""",R50.9 zebrafish fever,,,,\n'
        "3,2025-01-01,fever,R50.9 Fever; zebrafish,,,,W19.XXXA zebrafish\n"
        "4,2025-01-01,fever,W19.XXXA^zebrafish^I10,,,,\n"
    )
    (project / "visits.csv.gz").write_bytes(gzip.compress(text.encode()))
    target = open_target("duckdb")
    file = {"syndrome_source": "plain", "syndrome_source_file": str(project / "visits.csv.gz")}
    log = _log_of(target, project, "selected", file, "build", "--selector", "classification")
    said = [line.partition("Intake: ")[2] for line in log.splitlines() if " Intake: " in line]
    assert said == [
        "line breaks within texts: 1; rows with a double quote within a text that is not in "
        "quotes: 1",
        "files packed as .gz: 1; DuckDB does not compare their check sums: `gzip -t` does, and so "
        "does `syndrome classify`",
        "ESS413: named as a complaint or codes are, or holding what looks like codes, and not "
        "read: secondary_dx, x7; if they hold more of it, say so with {sql: …} in syndrome_columns",
        "4 rows are 4 visits, of 2025-01-01 to 2025-01-01, the last arrived at 2025-01-01 00:00:00",
        "0 visits without a complaint, 0 without codes; also: nothing",
        "could not be read: nothing; not asked beside codes: something in 3 visits, such as "
        "`X99.9 words`; not in the source: arrived_at, facility_id, patient_id, state, county, "
        "age_years, sex, is_emergency, is_inpatient, chief_complaint_history",
    ]
    matches = "select count(visit_id) from selected_restricted.int_syndrome_classification"
    assert target.query(matches) == [(3,)]
    assert MARKER not in log


@pytest.mark.parametrize("absent", [("Age", "Sex"), ("HasBeenE",)])
def test_of_a_column_that_is_not_there_is_said_once_that_it_is_not(tmp_path, open_target, absent):
    project = small_project(tmp_path / "project")
    compile_project(project)
    names = ["C_BioSense_ID", "C_Visit_Date", "C_Processed_Facility_ID", "Arrived_Date_Time"]
    others = {"CCDDParsed": "fever |", "Age": "", "Sex": "", "HasBeenE": ""}
    there = {name: value for name, value in others.items() if name not in absent}
    row = ["1", "2025-01-01", "f", "2025-01-01 10:00:00", *there.values()]
    file = project / "visits.csv"
    file.write_text(f"{','.join([*names, *there])}\n{','.join(row)}\n", encoding="utf-8")
    source = {"syndrome_source": "essence", "syndrome_source_file": str(file)}
    command = ("run", "--select", "+rpt_intake", "--full-refresh")
    log = _log_of(open_target("duckdb"), project, "absent", source, *command)
    missing = {"Age": "age years", "Sex": "sex", "HasBeenE": "is emergency"}
    for name, words in missing.items():
        assert (f"missing {words} 1" in log) == (name not in absent)
        assert (f" {name}" in log.partition("not in the source:")[2]) == (name in absent)


def test_what_stands_beside_codes_is_counted_and_named(intake_anywhere):
    text = HEADER + "1,2025-01-01,fever,R50.9 Fever,7\n2,2025-01-01,rash,R21,7\n"
    named = (
        "select concat(cast(words_beside_codes as {text}), ' ', form_beside_codes)"
        " from {{schema}}_restricted.rpt_intake"
    ).format(text="string" if intake_anywhere.target.name == "bigquery" else "text")
    assert intake_anywhere("named", text, named) == ["1 X99.9 words"]


@pytest.mark.parametrize(
    "variables",
    [
        {"syndrome_source": "other"},
        {"syndrome_source_schema": 'x"; create table main.planted as select 1; --'},
        {"syndrome_steady_variation": "40 or (select 1 = 1)"},
        {"syndrome_review_seed": "1; drop table x"},
        {"syndrome_forget_deleted": "no"},
        {"syndrome_kept_fields": ["ccdd_parsed, 1"]},
        {"syndrome_fewest_facilities": "three"},
        {"syndrome_complete_after_days": "0 or 1"},
        {"syndrome_first_cut": {"standard": "place' or '1"}},
        {"syndrome_time_zone": "UTC'; create table main.planted as select 1; --"},
        {"syndrome_date_order": "ymd' or '1"},
        {"syndrome_first_cut": {"standard' or '1": "place"}},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_a_var_of_no_form_is_refused(intake, variables):
    with pytest.raises(DbtError, match="ESS601"):
        intake("vars", HEADER, **variables)
    intake.file.unlink(missing_ok=True)


@pytest.mark.parametrize(
    "secret",
    ["", "short", " " * 20, "a" * 20, "passwordpassword", "generated visits", "abcdefgh" * 3],
)
def test_a_secret_that_can_be_guessed_is_refused(intake, monkeypatch, secret):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", secret)
    with pytest.raises(DbtError, match="ESS602"):
        intake("secrets", HEADER + "1,2025-01-20,fever,,7\n")
    intake.file.unlink(missing_ok=True)


def test_descriptions_are_whole():
    """An unquoted comma in braces ends a description; what follows becomes a key of its own."""
    allowed = {"name", "description", "data_type", "data_tests", "config", "constraints"}
    folders = (data_path("macros"), data_path("dbt_project"))
    for path in sorted(path for folder in folders for path in folder.rglob("*.yml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        for kind in ("models", "seeds"):
            for node in read.get(kind, ()) if isinstance(read.get(kind), list) else ():
                for column in node.get("columns", ()):
                    assert set(column) <= allowed, (path.name, node["name"], column)


def test_dbts_log_does_not_hold_the_secret(intake, open_target, monkeypatch):
    secret = "5d1f0c8a7be2946350aa"
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", secret)
    intake.file.write_text(HEADER + "1,2025-01-20,fever,,7\n", encoding="utf-8")
    variables = {"syndrome_source": "plain", "syndrome_source_file": str(intake.file)}
    profiles = open_target("duckdb").write_profile(intake.project, "logged")
    run_dbt(
        [
            *("run", "--select", "+syndrome_visits", "--full-refresh"),
            *("--project-dir", str(intake.project), "--profiles-dir", str(profiles)),
            *("--log-level", "none", "--log-path", str(intake.project / "logs/plain")),
            *("--vars", yaml.safe_dump(variables)),
        ]
    )
    intake.file.unlink()
    assert files_with(secret, intake.project / "logs" / "plain") == []


def test_a_run_on_no_rows_deletes_nothing(intake, open_target):
    text = HEADER + "1,2025-01-20,fever,,7\n"
    assert intake("tried", text) == ["fever |"]
    intake.file.write_text(text, encoding="utf-8")
    open_target("duckdb").dbt(
        intake.project,
        *("run", "--empty", "--select", "+syndrome_visits"),
        schema="tried",
        syndrome_source="plain",
        syndrome_source_file=str(intake.file),
        syndrome_source_table="tried",
    )
    intake.file.unlink()
    assert len(open_target("duckdb").query(TEXTS.format(schema="tried"))) == 1


@pytest.mark.parametrize("column", ["sex", "triage_notes", "clinical_impression"])
def test_a_column_that_a_definition_asks_must_be_there(tmp_path, open_target, column):
    project = small_project(tmp_path / "project")
    definition = {"name": "asks", "version": 1, "title": "Asks", "fields": ["ccdd_parsed"]}
    asked = {"filters": {"sex": ["F"]}} if column == "sex" else {"fields": [column]}
    define(project, {**definition, **asked}, "^fever^")
    define(project, {**definition, "name": "asks_nothing_more"}, "^fever^")
    compile_project(project)
    file = project / "visits.csv"
    file.write_text(HEADER + "1,2025-01-01,fever,R50.9,7\n", encoding="utf-8")
    source = {"syndrome_source": "plain", "syndrome_source_file": str(file)}
    select = ("run", "--select", "+syndrome_asks_nothing_more_v1", "+syndrome_asks_v1")
    with pytest.raises(DbtError, match=rf"ESS606(.|\n)*{column}, which syndrome_asks_v1 asks"):
        open_target("duckdb").dbt(project, *select, schema="asked", **source)
    without = (*select, "--exclude", "syndrome_asks_v1")
    open_target("duckdb").dbt(project, *without, schema="asked", **source)


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("syndrome_policies", "policy,period\nstandard\n", "line 2: fewer fields"),
        ("syndrome_policies", "policy,period\nstandard,week\n", "no column geography"),
        ("reviewer_labels", 'visit_id,definition\n1,"zebrafish\n', "line 2: a double quote"),
    ],
)
def test_a_damaged_seed_is_refused_without_showing_a_row(
    tmp_path, open_target, capfd, name, text, place
):
    project = small_project(tmp_path / "project")
    (project / "seeds" / f"{name}.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DbtError, match=rf"ESS401.*{name}.csv, (line 1: it has )?{place}") as error:
        open_target("duckdb").dbt(project, "seed", "--select", name, schema="seeded")
    said = capfd.readouterr()
    assert MARKER not in (str(error.value) + said.out + said.err).lower()
    (project / "seeds" / f"{name}.csv").unlink()
    assert files_with(MARKER, project) == []
