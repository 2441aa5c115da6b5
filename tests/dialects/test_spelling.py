"""What each dialect writes, executed on its engine."""

from __future__ import annotations

import duckdb
import pytest
from sqlglot import exp

from transpiler.definition import FOLD_FROM, FOLD_TO, DefinitionError, fold
from transpiler.dialects import DIALECTS, UnsupportedByDialect, get_dialect
from transpiler.dialects.base import function

HOSTILE = (
    *("", " ", "it's", '"', "''", "\\", "\\n", "a\\", "\\'", "%", "_", "$$", "$1", "?", ":name"),
    *("{{ x }}", "{% raw %}", "{# #}", "; DROP TABLE v; --", "/* */", "`", "\n", "\r\n", "\t"),
    *("\x01\x1f\x7f", "\u0085", "\u00a0", "\u2028\u2029", "\u202eabc", "\ufeff", "é", "İıſK"),
    *("e\u0301", "😀", "\U0010fffd", "E'x'", "r'x'", "'''", "b''", "a" * 10_000),
)


def sql(dialect, expression):
    dialect.check(expression)
    return expression.sql(dialect=dialect.sqlglot)


def dialect_of(engine):
    return get_dialect(engine.dialect)


def test_literals_come_back_as_they_were(engines):
    for engine in engines:
        dialect = dialect_of(engine)
        columns = [
            f"{sql(dialect, dialect.literal(text))} AS c{number}"
            for number, text in enumerate(HOSTILE)
        ]
        (row,) = engine.query(f"SELECT {', '.join(columns)}")
        assert row == HOSTILE, engine.name


def test_literals_stand_on_one_line_of_what_can_be_seen():
    for dialect in DIALECTS.values():
        for text in HOSTILE:
            assert sql(dialect, dialect.literal(text)).isprintable()


def test_a_long_literal_is_the_same_on_several_lines(engines):
    lines = ["a\\b", "'", "\n", "c"]
    for engine in engines:
        dialect = dialect_of(engine)
        whole = sql(dialect, dialect.long_literal(lines))
        assert engine.query(f"SELECT {whole}") == [("".join(lines),)], engine.name


def test_nul_is_a_character_where_the_engine_stores_it(engines):
    for engine in engines:
        dialect = dialect_of(engine)
        assert dialect.stores_nul is engine.can_store("\0")
        if dialect.stores_nul:
            literal = sql(dialect, dialect.literal("a\0b"))
            assert engine.query(f"SELECT {literal}") == [("a\0b",)], engine.name
        else:
            with pytest.raises(UnsupportedByDialect, match=r"U\+0000"):
                dialect.literal("a\0b")


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_half_a_surrogate_pair_is_refused(dialect):
    with pytest.raises(UnsupportedByDialect) as refused:
        dialect.literal("a\ud800")
    (found,) = refused.value.diagnostics
    assert found.code == "ESS203"


def test_fold_is_the_fixed_table_for_every_character(engines):
    points = [*range(1, 0xD800), *range(0xE000, 0x11000), *range(0x1D400, 0x1D800), 0x1F600]
    texts = ["".join(map(chr, points[at : at + 256])) for at in range(0, len(points), 256)]
    texts += ["", "ABC", FOLD_FROM, FOLD_FROM.lower(), f"Aé{FOLD_TO}", "K\u212a"]
    for engine in engines:
        dialect = dialect_of(engine)
        folded = sql(dialect, dialect.fold(dialect.column("txt")))
        rows = [(number, text) for number, text in enumerate([None, *texts])]
        engine.load("fold_texts", [("id", "integer"), ("txt", "text")], rows)
        got = dict(engine.query(f"SELECT id, {folded} FROM fold_texts"))
        expected = {number: None if text is None else fold(text) for number, text in rows}
        wrong = [number for number, text in expected.items() if got[number] != text]
        assert not wrong, engine.name


@pytest.mark.parametrize("collation", ["NOCASE", "NOACCENT", "NOCASE.NOACCENT"])
def test_folding_ends_a_collation_of_duckdb(collation):
    dialect = get_dialect("duckdb")
    column = dialect.column("x")
    plain = sql(dialect, dialect.equals(column, "é"))
    folded = sql(dialect, dialect.equals(dialect.fold(column), "k"))
    accented = sql(dialect, dialect.equals(dialect.fold(column), "e"))
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE v (x VARCHAR COLLATE {collation})")
        connection.execute("INSERT INTO v VALUES ('\u212a'), ('e'), ('É')")
        alike = connection.execute(f"SELECT count(*) FROM v WHERE {plain}").fetchone()
        assert alike == (1 if collation in ("NOCASE", "NOACCENT") else 2,)
        assert connection.execute(f"SELECT x FROM v WHERE {folded}").fetchall() == []
        assert connection.execute(f"SELECT x FROM v WHERE {accented}").fetchall() == [("e",)]


def test_folding_ends_a_collation_of_postgres(icu_engines):
    if not icu_engines:
        pytest.skip("no PostgreSQL with ICU is installed")
    dialect = get_dialect("postgres")
    folded = sql(dialect, dialect.fold(dialect.column("x")))
    for engine in icu_engines:
        values = "(SELECT 'III'::text COLLATE \"tr-x-icu\" AS x)"
        assert engine.query(f"SELECT {folded} FROM {values} AS v") == [("iii",)]


def test_qualified_columns_are_quoted_part_by_part():
    spelled = {
        name: sql(dialect, dialect.column("db", "v", "txt")) for name, dialect in DIALECTS.items()
    }
    assert (
        spelled
        | {
            "duckdb": '"db"."v"."txt"',
            "postgres": '"db"."v"."txt"',
            "bigquery": "`db`.`v`.`txt`",
        }
        == spelled
    )


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_what_is_not_on_the_lists_is_refused(dialect):
    column = dialect.column("x")
    for foreign in (
        exp.ILike(this=column, expression=exp.Literal.string("a")),
        exp.Contains(this=column, expression=exp.Literal.string("a")),
        exp.Upper(this=column),
        function("PG_SLEEP", exp.Literal.number(1)),
    ):
        with pytest.raises(UnsupportedByDialect, match="not on the list"):
            dialect.check(exp.And(this=exp.true(), expression=foreign))


def test_an_unknown_dialect_is_refused_with_those_there_are():
    with pytest.raises(DefinitionError) as refused:
        get_dialect("oracle")
    (found,) = refused.value.diagnostics
    assert found.code == "ESS201"
    assert found.expected == tuple(DIALECTS)
