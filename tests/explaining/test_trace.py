"""What a definition does with a text, clause by clause."""

from pathlib import Path

import pytest

from tests.definitions import bare
from transpiler.definition import AgeRange, Definition, Filters, Part, clauses
from transpiler.explaining import Mark, trace
from transpiler.meaning import evaluate, matches
from transpiler.parsing import load_definition, parse_query

FILE = (
    Path(__file__).parents[2]
    / "dbt_project"
    / "definitions"
    / "cdc_suspected_sex_trafficking"
    / "v1.yml"
)


@pytest.fixture(scope="module")
def sst():
    return load_definition(FILE)


def test_care_vetoes_a_confirmed_code(sst):
    found = trace(sst, "REFERRED FROM URGENT CARE | ;T7451XA;")
    assert not found.is_match
    first = found.fields[0]
    assert first.marks["0"] is Mark.VETOED
    assert (first.marks["1.1"], first.marks["2.2"]) == (Mark.TRUE, Mark.TRUE)
    (veto,) = first.vetoes
    assert [match.term.text for match in veto.matches] == ["^Car^"]


def test_a_missing_field_is_unknown_throughout(sst):
    found = trace(sst, {"ccdd_parsed": "SEX TRAFFICKING |"})
    assert found.is_match
    assert set(found.fields[1].marks.values()) == {Mark.UNKNOWN}


def test_marks_are_the_truth_of_each_clause():
    definition = bare("(,^a^,or,(,^b^,and,^c^,),),andnot,(,^d^,or,ISNULL,)")
    for text in ("", "a", "bc", "b", "ad", "d", None):
        (found,) = trace(definition, text).fields
        for clause in clauses(definition.parts[0].query.root):
            truth = evaluate(clause.node, text)
            expected = {True: {"true"}, False: {"false", "vetoed"}, None: {"unknown"}}[truth]
            assert found.marks[clause.number] in expected


def test_vetoed_means_found_and_taken_away():
    (found,) = trace(bare("^a^,andnot,^b^"), "b").fields
    assert found.marks["0"] is Mark.FALSE
    (found,) = trace(bare("^a^,andnot,^b^"), "ab").fields
    assert found.marks["0"] is Mark.VETOED


def test_filters_are_not_asked_of_a_text():
    definition = Definition(
        parts=(Part(("ccdd_parsed",), parse_query("^a^")),), filters=Filters(age=AgeRange(min=11))
    )
    assert trace(definition, "a").is_match
    assert not matches(definition, "a")


def test_every_part_must_hold():
    parts = (
        Part(("ccdd_parsed",), parse_query("^a^")),
        Part(("dd_parsed",), parse_query("^;R05;^")),
    )
    definition = Definition(parts=parts)
    assert not trace(definition, {"ccdd_parsed": "a"}).is_match
    assert trace(definition, {"ccdd_parsed": "a", "dd_parsed": ";R05;"}).is_match
