"""A file of visits, flagged: as the evaluator says, and nothing told that must not be."""

import csv
import gzip
import json

import duckdb
import pytest

from transpiler.classifying import SMALLEST_COUNT, classify
from transpiler.definition import (
    AgeRange,
    Definition,
    DefinitionError,
    Filters,
    Part,
    Policy,
    Sex,
)
from transpiler.generating import generate_visits, write_visits
from transpiler.meaning import matches
from transpiler.parsing import find_definitions, load_definition, parse_query
from transpiler.resources import data_path
from transpiler.visit_files import ColumnMapping

PURPOSE = "a test of generated visits"


def definition_of(query, *fields, **attributes):
    return Definition(parts=(Part(fields or ("ccdd_parsed",), parse_query(query)),), **attributes)


@pytest.fixture(scope="module")
def definitions():
    folder = data_path("dbt_project") / "definitions"
    filtered = definition_of(
        "^pain^,andnot,^chest^",
        "chief_complaint_parsed",
        name="pain",
        filters=Filters(age=AgeRange(11, 34), sex=(Sex.FEMALE, Sex.UNKNOWN), emergency_visit=True),
    )
    place = definition_of(
        "^pain^,or,^cough^",
        "chief_complaint_parsed",
        name="place",
        filters=Filters(inpatient=False, facility_type=("urgent care", "primary care")),
    )
    missing = definition_of("ISNULL,or,ISBLANK", "dd_parsed", name="uncoded")
    boxes = Definition(
        name="boxes",
        parts=(
            Part(("triage_notes", "ccdd"), parse_query("^fever^,or,!cough!,or,^R05_9^")),
            Part(("discharge_diagnosis",), parse_query("ISNULL,or,^,andnot,^J[0-9][0-9]^")),
        ),
    )
    found = [load_definition(path) for path in find_definitions([folder])]
    return [*found, filtered, place, missing, boxes]


@pytest.fixture(scope="module")
def planted(definitions):
    return list(generate_visits(1_500, seed=8, definitions=definitions))


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_every_flag_is_the_evaluators(tmp_path, definitions, planted, suffix):
    visits = tmp_path / f"visits{suffix}"
    write_visits(visits, 1_500, seed=8, definitions=definitions)
    output = tmp_path / f"flags{suffix}"
    found = classify(visits, definitions, output=output, purpose=PURPOSE)
    with duckdb.connect() as connection:
        rows = connection.sql(f"FROM '{output}'").fetchall()
    expected = [
        (visit.visit_id, *(matches(definition, visit._asdict()) for definition in definitions))
        for visit in planted
    ]
    assert rows == expected
    assert found.visits == len(planted)
    for at, definition in enumerate(definitions, 1):
        count = sum(row[at] for row in expected)
        hidden = 0 < count < SMALLEST_COUNT
        assert found.matched[definition.identifier] == (None if hidden else count)
    counts = found.matched.values()
    assert None in counts
    assert any(counts)


def write_csv(path, header, *rows):
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def many(row, count=SMALLEST_COUNT):
    return [row.format(number) for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, SMALLEST_COUNT - 1, SMALLEST_COUNT, 40])
def test_small_counts_are_not_told(tmp_path, count):
    rows = [*many("v{},FALL |", count), *many("w{},COUGH |", 30)]
    path = write_csv(tmp_path / "visits.csv", "visit_id,ccdd_parsed", *rows)
    told = classify(path, [definition_of("^fall^")]).matched["query_v1"]
    assert told == (None if 0 < count < SMALLEST_COUNT else count)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("C_BioSense_ID,CCDDParsed", ("ccdd_parsed",)),
        ("visit_id,ccdd_parsed", ("ccdd_parsed",)),
        ("c_biosense_id,CHIEFCOMPLAINTUPDATES", ("chief_complaint_history",)),
        ("C_BioSense_ID,CC and DD Parsed", ("ccdd_parsed",)),
        ('"visit_id"," Chief Complaint "', ("chief_complaint",)),
    ],
)
def test_columns_are_known_by_the_names_of_essence_and_of_the_project(tmp_path, header, fields):
    path = write_csv(tmp_path / "visits.csv", header, *many("v{},a fall"))
    definition = definition_of("^fall^", *fields)
    assert classify(path, [definition]).matched["query_v1"] == SMALLEST_COUNT


def test_any_column_can_be_named(tmp_path):
    header = 'key,"the ""complaint""; DROP TABLE visits",CCDDParsed'
    path = write_csv(tmp_path / "visits.csv", header, *many("v{},a fall,COUGH"))
    named = {"ccdd_parsed": 'the "complaint"; DROP TABLE visits', "visit_id": "key"}
    columns = ColumnMapping(named=named)
    output = tmp_path / "flags.csv"
    found = classify(path, [definition_of("^fall^")], columns=columns, output=output)
    assert found.matched["query_v1"] == SMALLEST_COUNT
    assert output.read_text().splitlines()[:2] == ["visit_id,query_v1", "v0,true"]


def test_the_key_is_that_of_essence_not_the_facilitys_own_number(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "Visit_ID,C_BioSense_ID,CCDD", *many("7,k{},fall"))
    output = tmp_path / "flags.csv"
    classify(path, [definition_of("^fall^", "ccdd")], output=output)
    assert output.read_text().splitlines()[1] == "k0,true"


def codes_of(error):
    return [found.code for found in error.value.diagnostics]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("visit_id,complaint", "ESS402"),
        ("visit_id,CCDDParsed,ccdd_parsed", "ESS403"),
    ],
)
def test_a_field_without_one_column_is_refused(tmp_path, header, code):
    path = write_csv(tmp_path / "visits.csv", header, "a,b,c"[: 2 * len(header.split(",")) - 1])
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^fall^")])
    assert codes_of(error) == [code]
    assert "--column ccdd_parsed=" in str(error.value)


def test_all_that_is_missing_is_said_at_once(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "a,b", "c,d")
    with pytest.raises(DefinitionError) as error:
        classify(
            path,
            [definition_of("^fall^", "ccdd", "dd_parsed", filters=Filters(age=AgeRange(1, 2)))],
            columns=ColumnMapping(named={"ccdd": "no such column", "nonsense": "a"}),
            output=tmp_path / "flags.csv",
        )
    assert sorted(codes_of(error)) == ["ESS402"] * 3 + ["ESS406"] * 2


def test_flags_need_a_key_and_counts_do_not(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "ccdd_parsed", *many("fall {}"))
    assert classify(path, [definition_of("^fall^")]).matched["query_v1"] == SMALLEST_COUNT
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^fall^")], output=tmp_path / "flags.csv")
    assert codes_of(error) == ["ESS402"]


def test_a_missing_value_and_an_empty_text_differ_in_csv(tmp_path):
    rows = [*many("v{},", 20), *many('w{},""', 13), *many('x{},"fall"', 40)]
    path = write_csv(tmp_path / "visits.csv", "visit_id,ccdd_parsed", *rows)
    asked = [
        definition_of(query, name=name)
        for name, query in (("missing", "ISNULL"), ("empty", "ISBLANK"), ("any", "^"))
    ]
    assert classify(path, asked).matched == {"missing_v1": 20, "empty_v1": 13, "any_v1": 53}


def test_values_that_cannot_be_read_count_as_missing_and_are_told(tmp_path):
    adults = many("y{},fall,99.0,no")
    rows = [*many("v{},fall,15 Y,1", 120), "w,fall,fifteen,1", "x,fall,,", *adults]
    path = write_csv(tmp_path / "visits.csv", "visit_id,CCDD,Age,HasBeenE", *rows)
    young = definition_of("^", "ccdd", filters=Filters(age=AgeRange(10, 20), emergency_visit=True))
    found = classify(path, [young])
    assert found.matched["query_v1"] == 120
    (warning,) = found.warnings
    assert warning.code == "ESS404"
    assert warning.message.startswith("1 of 132 values of Age")
    assert "fifteen" not in warning.render()


@pytest.mark.parametrize(
    ("name", "column", "values", "filters"),
    [
        ("Age", "Age", ("adult", "child"), Filters(age=AgeRange(1, 9))),
        ("sex", "Sex", ("1", "2"), Filters(sex=(Sex.MALE,))),
        ("emergency", "HasBeenE", ("E", "O"), Filters(emergency_visit=True)),
    ],
)
def test_a_filter_that_can_read_no_value_is_refused(tmp_path, name, column, values, filters):
    """Counting nothing, silently, would look like an answer."""
    rows = [f"v{number},fall,{value}" for number, value in enumerate(values)]
    path = write_csv(tmp_path / "visits.csv", f"visit_id,CCDD,{column}", *rows)
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^", "ccdd", filters=filters)])
    assert codes_of(error) == ["ESS404"]
    assert not any(value in str(error.value).split(column)[1][:20] for value in ("adult", "child"))


@pytest.mark.parametrize("column", ["visit_date", "C_Visit_Date", "arrived_at"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,FEVER |,2025-01-01", "1 of 3 values of {} are no days or times"),
        ("2,2025-02-30,FEVER |", "1 of 3 values of {} are no days or times"),
        ("2,45717,FEVER |", "1 of 3 values of {} are no days or times"),
        ("2,,FEVER |", "1 of 3 rows have no {}"),
        ("2,NULL,FEVER |", "1 of 3 rows have no {}"),
    ],
)
def test_days_and_times_must_all_be_there_as_in_a_build(tmp_path, column, row, said):
    rows = ("1,2025-01-01,FEVER |", row, "3,2025-01-01,FEVER |")
    visits = write_csv(tmp_path / "visits.csv", f"visit_id,{column},ccdd_parsed", *rows)
    with pytest.raises(DefinitionError) as error:
        classify(visits, [definition_of("^fever^", "ccdd_parsed")], unreadable=100)
    (found,) = error.value.diagnostics
    assert (found.code, found.message) == ("ESS404", said.format(column))


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("visit_id,visit_date,chief_complaint,diagnosis_codes", "Total,1234,,"),
        ("visit_id,visit_date,chief_complaint,diagnosis_codes", "1234,,,"),
        ("visit_id,visit_date,chief_complaint,diagnosis_codes", ",,Total,1234"),
        ("visit_id,chief_complaint,diagnosis_codes", "Grand total: 1234,,"),
        ("visit_id,ccdd_parsed", "sum,1234"),
        ("ccdd_parsed,C_Visit_Date,Visit_ID,Hospital", "Total,,1234,"),
        ("C_BioSense_ID,Date,CCDDParsed", "1234,,"),
    ],
)
def test_lines_of_totals_are_no_visits(tmp_path, header, row):
    tidy = {"diagnosis_codes": "R50.9", "visit_id": "1", "C_BioSense_ID": "1", "Visit_ID": "1"}
    visit = ",".join(tidy.get(name, "2025-01-01") for name in header.split(","))
    visits = write_csv(tmp_path / "visits.csv", header, visit, row)
    with pytest.raises(DefinitionError) as error:
        classify(visits, [definition_of("^fever^", "ccdd_parsed")])
    assert "ESS410" in codes_of(error)


@pytest.mark.parametrize("key", ["A1 ", " A1", "\u00a0A1", "A1\t"])
def test_blanks_around_a_key_are_no_part_of_it(tmp_path, key):
    rows = [f"{key},H1,2025-01-02 10:00,cough,", "A1,H1 ,2025-01-01 10:00,fever,"]
    path = write_csv(
        tmp_path / "visits.csv",
        "visit_id,facility_id,arrived_at,chief_complaint,diagnosis_codes",
        *rows,
    )
    output = tmp_path / "flags.csv"
    found = classify(path, [definition_of("^cough^", name="q")], output=output)
    assert found.visits == 1
    assert output.read_text(encoding="utf-8").splitlines()[1:] == ["A1,true"]


@pytest.mark.parametrize(("keys", "is_refused"), [(1, True), (2, True), (3, False)])
def test_a_key_that_hundreds_of_rows_share_is_refused(tmp_path, keys, is_refused):
    rows = [f"{at % keys},2025-01-01 10:00:{at % 60:02},fever,R50.9" for at in range(250)]
    header = "visit_id,arrived_at,chief_complaint,diagnosis_codes"
    path = write_csv(tmp_path / "visits.csv", header, *rows)
    if is_refused:
        with pytest.raises(DefinitionError, match="visit_id is hardly the key of a visit") as error:
            classify(path, [definition_of("^fever^")])
        assert codes_of(error) == ["ESS410"]
    else:
        assert classify(path, [definition_of("^fever^")]).visits == keys


UNREAD = ("other_diagnoses", "dx2", "Secondary DX", "icd10", "ReasonForVisit", "DischargeDiagnosis")
BESIDE = ("dx_date", "icd_version", "zip_codes", "idx", "triage_notes", "ChiefComplaintOrig")


@pytest.mark.parametrize("name", [*UNREAD, *BESIDE])
def test_columns_that_may_hold_more_codes_or_complaints_are_counted(tmp_path, name):
    header = f"visit_id,chief_complaint,diagnosis_codes,{name}"
    rows = ["1,cough,R05.9,zebrafish", "2,cough,R05.9,NA", "3,cough,R05.9,"]
    path = write_csv(tmp_path / "visits.csv", header, *rows)
    found = classify(path, [definition_of("^cough^")])
    said = [one.render() for one in found.warnings if one.code == "ESS413"]
    assert found.intake.unread == ({name: 1} if name in UNREAD else {})
    assert len(said) == (name in UNREAD)
    assert all(f"{name} in 1 rows" in one and "zebrafish" not in one for one in said)
    is_meant = ColumnMapping(named={"chief_complaint": "chief_complaint", "diagnosis_codes": name})
    assert (
        classify(path, [definition_of("^cough^")], columns=is_meant, unreadable=100).intake.unread
        == {}
    )


@pytest.mark.parametrize(
    ("values", "is_told"),
    [
        (["W19.XXXA", "", "i10;r05", "NA"], True),
        (["W19.XXXA Fall", "[I10]", "see note"], True),
        (["W19XXXA"] * 30, True),
        ([f"K1{number:05}" for number in range(30)], False),  # keys
        (["fever", "I10", "cough"], False),
        (["12345", "E", ""], False),
    ],
)
def test_a_column_of_any_name_that_holds_what_looks_like_codes_is_told(tmp_path, values, is_told):
    rows = [f"{at},cough,R05.9,{value}" for at, value in enumerate(values)]
    header = "visit_id,chief_complaint,diagnosis_codes,x7"
    path = write_csv(tmp_path / "visits.csv", header, *rows)
    found = classify(path, [definition_of("^cough^")])
    assert list(found.intake.unread) == ["x7"] * is_told
    assert [one.code for one in found.warnings].count("ESS413") == is_told


@pytest.mark.parametrize("name", ["C_Visit_Date", "Date", "C_Visit_Date_Time", "date"])
def test_the_day_of_an_extract_is_known_by_every_name_that_essence_has_for_it(tmp_path, name):
    rows = ["1,2025-01-02,COUGH |", "1,2025-01-01,FEVER |"]
    path = write_csv(tmp_path / "visits.csv", f"C_BioSense_ID,{name},CCDDParsed", *rows)
    found = classify(path, [definition_of("^cough^")])
    assert (found.visits, str(found.intake.last_day)) == (1, "2025-01-02")
    assert "visit_date" not in found.intake.absent


PLAIN = "visit_id,visit_date,chief_complaint,diagnosis_codes,sex,is_emergency,arrived_at"
FALLEN = ("^;W19^", "^;S62^", "^fell^")


@pytest.mark.parametrize(
    ("rows", "flagged"),
    [
        (["fell,W19.XXXA,F,1,2025-01-01", "fell,S62.101A,F,1,2025-01-01"], FALLEN),
        (["fell,W19.XXXA,F,1,2025-01-01 09:00 AM", "rash,L27.0,F,0,2025-01-01 01:00 PM"], ()),
        (["rash,L27.0,F,0,2025-01-01 01:00 PM", "fell,W19.XXXA,F,1,2025-01-01 09:00 AM"], ()),
        (["fell,W19.XXXA,F,1,2025-01-01 9:00", "fell,S62.1,F,0,2025-01-01 9:00"], FALLEN),
        # what one of them says
        (["fell,W19.XXXA,,,2025-01-01", ",S62.101A,F,1,2025-01-01"], FALLEN),
    ],
)
def test_rows_of_one_visit_are_taken_together_as_the_models_do(tmp_path, rows, flagged):
    path = write_csv(tmp_path / "visits.csv", PLAIN, *(f"1,2025-01-01,{row}" for row in rows))
    asked = [
        definition_of(query, name=f"q{at}", filters=Filters(emergency_visit=True))
        for at, query in enumerate(FALLEN)
    ]
    output = tmp_path / "flags.csv"
    found = classify(path, asked, output=output)
    assert found.visits == 1
    (_, *flags) = next(csv.reader(output.read_text(encoding="utf-8").splitlines()[1:]))
    assert flags == [str(query in flagged).lower() for query in FALLEN]


@pytest.mark.parametrize("other", ["rash,W19.XXXA,F,1,2025-01-01", "fell,W19.XXXA,M,1,2025-01-01"])
def test_rows_of_one_visit_that_contradict_one_another_are_refused(tmp_path, other):
    rows = [f"1,2025-01-01,{row}" for row in ("fell,W19.XXXA,F,1,2025-01-01", other)]
    path = write_csv(tmp_path / "visits.csv", PLAIN, *rows)
    women = definition_of("^fell^", "ccdd_parsed", filters=Filters(sex=(Sex.FEMALE,)))
    with pytest.raises(DefinitionError) as error:
        classify(path, [women])
    assert codes_of(error) == ["ESS410"]


def test_rows_of_an_extract_that_differ_in_codes_alone_are_united(tmp_path):
    header = "C_BioSense_ID,Arrived_Date_Time,CCDDParsed,DDParsed"
    rows = [
        f"a,2025-01-01 10:00:00,FELL |{codes},{codes.strip()}"
        for codes in (" ;W19XXXA;", "", " ;S62101A;")
    ]
    path = write_csv(tmp_path / "visits.csv", header, *rows)
    asked = [definition_of(query, name=f"q{at}") for at, query in enumerate(FALLEN)]
    asked += [definition_of(query, "dd_parsed", name=f"d{at}") for at, query in enumerate(FALLEN)]
    output = tmp_path / "flags.csv"
    assert classify(path, asked, output=output).visits == 1
    (_, *flags) = next(csv.reader(output.read_text(encoding="utf-8").splitlines()[1:]))
    assert flags == ["true", "true", "true", "true", "true", "false"]
    write_csv(path, header, *rows, "a,2025-01-01 10:00:00,FALL | ;W19XXXA;,;W19XXXA;")
    with pytest.raises(DefinitionError) as error:
        classify(path, asked)
    assert codes_of(error) == ["ESS410"]


@pytest.mark.parametrize("column", ["TRUE", "1", "1.0", "t"])
def test_spellings_of_yes(tmp_path, column):
    path = write_csv(tmp_path / "visits.csv", "CCDD,HasBeenE", *many(f"fall {{}},{column}"))
    emergency = definition_of("^", "ccdd", filters=Filters(emergency_visit=True))
    assert classify(path, [emergency]).matched["query_v1"] == SMALLEST_COUNT


def test_parquet_with_typed_columns(tmp_path):
    path = tmp_path / "visits.parquet"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT range AS visit_id, 'Fall' AS CCDD, 20.9 AS Age, TRUE AS HasBeenE FROM range(12)"
        ).write_parquet(str(path))
    young = definition_of("^fall^", "ccdd", filters=Filters(AgeRange(20, 20), (), True))
    assert classify(path, [young]).matched["query_v1"] == 12


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("chief_complaint", "encode('zebrafish')"),
        ("chief_complaint", "['zebrafish']"),
        ("diagnosis_codes", "encode('R50.9')"),
        ("age_years", "[70]"),
        ("visit_date", "true"),
    ],
)
def test_columns_of_types_that_hold_no_such_value_are_refused(tmp_path, column, value):
    values = {
        "visit_id": "1",
        "visit_date": "date '2025-01-01'",
        "chief_complaint": "'fever'",
        "diagnosis_codes": "'R50.9'",
        "age_years": "70",
        column: value,
    }
    path = tmp_path / "visits.parquet"
    duckdb.sql(
        f"select {', '.join(f'{sql} as {name}' for name, sql in values.items())}"
    ).write_parquet(str(path))
    old = definition_of("^fever^", filters=Filters(age=AgeRange(65, None)))
    with pytest.raises(DefinitionError) as error:
        classify(path, [old])
    assert codes_of(error) == ["ESS607"]
    assert "zebrafish" not in str(error.value)


def test_flags_of_single_visits_need_a_purpose_where_no_case_finding_is_meant(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "visit_id,ccdd_parsed", *many("v{},FALL |"))
    asked = [
        definition_of("^fall^", name="open"),
        definition_of("^fall^", name="closed", policy=Policy.NO_CASE_FINDING),
    ]
    output = tmp_path / "flags.csv"
    for purpose in (None, "", "  "):
        with pytest.raises(DefinitionError) as error:
            classify(path, asked, output=output, purpose=purpose)
        assert codes_of(error) == ["ESS405"]
        assert "closed_v1" in str(error.value)
        assert "open_v1" not in str(error.value)
        assert not output.exists()
    assert classify(path, asked).matched == {"open_v1": 11, "closed_v1": 11}
    classify(path, asked, output=output, purpose=PURPOSE)
    manifest = json.loads((tmp_path / "flags.csv.json").read_text(encoding="utf-8"))
    assert manifest["purpose"] == PURPOSE
    assert [found["policy"] for found in manifest["definitions"]] == ["standard", "no_case_finding"]


SECRET = "PLANTED_MARKER_OF_A_COMPLAINT"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("visits.csv", f"visit_id,ccdd_parsed\n1,M\xfcller {SECRET}\n".encode("latin-1")),
        ("visits.csv", f'visit_id,ccdd_parsed\n1,"{SECRET}\n2,{SECRET},3\n'.encode()),
        ("visits.csv", f"visit_id,ccdd_parsed\n1,{SECRET},{SECRET}\n".encode()),
        ("visits.csv", b""),
        ("visits.parquet", f"visit_id,ccdd_parsed\n1,{SECRET}\n".encode()),
        ("visits.xlsx", SECRET.encode()),
    ],
)
def test_an_unreadable_file_is_refused_without_a_word_of_it(tmp_path, capfd, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^fall^")])
    assert set(codes_of(error)) <= {"ESS401", "ESS402"}
    shown = "".join(capfd.readouterr()) + str(error.value) + repr(error.value.__context__)
    assert SECRET not in str(error.value)
    assert error.value.__suppress_context__ or SECRET not in shown


def test_a_packed_file_whose_check_sum_is_wrong_is_refused(tmp_path):
    packed = bytearray(gzip.compress(b"visit_id,ccdd_parsed\n1,FEVER |\n"))
    path = tmp_path / "visits.csv.gz"
    path.write_bytes(packed)
    assert classify(path, [definition_of("^fever^")]).visits == 1
    for damaged in (packed[:-8] + bytes(4) + packed[-4:], packed[:-9], packed + b"zebrafish"):
        path.write_bytes(damaged)
        with pytest.raises(DefinitionError, match=r"ESS401.*it is not packed") as error:
            classify(path, [definition_of("^fever^")])
        assert "zebrafish" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        classify(tmp_path / "visits.csv", [definition_of("^fall^")])


@pytest.mark.parametrize("name", ["visits[1].csv", "visits*.csv", "a 'b' \"c\".csv"])
def test_a_file_name_is_a_name_not_a_pattern(tmp_path, name):
    write_csv(tmp_path / "visits1.csv", "ccdd_parsed", *many("fall {}", 30))
    path = write_csv(tmp_path / name, "ccdd_parsed", *many("fall {}"))
    assert classify(path, [definition_of("^fall^")]).visits == SMALLEST_COUNT


def test_definitions_of_one_name_are_refused(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "ccdd_parsed", "fall")
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^fall^"), definition_of("^fell^")])
    assert codes_of(error) == ["ESS407"]


def test_a_query_that_names_no_field_is_refused(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "ccdd_parsed", "fall")
    with pytest.raises(DefinitionError) as error:
        classify(path, [Definition(parts=(Part((), parse_query("^fall^")),))])
    assert codes_of(error) == ["ESS402"]


def test_flags_go_to_csv_or_parquet(tmp_path):
    path = write_csv(tmp_path / "visits.csv", "visit_id,ccdd_parsed", "1,fall")
    with pytest.raises(DefinitionError) as error:
        classify(path, [definition_of("^fall^")], output=tmp_path / "flags.txt")
    assert codes_of(error) == ["ESS408"]


def test_progress_ends_with_all_visits(tmp_path):
    path = tmp_path / "visits.parquet"
    with duckdb.connect() as connection:
        connection.sql(
            "SELECT if(range % 2 = 0, 'fall', 'cough') AS ccdd_parsed FROM range(250_000)"
        ).write_parquet(str(path))
    seen = []
    found = classify(
        path, [definition_of("^fall^")], on_progress=lambda done, total: seen.append((done, total))
    )
    assert found.matched["query_v1"] == 125_000
    assert seen == sorted(seen)
    assert seen[-1] == (250_000, 250_000)
    assert len(seen) > 1


def test_names_that_are_the_first_visits_are_not_shown(tmp_path):
    """A headerless CSV that something made a Parquet file of has a visit for names."""
    path = tmp_path / "visits.parquet"
    with duckdb.connect() as connection:
        connection.sql("select '2' as \"1\", 'FEVER' as \"ZEBRAFISH\"").write_parquet(str(path))
    for columns in ({}, {"ccdd_parsed": "complaint"}):
        with pytest.raises(DefinitionError) as error:
            classify(path, [definition_of("^fever^")], columns=ColumnMapping(named=columns))
        assert "ZEBRAFISH" not in str(error.value)


def test_rows_are_united_where_all_visits_count_as_emergency_visits(tmp_path):
    header = "visit_id,visit_date,chief_complaint,diagnosis_codes"
    rows = [f"{at},2025-01-01,fell,W19" for at in range(SMALLEST_COUNT)]
    path = write_csv(tmp_path / "visits.csv", header, *rows, rows[0])
    emergency = definition_of("^fell^", filters=Filters(emergency_visit=True))
    found = classify(path, [emergency])
    assert (found.visits, found.matched["query_v1"]) == (SMALLEST_COUNT, SMALLEST_COUNT)
