"""A complaint and codes as they are typed give the fields that the dbt models build of them."""

from __future__ import annotations

from random import Random

import pytest

from tests.dbt.test_values import damaged
from tests.explaining.script import Script
from tests.spec.values import CODES, DOUBTS
from transpiler.explaining.complaint_and_codes import (
    BUILT,
    is_laid_out,
    laid_out,
    rules_record,
    taken_apart,
)
from transpiler.macros import load_macros

COMPLAINTS = (
    *("Leg cramps, outdoors", "pt. fell/slipped", " - ", "", "na\u00efve \u017f \u2019x", "A | B;"),
    *("x\u200by\u00adz", "S\u00e3o\u00a0Paulo\u2014hurt", "\u00e9\u0131\u0130", "a^b_c"),
)


def typed():
    random = Random(7)
    pool = [value for value, _, _ in CODES.rows() if value] + list(DOUBTS)
    codes = [None, "", *pool, *(damaged(random, pool) for _ in range(1_000))]
    complaints = [None, *COMPLAINTS, *(damaged(random, list(COMPLAINTS)) for _ in range(300))]
    pairs = [(random.choice(complaints), code) for code in codes]
    return pairs + [(complaint, random.choice(codes)) for complaint in complaints]


def test_they_are_laid_out_as_the_models_lay_them_out(engines):
    given = typed()
    wanted = [laid_out(complaint, codes) for complaint, codes in given]
    for engine in engines:
        macros = load_macros(engine.dialect)
        columns = [("id", "integer"), ("complaint", "text"), ("codes", "text")]
        engine.load("typed", columns, [(at, *pair) for at, pair in enumerate(given)])
        fields = {
            "ccdd_parsed": macros.ccdd_parsed("complaint", "codes"),
            "dd_parsed": macros.dd_parsed("codes"),
            "chief_complaint_parsed": macros.chief_complaint_parsed("complaint"),
            "ccdd": macros.ccdd("complaint", "codes"),
        }
        found = engine.query(f"select {', '.join(fields.values())} from typed order by id")
        for pair, row, built in zip(given, found, wanted, strict=True):
            assert dict(zip(fields, row, strict=True)) == {name: built[name] for name in fields}, (
                engine.name,
                pair,
            )


def test_the_page_lays_them_out_alike():
    given = typed()
    assert Script().lay_out(rules_record(), given) == [laid_out(*pair) for pair in given]
    assert set(laid_out(None, None)) == set(BUILT)


@pytest.mark.parametrize(
    ("text", "complaint", "codes"),
    [
        ("Leg cramps, outdoors; T67.2XXA", "Leg cramps, outdoors", "T67.2XXA"),
        ("T67.2XXA, I10", None, "T67.2XXA, I10"),
        ("fell | W19.XXXA\nS62.101A", "fell", "W19.XXXA; S62.101A"),
        ("fell; hurt", "fell; hurt", None),
        ("T67.2XXA heat cramp", "T67.2XXA heat cramp", None),
    ],
)
def test_a_text_is_taken_apart_where_a_piece_is_codes_alone(text, complaint, codes):
    assert taken_apart(text) == (complaint, codes)


@pytest.mark.parametrize(
    ("field", "text", "answer"),
    [
        ("ccdd_parsed", "FALL | ;W19XXXA;", True),
        ("ccdd_parsed", "FALL |", True),
        ("ccdd_parsed", "", True),
        ("ccdd_parsed", "fall; W19.XXXA", False),
        ("dd_parsed", ";W19XXXA;", True),
        ("dd_parsed", "W19.XXXA", False),
        ("chief_complaint", "fall; W19.XXXA", True),
        ("", "fall; W19.XXXA", True),
    ],
)
def test_what_stands_in_a_field_as_it_is(field, text, answer):
    assert is_laid_out(field, text) is answer
