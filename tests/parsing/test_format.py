import random

import pytest
from hypothesis import given, settings

from tests.parsing.shapes import QUERIES, meaning, shape
from transpiler.definition import Definition, Part, Precedence
from transpiler.meaning import matches
from transpiler.parsing import format_query, parse_query
from transpiler.probing.probes import probe_texts


def formatted(text, precedence=Precedence.TIGHT):
    return format_query(parse_query(text, precedence=precedence))


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("^a^", "^a^"),
        ("^a^,OR,^B^,^c^", "^a^,or,^B^,or,^c^"),
        ("isnull,Or,^,ANDNOT,(,isBlank,)", "ISNULL,\nor,^,andnot,(,ISBLANK,)"),
        ("^a^,AND,^b^,ANDNOT,^c^", "^a^,\nand,^b^,\nandnot,^c^"),
        ("(,(,(,^a^,or,^b^,),),)", "(,^a^,or,^b^,)"),
        ("(,^a^,)", "(,^a^,)"),
        ("\n ^a^,\n or,\n\t^b^\n", "^a^,or,^b^"),
        ("^a^,or,^b^,andnot,^c^,or,^d^", "^a^,\nor,^b^,andnot,^c^,\nor,^d^"),
        ("^a^,or, b ,or,c ", "^a^,or, b ,or,c "),
    ],
)
def test_the_canonical_form(text, canonical):
    assert formatted(text) == canonical


def test_a_wide_level_is_laid_out_a_clause_a_line():
    text = (
        "(,^first long term^,OR,^second long term^,OR,^third long term^,OR,^fourth long term^,OR,"
        "(,^fifth^,AND,^sixth^,),),ANDNOT,(,^no^,or,^denies^,)"
    )
    assert formatted(text).split("\n") == [
        "(,",
        "  ^first long term^,or,^second long term^,or,^third long term^,or,^fourth long term^,",
        "  or,(,^fifth^,and,^sixth^,),",
        "),",
        "andnot,(,^no^,or,^denies^,)",
    ]


def test_what_a_tight_operator_ties_stays_together():
    long = ",or,".join(f"^exclusion number {number}^" for number in range(5))
    text = f"^a^,or,^b^,andnot,(,{long},),or,^c^"
    assert formatted(text).split("\n") == [
        "^a^,",
        "or,^b^,",
        "  andnot,(,",
        "    ^exclusion number 0^,or,^exclusion number 1^,or,^exclusion number 2^,",
        "    or,^exclusion number 3^,or,^exclusion number 4^,",
        "  ),",
        "or,^c^",
    ]


def test_the_sequential_reading_shows_no_ties():
    text = "^a^,or,^b^,andnot,^c^,or,^d^"
    assert formatted(text, Precedence.SEQUENTIAL) == "^a^,or,^b^,\nandnot,^c^,\nor,^d^"


def test_a_long_list_is_filled_to_the_margin():
    text = ",or,".join(f"^[;/ ]W{number:04}^" for number in range(1_300))
    lines = formatted(text).split("\n")
    assert len(lines) < 300
    assert max(map(len, lines)) <= 97
    assert min(map(len, lines[:-1])) > 75


def test_a_blank_that_counts_never_becomes_indentation():
    long = ",or,".join(f"^term number {number}^" for number in range(9))
    for text in (f"(, tick,or,{long},)", f" tick,or,{long}", f"^a^,and,(, b,or,{long},),and, c"):
        assert shape(parse_query(formatted(text)).root) == shape(parse_query(text).root)


def test_deep_levels_stay_within_the_margin_and_linear():
    text = "(,^a^,or," * 1_000 + "^b^" + ",)" * 1_000
    canonical = formatted(text)
    assert max(map(len, canonical.split("\n"))) <= 97
    assert shape(parse_query(canonical).root) == shape(parse_query(text).root)


@settings(max_examples=100, deadline=None)
@given(QUERIES)
def test_formatting_keeps_the_tree_and_is_done_after_once(text):
    for precedence in Precedence:
        query = parse_query(text, precedence=precedence)
        canonical = format_query(query)
        again = parse_query(canonical, precedence=precedence)
        assert shape(again.root) == shape(query.root)
        assert meaning(again.root) == meaning(query.root)
        assert format_query(again) == canonical


@settings(max_examples=15, deadline=None)
@given(QUERIES)
def test_formatting_keeps_the_flag_of_every_text(text):
    for precedence in Precedence:
        query = parse_query(text, precedence=precedence)
        again = parse_query(format_query(query), precedence=precedence)
        before, after = (Definition(parts=(Part((), one),)) for one in (query, again))
        texts = probe_texts(before)
        for probe in random.Random(text).sample(texts, min(40, len(texts))):
            assert matches(before, probe) is matches(after, probe)
