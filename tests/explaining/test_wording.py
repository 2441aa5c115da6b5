"""Terms in words."""

import pytest

from transpiler.explaining import in_words
from transpiler.parsing import parse_query


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("^Car^", "contains “car”"),
        ("Car", "is “car” and nothing else"),
        ("Car^", "begins with “car”"),
        ("^Car", "ends with “car”"),
        ("^feel^drown^", "contains “feel”, later “drown”"),
        ("feel^drown", "begins with “feel”, and ends with “drown”"),
        ("^feel^drown", "contains “feel”, and ends with “drown”"),
        ("a^b^c", "begins with “a”, later “b”, and ends with “c”"),
        ("!tick!", "has the word “tick” between blanks or at the field's edge"),
        ("^ rape^", "contains “ rape” (with a blank in front)"),
        ("^rape ^", "contains “rape ” (with a blank behind)"),
        ("^ass[au]lt^", "contains “ass[au]lt” ([au] is one of these characters)"),
        ("^4_wheeler^", "contains “4_wheeler” (_ is any one character)"),
        ("^", "is any text, also the empty one"),
        ("^_^", "has at least 1 character"),
        ("__", "has exactly 2 characters"),
        ("^;T7[46]5^", "an ICD-10-CM code that begins with T7[46]5"),
        ("^;Z0481;^", "the ICD-10-CM code Z0481"),
        ("^T74.51^", "an ICD-10-CM code that begins with T74.51, also in the middle of another"),
        ("^;713834002^", "a SNOMED CT concept that begins with 713834002"),
        ("^[;/ ]V58^", "an ICD-10-CM or ICD-9-CM code that begins with V58"),
        ("^[;/ ]T74.5", "ends with “[ /;]t74.5” ([ /;] is one of these characters)"),
        ("^;A50^;A51^", "contains “;a50”, later “;a51”"),
    ],
)
def test_a_term_in_words(term, words):
    assert in_words(parse_query(term).root.pattern) == words
