"""Which codes a term covers: the same as the evaluator finds in a field that holds the code."""

import pytest

from transpiler.codes import (
    class_text,
    codes_covered,
    dotted,
    outermost,
    read_listed,
    undotted,
)
from transpiler.meaning import find_match
from transpiler.parsing import parse_query


def covered(term, index):
    return codes_covered(parse_query(term).root, index)


def test_the_sst_pattern_covers_six_headers_and_twelve_billable_codes(index):
    found = covered("^;T7[46]5^", index)
    headers = [code.dotted for code in found if not code.is_billable]
    assert headers == ["T74.5", "T74.51", "T74.52", "T76.5", "T76.51", "T76.52"]
    assert len(found) - len(headers) == 12
    assert [code.title for code in outermost(found)] == [
        "Forced sexual exploitation, confirmed",
        "Forced sexual exploitation, suspected",
    ]


def test_a_closing_semicolon_makes_it_exact(index):
    assert [code.code for code in covered("^;T7451;^", index)] == ["T7451"]
    assert [code.code for code in covered("^;Z0481;^", index)] == ["Z0481"]


def test_a_dotted_pattern_covers_codes_by_their_dotted_spelling(index):
    assert covered("^[;/ ]T74.5^", index) == covered("^[;/ ]T745^", index)
    assert covered("^[;/ ]T745.1^", index) == ()


def test_words_and_other_systems_cover_nothing(index):
    for term in ("^Car^", "^;713834002^", "^;995.53^"):
        assert covered(term, index) == ()


@pytest.mark.parametrize(
    "term",
    [
        "^;T7[46]5^",
        "^;T74^XA;^",
        "^;S_25^",
        "^;R0[5-7]^",
        "^;F1[0-9]_2^",
        "^;A01;^",
        "^[;/ ]w[01]9^",
    ],
)
def test_coverage_is_what_the_evaluator_finds(term, index):
    pattern = parse_query(term).root.pattern
    expected = [code for code in index.codes if find_match(pattern, f"PAIN | ;{code.code};")]
    assert expected
    assert list(covered(term, index)) == expected


def test_dotted_coverage_is_what_the_evaluator_finds(index):
    pattern = parse_query("^[;/ ]T7[46].[56]^").root.pattern
    expected = [code for code in index.codes if find_match(pattern, f";{code.dotted};")]
    assert expected
    assert list(covered("^[;/ ]T7[46].[56]^", index)) == expected


def test_spellings():
    assert dotted("T7451XA") == "T74.51XA"
    assert dotted("R05") == "R05"
    assert undotted("Z04. 81") == "Z0481"


@pytest.mark.parametrize(
    ("item", "code", "title"),
    [
        (
            "T74.5- Forced sexual exploitation, confirmed",
            "T745",
            "Forced sexual exploitation, confirmed",
        ),
        ("Z04. 81: Encounter for examination", "Z0481", "Encounter for examination"),
        (
            "734998001 -Victim of human trafficking (finding)",
            "734998001",
            "Victim of human trafficking (finding)",
        ),
        ("713834002", "713834002", ""),
        ("T74.51XA", "T7451XA", ""),
        ("T74.51 Adult forced sexual exploitation", "T7451", "Adult forced sexual exploitation"),
        ("T74.5-", "T745", ""),
    ],
)
def test_codes_listed_in_prose(item, code, title):
    assert read_listed(item) == (code, title)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        ("0123456789", "[0-9]"),
        ("46", "[46]"),
        ("XA0123", "[0-3AX]"),
        ("ab", "[ab]"),
        (";/ ", "[ /;]"),
    ],
)
def test_classes_are_written_with_ranges(members, text):
    assert class_text(members) == text
