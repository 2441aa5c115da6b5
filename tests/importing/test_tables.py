"""Workbooks and files of R: definitions come in as from CSV, and what is hostile is refused."""

import gzip
import io
import struct
import zipfile

import openpyxl
import pandas
import pytest
import rdata

from transpiler.definition import DefinitionError
from transpiler.importing import ImportOutcome, import_definitions

API = (
    "https://essence.example.org/nssp_essence/api/dataDetails/csv?geography=wa&datasource=va_hosp"
    "&userId=4714&startDate=1Jan2025&endDate=2Jan2025&aqtTarget=DataDetails"
)
QUERY = "(,^fever^,or,^;R50^,),andnot,^denies fever^"


def workbook(path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def imported(path):
    return list(import_definitions([path], path.parent / "out"))


def evaluation(tmp_path, *rows):
    """A workbook of the shape that evaluations of definitions use."""
    about = [None, "[Name]", "[What fields does this query apply to?]", "[The full query]", "[API]"]
    header = ["defX", "Syndrome", "Fields", "Structure", "API"]
    setup = [["[Your name.]", "[Use API syntax.]"], ["PointOfContact", "POCEmail"], ["A", "a@b.c"]]
    return workbook(
        tmp_path / "table.xlsx", ("Setup", setup), ("Definitions", [about, header, *rows])
    )


def test_a_workbook_of_an_evaluation_gives_name_fields_query_and_the_filters_of_the_address(
    tmp_path,
):
    fields = "ChiefComplaintUpdates, DischargeDiagnosis and Admit_Reason_Combo"
    address = f"{API}&ccddCategory=fever%20v2&hasBeenE=1&ageNCHS=65-74&ageNCHS=75-1000"
    (found,) = imported(evaluation(tmp_path, ["def1", "Fever v2", fields, QUERY, address]))
    assert found.outcome is ImportOutcome.REPAIRED
    definition = found.definition
    assert definition.identifier == "fever_v2"
    assert [part.fields for part in definition.parts] == [
        ("chief_complaint_history", "discharge_diagnosis", "admit_reason_combo")
    ]
    assert definition.parts[0].query.text == QUERY
    assert (definition.filters.emergency_visit, definition.filters.age.min) == (True, 65)
    assert any("userId" in step for step in dict(definition.meta)["imported"]["done"])
    assert "4714" not in found.path.read_text(encoding="utf-8")


def test_an_address_that_asks_another_query_than_the_cell_beside_it_is_doubted(tmp_path):
    other = f"{API}&ccddFreeText=%5Echills%5E"
    same = f"{API}&CCDDParsedFreeText={QUERY.replace('^', '%5E').replace(' ', '%20')}"
    rows = [["1", "A v1", "CCDD", QUERY, other], ["2", "B v1", None, QUERY, same]]
    doubted, agreed = imported(evaluation(tmp_path, *rows))
    assert [found.code for found in doubted.diagnostics] == ["ESS519"]
    assert agreed.definition.parts[0].fields == ("ccdd_parsed",)


def test_an_address_alone_in_a_row_is_the_query(tmp_path):
    (found,) = imported(
        evaluation(tmp_path, ["1", "A v1", None, None, f"{API}&ccddFreeText=%5Echills%5E"])
    )
    assert found.definition.parts[0].query.text == "^chills^"
    (refused,) = imported(evaluation(tmp_path, ["1", "B v1", None, QUERY, f"{API}&unheardOf=1"]))
    assert "unheardOf" in refused.diagnostics[0].message


def test_formulas_and_errors_of_a_spreadsheet_are_refused_with_their_cell(tmp_path):
    rows = [
        ["name", "query"],
        ["A", "^a^"],
        ["B", '="^b^"'],
        ["C", "#NAME?"],
        ["D", "^d^"],
        ["E", "^e^,or," * 5_000],
    ]
    found = imported(workbook(tmp_path / "a.xlsx", ("S", rows)))
    assert [one.outcome.value for one in found] == [
        "clean",
        "refused",
        "refused",
        "clean",
        "refused",
    ]
    assert "B3 holds a formula" in found[1].diagnostics[0].message
    assert "B4 holds an error" in found[2].diagnostics[0].message
    assert "may have been cut" in found[4].diagnostics[0].message


def test_a_hidden_sheet_is_told_and_not_read(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx",
        ("Now", [["name", "query"], ["A", "^a^"]]),
        ("Before", [["name", "query"], ["A", "^old^"]]),
    )
    book = openpyxl.load_workbook(path)
    book["Before"].sheet_state = "hidden"
    book.save(path)
    now, before = imported(path)
    assert (now.outcome, before.outcome) == (ImportOutcome.CLEAN, ImportOutcome.REFUSED)
    assert before.origin.endswith("#Before")


def test_a_workbook_without_a_column_of_queries_is_refused_with_its_columns(tmp_path):
    (found,) = imported(workbook(tmp_path / "a.xlsx", ("S", [["shoe", "size"], ["A", "^a^"]])))
    assert "shoe, size" in found.diagnostics[0].message


def replaced(path, member, change):
    """Write the workbook anew with one member changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[member] = change(members[member])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)


SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>"""


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b" " * 70_000_000,
        lambda data: data[: len(data) // 2],
        lambda data: ENTITIES + data.partition(b"?>")[2].replace(b"^a^", b"&b;"),
        lambda data: data.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"'),
    ],
    ids=["unpacks to much", "cut", "entities", "a row far down"],
)
def test_a_hostile_workbook_is_refused(tmp_path, change):
    path = workbook(tmp_path / "a.xlsx", ("S", [["name", "query"], ["A", "^a^"]]))
    replaced(path, SHEET, change)
    try:
        found = imported(path)
    except DefinitionError as error:
        assert error.diagnostics[0].code == "ESS512"
    else:
        assert [one.outcome for one in found] == [ImportOutcome.REFUSED] * len(found)
        assert found


def frame_of(**columns):
    return pandas.DataFrame(columns, dtype="object")


def test_a_data_frame_of_r_gives_a_definition_a_row(tmp_path):
    path = tmp_path / "syndef.rds"
    logic = [f"Search CC and DD Parsed Free Text: {QUERY}\n", None, "Resp"]
    names = ["CCDD Category: Fever v3", "CCDD Category: Nothing v1", "Syndrome: Resp"]
    rdata.write_rds(path, frame_of(syndrome=names, query_logic=logic))
    first, empty, name_only = imported(path)
    assert (first.definition.identifier, first.definition.title) == ("fever_v3", "Fever v3")
    assert first.definition.parts[0].fields == ("ccdd_parsed",)
    assert [empty.outcome, name_only.outcome] == [ImportOutcome.REFUSED] * 2


def test_factors_and_lists_of_data_frames_are_read(tmp_path):
    path = tmp_path / "a.rds"
    frame = frame_of(query=["^b^", "^a^"]).assign(name=pandas.Categorical(["B", "A"]))
    rdata.write_rds(path, {"categories": frame, "other": 1})
    assert [one.definition.name for one in imported(path)] == ["b", "a"]


def hostile_sequence():
    """An R file whose row names are a sequence of a thousand billion numbers, kept in short."""
    symbol = b"\0\0\0\x01" + struct.pack(">ii", 9 | 64 << 12, 14) + b"compact_intseq"
    pairs = b"\0\0\0\x02" + symbol + b"\0\0\0\x02" + symbol + b"\0\0\0\xfe"
    state = struct.pack(">ii", 14, 3) + struct.pack(">ddd", 1e12, 1, 1)
    body = struct.pack(">i", 238) + pairs + state + b"\0\0\0\xfe"
    return (
        b"X\n" + struct.pack(">iii", 3, 0x40000, 0x30500) + struct.pack(">i", 5) + b"UTF-8" + body
    )


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(b"X\n" + b"\0" * 80_000_000),
        gzip.compress(hostile_sequence()),
        b"X\n\0\0",
        b"",
        b"name,query\nA,^a^\n",
        io.BytesIO(b"\x1f\x8bgarbage").getvalue(),
    ],
    ids=["unpacks to much", "a sequence in short", "cut", "empty", "text", "no gzip"],
)
def test_a_hostile_file_of_r_is_refused(tmp_path, data):
    path = tmp_path / "a.rds"
    path.write_bytes(data)
    with pytest.raises(DefinitionError) as error:
        imported(path)
    assert error.value.diagnostics[0].code == "ESS512"
    assert "Warning" not in error.value.diagnostics[0].message


def test_an_address_is_a_source_of_its_own(tmp_path):
    address = f"{API}&ccddCategory=CDC%20Fall%20v3&hasBeenE=1"
    (found,) = import_definitions([address], tmp_path)
    assert (found.definition.identifier, found.definition.title) == ("cdc_fall_v3", "CDC Fall v3")
    (titled,) = import_definitions([address], tmp_path, title="Our falls v2")
    assert titled.definition.identifier == "our_falls_v2"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("CCDDCategory_flat", ("ccdd_category",)),
        ("Chief Complaint History, Triage Notes", ("chief_complaint_history", "triage_notes")),
        ("NA", ("ccdd",)),
        ("Undefined", ("ccdd",)),
    ],
)
def test_a_column_of_fields_beside_a_column_of_definitions_counts(tmp_path, given, expected):
    """It was passed over where the column of queries may hold words as well."""
    (found,) = imported_row(tmp_path / "one", f'A,"^cough^","{given}"')
    assert found.definition.parts[0].fields == expected
    (found,) = imported_row(tmp_path / "two", 'A,"Triage Notes: ^cough^",DDParsed')
    assert found.definition.parts[0].fields == ("triage_notes",)
    (found,) = imported_row(tmp_path / "three", 'A,"^cough^",shoe size')
    assert [one.code for one in found.diagnostics] == ["ESS511"]


def imported_row(folder, row):
    folder.mkdir()
    (folder / "table.csv").write_text(f"Name,Definition,Fields\n{row}\n")
    return list(import_definitions([folder / "table.csv"], folder / "out"))
