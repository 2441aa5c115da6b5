import pytest

from tests.parsing.shapes import shape
from transpiler.definition import Precedence
from transpiler.parsing import parse_query

TIGHT, SEQUENTIAL = Precedence.TIGHT, Precedence.SEQUENTIAL


@pytest.mark.parametrize(
    ("text", "tight", "sequential"),
    [
        ("a,or,b,andnot,c", "a,or,(,b,andnot,c,)", "(,a,or,b,),andnot,c"),
        ("a,b,and,c", "a,or,(,b,and,c,)", "(,a,or,b,),and,c"),
        (
            "a,or,b,and,c,or,d,andnot,e",
            "a,or,(,b,and,c,),or,(,d,andnot,e,)",
            "(,(,(,a,or,b,),and,c,),or,d,),andnot,e",
        ),
        (
            "a,and,b,or,c,and,d,and,e",
            "(,a,and,b,),or,(,c,and,d,and,e,)",
            "(,(,a,and,b,),or,c,),and,d,and,e",
        ),
        (
            "ISNULL,or,^,andnot,(,x,or,y,)",
            "ISNULL,or,(,^,andnot,(,x,or,y,),)",
            "(,ISNULL,or,^,),andnot,(,x,or,y,)",
        ),
        (
            "a,andnot,b,andnot,c,or,d,and,e,andnot,f",
            "(,a,andnot,b,andnot,c,),or,(,d,and,e,andnot,f,)",
            "(,(,(,a,andnot,b,andnot,c,),or,d,),and,e,),andnot,f",
        ),
    ],
)
def test_the_two_readings_and_how_they_are_written_out(text, tight, sequential):
    for precedence, written in ((TIGHT, tight), (SEQUENTIAL, sequential)):
        query = parse_query(text, precedence=precedence)
        (level,) = query.mixed_levels
        assert level.span.of(text) == text
        assert (level.tight, level.sequential) == (tight, sequential)
        # Written out with parentheses, both readings of precedence agree on it.
        for reading in Precedence:
            assert shape(parse_query(written, precedence=reading).root) == shape(query.root)


@pytest.mark.parametrize(
    "text", ["a", "a,or,b", "a,andnot,b,or,c", "a,and,b,andnot,c", "(,a,or,b,),andnot,c"]
)
def test_levels_that_both_read_alike_are_not_reported(text):
    assert parse_query(text).mixed_levels == ()
    roots = [shape(parse_query(text, precedence=precedence).root) for precedence in Precedence]
    assert roots[0] == roots[1]


def test_mixed_levels_are_found_at_every_depth_in_the_order_written():
    text = "x,or,y,and,(,a,or,b,andnot,c,),or,(,d,or,e,),or,(,f,or,g,and,h,)"
    spans = [level.span.of(text) for level in parse_query(text).mixed_levels]
    assert spans == [text, "a,or,b,andnot,c", "f,or,g,and,h"]


def test_a_long_level_is_written_out_in_bounded_length():
    text = ",or,".join(f"^term {number}^" for number in range(2_000)) + ",andnot,(,^x^,or,^y^,)"
    (level,) = parse_query(text).mixed_levels
    assert level.tight == (
        "^term 0^,or,^term 1^,or,^term 2^,or,… 1,994 more …,or,^term 1997^,or,^term 1998^"
        ",or,(,^term 1999^,andnot,(,^x^,or,^y^,),)"
    )
    assert level.sequential == (
        "(,^term 0^,or,^term 1^,or,^term 2^,or,… 1,994 more …,or,^term 1997^,or,^term 1998^"
        ",or,^term 1999^,),andnot,(,^x^,or,^y^,)"
    )


def test_many_changes_of_operator_are_written_out_in_bounded_length():
    text = "a" + "".join(f",or,{'b' * 500},and,c" for _ in range(40))
    (level,) = parse_query(text).mixed_levels
    assert len(level.tight) < 1_000
    assert len(level.sequential) < 1_000
