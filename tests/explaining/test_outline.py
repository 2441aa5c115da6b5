"""A definition as an outline."""

import pytest

from transpiler.codes import load_index
from transpiler.definition import Definition, Part, Prose, clauses
from transpiler.explaining import EntryKind, outline
from transpiler.parsing import parse_query


def outlined(query, fields=("ccdd_parsed",), index=None, **rest):
    definition = Definition(parts=(Part(fields, parse_query(query)),), **rest)
    (found,) = outline(definition, index)
    return found


def entries(entry):
    yield entry
    for child in entry.children:
        yield from entries(child)


def test_clauses_are_numbered_as_evidence_numbers_them():
    query = parse_query("(,^a^,or,(,^b^,and,^c^,),),andnot,(,^d^,or,ISNULL,),andnot,ISBLANK")
    (found,) = outline(Definition(parts=(Part((), query),)), None)
    expected = [(clause.number, clause.is_negation) for clause in clauses(query.root)]
    assert [(entry.number, entry.is_negation) for entry in entries(found.root)] == expected


def test_each_kind_of_clause_says_what_it_asks():
    found = outlined("(,^a^,or,(,^b^,and,^c^,),),andnot,(,^d^,or,ISNULL,or,ISBLANK,)")
    said = {entry.number: (entry.kind, entry.says) for entry in entries(found.root)}
    assert said["0"] == (
        EntryKind.UNLESS,
        "the first of these, unless the negation after it holds",
    )
    assert said["1"] == (EntryKind.ANY, "any of these 2")
    assert said["1.2"] == (EntryKind.ALL, "all of these 2")
    assert said["2.2"] == (EntryKind.MISSING, "the field is missing")
    assert said["2.3"] == (EntryKind.BLANK, "the field is the empty text")


def test_negations_are_marked_where_they_stand():
    found = outlined("^a^,andnot,(,^b^,andnot,^c^,)")
    marks = {entry.number: (entry.is_excluded, entry.is_negation) for entry in entries(found.root)}
    assert marks == {
        "0": (False, False),
        "1": (False, False),
        "2": (True, True),
        "2.1": (False, True),
        "2.2": (True, False),
    }


def test_codes_and_titles_behind_a_pattern():
    pytest.importorskip("simple_icd_10_cm")
    codes = outlined("^;T7[46]5^", index=load_index()).root.codes
    assert [(code.dotted, code.title) for code in codes.codes] == [
        ("T74.5", "Forced sexual exploitation, confirmed"),
        ("T76.5", "Forced sexual exploitation, suspected"),
    ]
    assert (codes.others, codes.total) == (0, 18)


def test_only_the_first_codes_are_named_and_the_rest_counted():
    pytest.importorskip("simple_icd_10_cm")
    codes = outlined("^;[A-D]^", index=load_index()).root.codes
    assert codes is None  # one letter is no code
    codes = outlined("^;T1[0-9]^", index=load_index()).root.codes
    assert len(codes.codes) < codes.others + len(codes.codes) < codes.total


def test_without_titles_a_code_is_still_recognised():
    codes = outlined("^;T745^").root.codes
    assert [system.value for system in codes.systems] == ["ICD-10-CM"]
    assert codes.total == 0


def test_a_snomed_concept_is_named_as_the_definition_names_it():
    prose = Prose(codes=("713834002- Victim of child sexual exploitation (finding)",))
    named = outlined("^;713834002^", prose=prose).root.codes
    assert named.name == "Victim of child sexual exploitation (finding)"
    assert outlined("^;713834002^").root.codes.name is None
