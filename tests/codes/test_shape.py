"""What is written for a code, and of which system."""

import pytest

from transpiler.codes import CodeSystem, code_shape
from transpiler.parsing import parse_query

ICD10, ICD9, SNOMED = CodeSystem.ICD_10_CM, CodeSystem.ICD_9_CM, CodeSystem.SNOMED_CT


def shape_of(term):
    return code_shape(parse_query(term).root.pattern)


@pytest.mark.parametrize(
    ("term", "systems", "text"),
    [
        ("^;T7[46]5^", (ICD10,), "T7[46]5"),
        ("^[;/ ]T74.5^", (ICD10,), "T74.5"),
        ("^;Z0481;^", (ICD10,), "Z0481"),
        ("^[;/ ]W[01][0-9]^", (ICD10,), "W[01][0-9]"),
        ("^T74.51^", (ICD10,), "T74.51"),
        ("^;C7A^", (ICD10,), "C7A"),
        ("^;O9A_1^", (ICD10,), "O9A_1"),
        ("^;713834002^", (SNOMED,), "713834002"),
        ("^[;/ ]288371000119106^", (SNOMED,), "288371000119106"),
        ("^;995.53^", (ICD9,), "995.53"),
        ("^;99553;^", (ICD9,), "99553"),
        ("^[;/ ]E960.1^", (ICD9,), "E960.1"),
        ("^[;/ ]V58^", (ICD10, ICD9), "V58"),
        ("^;T74^XA;^", (ICD10,), "T74"),
    ],
)
def test_a_code_is_recognised_with_its_system(term, systems, text):
    shape = shape_of(term)
    assert shape is not None
    assert shape.systems == systems
    assert shape.text == text


@pytest.mark.parametrize(
    "term",
    ["^Car^", "^ h1n1^", "^b12^", "!K2!", "^;MotorVehicle;^", "^ 911 ^", "^;^", "^", "^2020^"],
)
def test_words_numbers_and_category_names_are_not_codes(term):
    assert shape_of(term) is None


@pytest.mark.parametrize(
    ("term", "opens", "closes"),
    [
        ("^;T745^", True, False),
        ("^;T745;^", True, True),
        ("^;T745", True, True),
        ("^T74.5^", False, False),
    ],
)
def test_where_a_code_begins_and_ends(term, opens, closes):
    shape = shape_of(term)
    assert (shape.opens, shape.closes) == (opens, closes)


def test_a_dot_among_other_characters_counts_as_dotted():
    assert shape_of("^[;/ ]T74[.]51^").is_dotted
    assert not shape_of("^;T7451^").is_dotted
