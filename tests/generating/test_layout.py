"""The layout of the fields, which definitions are written for (docs/language.md)."""

import re

import pytest

from transpiler.generating.field_layout import (
    dotted,
    join_ccdd,
    join_codes,
    join_history,
    parse_complaint,
    undotted,
)

CODES = r";(?:[0-9A-Z]+;)+"
TEXT = r"[^;|!-/]+"


def test_ccdd_parsed_is_text_bar_codes(visits):
    layout = re.compile(rf"{TEXT} \| {CODES}|{TEXT} \||\| {CODES}")
    met = {"both": 0, "text alone": 0, "codes alone": 0}
    for visit in visits:
        if visit.ccdd_parsed is None:
            assert not visit.dd_parsed
            assert not visit.chief_complaint_parsed
            continue
        assert layout.fullmatch(visit.ccdd_parsed), visit.ccdd_parsed
        assert "  " not in visit.ccdd_parsed
        text, codes = visit.ccdd_parsed.split("|")
        assert text.strip() == (visit.chief_complaint_parsed or "")
        assert codes.strip() == (visit.dd_parsed or "")
        which = "both" if text and codes else "text alone" if text else "codes alone"
        met[which] += 1
    assert all(met.values()), met


def test_codes_of_the_raw_fields_are_dotted_here_and_not_there(visits):
    raw = [visit.discharge_diagnosis for visit in visits if visit.discharge_diagnosis]
    with_stops = sum(1 for text in raw if "." in text)
    assert len(raw) / 5 < with_stops < len(raw) * 4 / 5
    for visit in visits:
        if visit.discharge_diagnosis:
            assert visit.discharge_diagnosis.replace(".", "") == visit.dd_parsed


def test_a_history_counts_its_messages(visits):
    lengths = set()
    for visit in visits:
        for history in (visit.chief_complaint_history, visit.discharge_diagnosis_history):
            if history is not None:
                numbers = [int(found) for found in re.findall(r"(?:^|\|)\{(\d+)\};", history)]
                assert numbers == list(range(1, len(numbers) + 1))
                assert history.endswith(";")
                lengths.add(len(numbers))
    assert {1, 2, 3} <= lengths


def test_the_last_diagnosis_of_the_history_is_the_diagnosis(visits):
    for visit in visits[:5_000]:
        if visit.discharge_diagnosis is not None:
            assert visit.discharge_diagnosis_history.endswith(f";{visit.discharge_diagnosis};")


@pytest.mark.parametrize(
    "field", ["chief_complaint_original", "chief_complaint_parsed", "dd_parsed"]
)
def test_missing_and_empty_are_both_there(visits, field):
    values = [getattr(visit, field) for visit in visits]
    for value in (None, ""):
        assert 0.001 < values.count(value) / len(values) < 0.15


@pytest.mark.parametrize(
    ("sent", "parsed"),
    [
        ("abd pain, n/v", "ABDOMINAL PAIN N V"),
        ("Chest pain - SOB", "CHEST PAIN SHORTNESS OF BREATH"),
        ("  covid-19   test. ", "COVID 19 TEST"),
        ("can't walk", "CAN T WALK"),
        ("niño con fiebre", "NIÑO CON FIEBRE"),
        (".", ""),
        ("", ""),
    ],
)
def test_a_parsed_complaint_is_in_capitals_without_punctuation(sent, parsed):
    assert parse_complaint(sent) == parsed


def test_codes_are_joined_between_semicolons():
    assert join_codes(["U071", "R112"]) == ";U071;R112;"
    assert join_codes([]) == ""


@pytest.mark.parametrize(
    ("complaint", "codes", "joined"),
    [
        ("COUGH", ";U071;", "COUGH | ;U071;"),
        ("COUGH", "", "COUGH |"),
        ("COUGH", None, "COUGH |"),
        ("", ";U071;", "| ;U071;"),
        (None, ";U071;", "| ;U071;"),
        ("", "", None),
        (None, None, None),
    ],
)
def test_complaint_and_codes_are_joined_by_a_bar(complaint, codes, joined):
    assert join_ccdd(complaint, codes) == joined


def test_a_history_numbers_what_was_received():
    assert join_history(["FEVER", "COUGH"]) == "{1};FEVER;|{2};COUGH;"
    assert join_history(["", ";U07.1;"]) == "{1};;|{2};;U07.1;;"


@pytest.mark.parametrize(
    ("code", "with_stop"),
    [("T7451XA", "T74.51XA"), ("R07", "R07"), ("713834002", "713834002"), ("F32A", "F32.A")],
)
def test_the_full_stop_of_a_code_comes_and_goes(code, with_stop):
    assert dotted(code) == with_stop
    assert undotted(with_stop) == code
