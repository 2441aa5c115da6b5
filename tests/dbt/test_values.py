"""Every value is read as `docs/values.md` says, whatever the engine, its type and the session."""

from __future__ import annotations

import re
from random import Random

import duckdb
import psycopg2
import pytest

from tests.spec.values import DOUBTS, FORMS_BESIDE_CODES, IN_ZONE, KINDS, TOLD
from transpiler.codes import load_index
from transpiler.dialects.postgres.server import PostgresServer
from transpiler.macros import MacroError, load_macros

IN_PHOENIX = {"syndrome_time_zone": "America/Phoenix"}


def ask(engine, values, *expressions):
    """Return what the expressions give for each value of a column of text."""
    engine.load("values_given", [("id", "integer"), ("value", "text")], list(enumerate(values)))
    return engine.query(f"select {', '.join(expressions)} from values_given order by id")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.heading)
def test_each_value_is_read_as_the_page_says(engines, kind):
    values = [value for value, _, _ in kind.rows()]
    for engine in engines:
        macros = load_macros(engine.dialect, kind.variables)
        reading = getattr(macros, kind.macro)("value")
        answers = ask(engine, values, reading, macros.is_unreadable("value", reading))
        assert list(zip(values, *zip(*answers, strict=True), strict=True)) == kind.rows(), (
            engine.name
        )


@pytest.mark.parametrize("kind", [IN_ZONE], ids=lambda kind: kind.heading)
def test_a_day_is_that_of_the_time(engines, kind):
    values = [value for value, _, _ in kind.rows()]
    expected = [reading and reading.date() for _, reading, _ in kind.rows()]
    for engine in engines:
        reading = load_macros(engine.dialect, kind.variables).read_date("value")
        assert [row[0] for row in ask(engine, values, reading)] == expected, engine.name


@pytest.mark.parametrize("of", ["complaint", "diagnosis"])
def test_what_texts_tell_of_a_visit(engines, of):
    """Whichever field has the text, and of a field with a bar the right side of it."""
    for engine in engines:
        macros = load_macros(engine.dialect)
        text = {"duckdb": "varchar", "postgres": "text", "bigquery": "string"}[engine.dialect]
        fields = []
        macros.find_texts_that_tell(of, fields)
        nothing = dict.fromkeys(fields, f"cast(null as {text})")
        both = "'fall | ' || value" if of == "diagnosis" else "value || ' | ;W19;'"
        for name in fields:
            columns = nothing | {name: f"({both})" if name == "ccdd_parsed" else "value"}
            answers = ask(
                engine,
                list(TOLD),
                macros.told_by_texts(f"{of}_available", columns),
                macros.told_by_texts(f"{of}_informative", columns),
            )
            assert dict(zip(TOLD, answers, strict=True)) == TOLD, (engine.name, name)


def test_what_is_no_code_is_counted(engines):
    (codes,) = (kind for kind in KINDS if kind.macro == "read_codes")
    expected = {value: (reading, int(unread)) for value, reading, unread in codes.rows()}
    expected |= DOUBTS
    for engine in engines:
        macros = load_macros(engine.dialect)
        answers = ask(
            engine, list(expected), macros.read_codes("value"), macros.count_non_codes("value")
        )
        assert dict(zip(expected, answers, strict=True)) == expected, engine.name


def test_what_stands_beside_codes_is_named_by_its_form(engines):
    for engine in engines:
        form = load_macros(engine.dialect).form_beside_codes("value")
        named = [row[0] for row in ask(engine, list(FORMS_BESIDE_CODES), form)]
        assert dict(zip(FORMS_BESIDE_CODES, named, strict=True)) == FORMS_BESIDE_CODES, engine.name


def test_the_categories_are_those_of_the_titles():
    index = load_index()
    form = re.compile(load_macros("duckdb").icd10_category().strip())
    known = {code.code[:3] for code in index.codes}
    letters, digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
    every = {a + b + c for a in letters for b in digits + "A" for c in digits + letters}
    assert {found for found in every if form.fullmatch(found)} == known


INSTANT = "cast('2025-03-01 06:30:00+00' as timestamp with time zone)"

TYPED = [
    ("read_age", "cast(70 as double precision)", "70"),
    ("read_age", "cast(34.5 as decimal(5, 2))", "34"),
    ("read_age", "cast(7 as smallint)", "7"),
    ("read_flag", "cast(1 as bigint)", "true"),
    ("read_flag", "cast(0 as double precision)", "false"),
    ("read_flag", "true", "true"),
    ("read_time", "cast('2025-03-01' as date)", "2025-03-01 00:00:00"),
    ("read_time", "cast('2025-03-01 13:15:00.5' as timestamp)", "2025-03-01 13:15:00.5"),
    ("read_time", INSTANT, "2025-02-28 23:30:00"),
    ("read_date", INSTANT, "2025-02-28"),
    ("read_date", "cast('2025-03-01' as date)", "2025-03-01"),
]
"""Macro, typed value, and its reading as text."""

ZONES = ("UTC", "America/Phoenix", "Pacific/Auckland", "Asia/Kolkata", "America/St_Johns")


@pytest.mark.parametrize("zone", ZONES)
def test_types_are_read_alike_in_every_time_zone_of_duckdb(zone):
    macros = load_macros("duckdb", IN_PHOENIX)
    with duckdb.connect() as connection:
        connection.execute(f"set TimeZone = '{zone}'")
        for macro, value, expected in TYPED:
            reading = getattr(macros, macro)("value")
            connection.execute(f"select cast({reading} as text) from (select {value} as value)")
            assert (macro, value, *connection.fetchone()) == (macro, value, expected)
        objects = "[{'code': 'T74.51XA', 'text': 'B10'}, {'code': 'I10', 'text': 'R05'}]"
        for value in ("['T74.51XA', 'I10']", objects):
            connection.execute(
                f"select {macros.read_codes('value')} from (select {value} as value)"
            )
            assert connection.fetchone() == ("T7451XA;I10",)


@pytest.fixture(scope="module")
def server():
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("style", ["ISO", "German, DMY", "SQL, MDY"])
def test_types_are_read_alike_in_every_session_of_postgres(server, zone, style):
    macros = load_macros("postgres", IN_PHOENIX)
    connection = psycopg2.connect(server.url, options=f"-c timezone={zone}")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("select set_config('datestyle', %s, false)", [style])
            for macro, value, expected in TYPED:
                reading = f"to_jsonb({getattr(macros, macro)('value')}) #>> '{{}}'"
                cursor.execute(f"select {reading} from (select {value} as value) as given")
                found = cursor.fetchone()[0].replace("T", " ")
                assert (macro, value, found) == (macro, value, expected)
            for value in ("array['T74.51XA', 'I10']", 'cast(\'["T74.51XA", "I10"]\' as jsonb)'):
                codes = macros.read_codes("value")
                cursor.execute(f"select {codes} from (select {value} as value) as given")
                assert cursor.fetchone() == ("T7451XA;I10",)
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("target", "data_type"),
    [
        ("duckdb", "TIMESTAMP WITH TIME ZONE"),
        ("postgres", "timestamp with time zone"),
        ("postgres", "timestamptz"),
        ("bigquery", "TIMESTAMP"),
    ],
)
def test_a_column_of_instants_needs_a_zone(target, data_type):
    with pytest.raises(MacroError, match=r"ESS612: (.|\n)*syndrome_time_zone"):
        load_macros(target).read_date("visited", data_type)
    assert load_macros(target, IN_PHOENIX).read_date("visited", data_type)


@pytest.mark.parametrize(
    "variables", [{"syndrome_time_zone": "Phoenix'; --"}, {"syndrome_date_order": "ymd"}]
)
def test_vars_of_no_meaning_are_refused(variables):
    with pytest.raises(MacroError, match=f"ESS601: .*{next(iter(variables))}"):
        load_macros("duckdb", variables).read_time("visited")


def test_other_blanks_and_dashes_of_a_complaint_are_blanks(engines):
    texts = {
        "fever\u00a0and\u2011chills": "FEVER AND CHILLS",
        "can\u2019t walk \u2014 \u201chelp\u201d": "CAN T WALK HELP",
        "fe\u200bver\ufeff, co\u00adugh\u3000x3": "FEVER COUGH X3",
        "\u2003\u202f": None,
        "unknown": "UNKNOWN",
    }
    for engine in engines:
        macros = load_macros(engine.dialect)
        answers = ask(engine, list(texts), macros.chief_complaint_parsed("value"))
        assert dict(zip(texts, (row[0] for row in answers), strict=True)) == texts, engine.name


NOISE = "0123456789ABCTZaeFMpm:;,.-/+ ^~|\"[]{}'\\\n\t\u00a0éIıſ%_?#@!$"


def damaged(random, pool):
    """Return a value of the page with up to three characters or pieces more, less or other."""
    value = list(random.choice(pool))
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(value) + 1)
        match random.randrange(4):
            case 0:
                value[at:at] = random.choice(NOISE)
            case 1:
                value[at : at + 1] = random.choice(NOISE)
            case 2:
                value[at : at + random.randint(1, 3)] = []
            case _:
                value[at:at] = random.choice(pool)
    return "".join(value)


def test_columns_of_codes_are_found_on_every_engine_that_is_looked_at(engines):
    rows = [
        ("W19.XXXA", "F", "I10 days"),
        (None, "M", "E11"),
        ("i10; r05", "F", "fever"),
        ("NA", "", "no"),
    ]
    for engine in engines:
        columns = [(name, "text") for name in ("x7", "Sex", "note")]
        engine.load("columns_given", columns, rows)
        found = []
        macros = load_macros(engine.dialect, query=engine.query)
        macros.find_columns_of_codes("columns_given", ["x7", "note"], found)
        assert found == ([] if engine.dialect == "bigquery" else ["x7", "note"]), engine.name


def test_engines_agree_on_damaged_values(engines, pytestconfig):
    """None fails, and all give the same, whatever the value."""
    random = Random(11)
    pool = [value for kind in KINDS for value, _, _ in kind.rows() if value] + list(DOUBTS)
    count = 20_000 if pytestconfig.getoption("--long") else 1_000
    values = [damaged(random, pool) for _ in range(count)]
    readers = {kind.macro for kind in KINDS} | {
        "count_non_codes",
        "form_beside_codes",
        "chief_complaint_parsed",
    }
    for macro in sorted(readers):
        answers = {}
        for engine in engines:
            reading = getattr(load_macros(engine.dialect, IN_PHOENIX), macro)("value")
            answers[engine.name] = [row[0] for row in ask(engine, values, reading)]
        expected = answers["duckdb"]
        for name, found in answers.items():
            assert found == expected, (macro, name)


def test_characters_that_no_text_has_are_signs_of_damage(engines):
    sound = [
        "",
        "FEVER, 38.5\u00b0C",
        "fi\u00e8vre",
        "\u00c0 jeun",
        "a\tb\r\nc",
        "\u4e2d\u6587",
        "\U0001f912",
    ]
    damaged = [
        "a\x01b",
        "\x1b",
        "\x7f",
        "a\x85",
        "a\x0b",
        "a\u2028b\u2029",
        "caf\ufffd",
        "fi\u00c3\u00a8vre",
        "\u00c2\u00a0",
        "it\u00e2\u20ac\u2122s",
    ]
    for engine in engines:
        looks = load_macros(engine.dialect).looks_damaged("value")
        answers = [row[0] for row in ask(engine, [*sound, *damaged, None], looks)]
        assert answers == [False] * len(sound) + [True] * len(damaged) + [None], engine.name
