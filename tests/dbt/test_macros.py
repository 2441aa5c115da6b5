"""The macros say what the compiler and ESSENCE say, on every engine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlglot

from transpiler.definition import fold
from transpiler.dialects import DIALECTS
from transpiler.macros import load_macros

HOSTILE = [
    None,
    "",
    " ",
    "ÀÉÞ×÷ß ẞ K ſ İ ı Σ ς",
    "'; \\ \n \t \r % _ {{ }} \u2028 \U0001f600",
    "plain",
]


@pytest.mark.parametrize("name", DIALECTS)
def test_fold_text_is_the_dialects_fold(name):
    dialect = DIALECTS[name]
    rendered = sqlglot.parse_one(str(load_macros(name).fold_text('"txt"')), read=dialect.sqlglot)
    expected = dialect.fold(dialect.column("txt")).sql(dialect.sqlglot)
    assert (
        rendered.sql(dialect.sqlglot).lower()
        == sqlglot.parse_one(expected.replace("`txt`", '"txt"'), read=dialect.sqlglot)
        .sql(dialect.sqlglot)
        .lower()
    )


def ask(engine, template, columns, rows):
    """Return what an expression gives for each row, in their order."""
    table = "macro_rows"
    kinds = [("id", "integer"), *columns]
    engine.load(table, kinds, [(at, *row) for at, row in enumerate(rows)])
    answers = engine.query(
        f"select {template(load_macros(engine.dialect))} from {table} order by id"
    )
    return [answer[0] for answer in answers]


def test_fold_text_folds_as_the_evaluator(engines):
    letters = [chr(code) for code in range(1, 0x250)]
    texts = [*HOSTILE, *letters]
    for engine in engines:
        answers = ask(
            engine, lambda m: m.fold_text("txt"), [("txt", "text")], [(t,) for t in texts]
        )
        assert answers == [None if text is None else fold(text) for text in texts], engine.name


@pytest.mark.parametrize(
    ("complaint", "codes", "expected"),
    [
        ("Cough covid", "U07.1", "COUGH COVID | ;U071;"),
        ("FALL", "R19.7;E87.6;u071;R19.7", "FALL | ;R197;E876;U071;R197;"),
        ("Fall", None, "FALL |"),
        ("Fall", " ; ", "FALL |"),
        (None, "T74.51XA, z04.81", "| ;T7451XA;Z0481;"),
        ("  ", "T7451XA|713834002", "| ;T7451XA;713834002;"),
        (None, None, None),
        ("", "", None),
        ("Pain, s/p fall;\r\n;T7451XA; | x", ";R52;", "PAIN S P FALL T7451XA X | ;R52;"),
        ("né à l'aube", None, "Né à L AUBE |"),
    ],
)
def test_ccdd_parsed_has_the_layout_of_essence(engines, complaint, codes, expected):
    columns = [("complaint", "text"), ("codes", "text")]
    for engine in engines:
        found = ask(
            engine, lambda m: m.ccdd_parsed("complaint", "codes"), columns, [(complaint, codes)]
        )
        assert found == [expected], engine.name


def test_ccdd_parsed_rebuilds_the_field_of_generated_visits(engines, visits):
    """From the parsed complaint and the diagnosis as sent comes the field that ESSENCE has."""
    as_generated = [visit for visit in visits if not visit.encounter_id.startswith("vetoed")]
    rows = [(visit.chief_complaint_parsed, visit.discharge_diagnosis) for visit in as_generated]
    columns = [("complaint", "text"), ("codes", "text")]
    for engine in engines:
        found = ask(engine, lambda m: m.ccdd_parsed("complaint", "codes"), columns, rows)
        expected = [visit.ccdd_parsed for visit in as_generated]
        assert found == [None if text in (None, "|") else text for text in expected], engine.name


DAYS = [date(2020, 1, 1) + timedelta(days=at) for at in range(0, 366 * 7, 1)]


def mmwr(day):
    """Return the Sunday and the label of a day's MMWR week, by CDC's definition of week 1."""
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    year = (sunday + timedelta(days=3)).year
    first = date(year, 1, 4)  # is always in week 1, which has at least four days of the year
    first -= timedelta(days=(first.weekday() + 1) % 7)
    return sunday, f"{year}-W{(sunday - first).days // 7 + 1:02}"


@pytest.mark.parametrize("period", ["week", "month", "quarter"])
def test_periods(engines, period):
    expected = []
    for day in DAYS:
        quarter = (day.month - 1) // 3
        match period:
            case "week":
                start, label = mmwr(day)
                end = start + timedelta(days=6)
            case "month":
                start = day.replace(day=1)
                end = (start + timedelta(days=31)).replace(day=1) - timedelta(days=1)
                label = f"{day:%Y-%m}"
            case _:
                start = date(day.year, quarter * 3 + 1, 1)
                end = (start + timedelta(days=92)).replace(day=1) - timedelta(days=1)
                label = f"{day.year}-Q{quarter + 1}"
        expected.append((start, end, label))
    for engine in engines:
        engine.load(
            "macro_days",
            [("id", "integer"), ("day", "date"), ("period", "text")],
            [(at, day, period) for at, day in enumerate(DAYS)],
        )
        m = load_macros(engine.dialect)
        start = m.period_start("day", "period")
        rows = engine.query(
            f"select period_start, {m.period_end('period_start', 'period')},"
            f" {m.period_label('period_start', 'period')}"
            f" from (select id, period, {start} as period_start from macro_days) as days"
            " order by id"
        )
        assert rows == expected, engine.name
