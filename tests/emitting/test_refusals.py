"""What cannot be said is refused with a diagnostic, never approximated."""

from __future__ import annotations

import pytest

from tests.definitions import bare, of
from transpiler.definition import (
    MAX_DEPTH,
    And,
    Definition,
    DefinitionError,
    Literal,
    Or,
    Part,
    Pattern,
    Span,
    Term,
)
from transpiler.dialects import DIALECTS, UnsupportedByDialect
from transpiler.emitting import to_sql
from transpiler.parsing import parse_query


def codes(error):
    return [found.code for found in error.diagnostics]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "a b", "a;b", 'a"b', "a`b", "a'b", "1a", "a.", ".a", "a..b", "a.b.c.d.e", "a-b"),
        *("lower(a)", "a\n", "a\0", "é", 'x"; DROP TABLE v; --', "{{ a }}", "a.b c", "*", "$1"),
    ],
)
def test_only_plain_names_are_columns(dialect, name):
    with pytest.raises(DefinitionError) as refused:
        to_sql(bare("^a^"), dialect, name)
    assert codes(refused.value) == ["ESS202"]


@pytest.mark.parametrize("name", ["a", "_", "A1", "v.txt", "db.v.txt", "p.db.v.txt", "select"])
def test_plain_names_are_quoted(name):
    assert ".".join(f'"{part}"' for part in name.split(".")) in to_sql(bare("^a^"), "duckdb", name)


def test_columns_of_fields():
    query = parse_query("^a^")
    two = Definition(parts=(Part(("ccdd_parsed", "triage_notes"), query),))
    one = Definition(parts=(Part(("ccdd_parsed",), query),))
    assert '"ccdd_parsed"' in to_sql(two, "duckdb")
    renamed = to_sql(two, "duckdb", {"triage_notes": "v.notes"})
    assert '"v"."notes"' in renamed
    assert '"ccdd_parsed"' in renamed
    assert '"txt"' in to_sql(one, "duckdb", "txt")
    with pytest.raises(DefinitionError) as refused:
        to_sql(two, "duckdb", "txt")
    assert codes(refused.value) == ["ESS202"]
    for columns in (None, {}, {"ccdd_parsed": "txt"}):
        with pytest.raises(DefinitionError) as refused:
            to_sql(bare("^a^"), "duckdb", columns)
        assert codes(refused.value) == ["ESS202"]


def test_an_unknown_dialect():
    with pytest.raises(DefinitionError) as refused:
        to_sql(bare("^a^"), "oracle", "txt")
    assert codes(refused.value) == ["ESS201"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_tree_that_is_too_deep(dialect):
    root = parse_query("^a^").root
    for level in range(MAX_DEPTH):
        root = (And, Or)[level % 2]((parse_query("^b^").root, root), Span(0, 1))
    with pytest.raises(UnsupportedByDialect, match="levels deep"):
        to_sql(of(root), dialect, "txt")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_term_that_is_too_long_for_an_expression(dialect):
    length = DIALECTS[dialect].limits.regex_length
    with pytest.raises(UnsupportedByDialect, match="regular expression") as refused:
        to_sql(bare(f"^{'a' * length}[a-z][a-z]^"), dialect, "txt")
    assert codes(refused.value) == ["ESS203"]
    assert "a" * 20 not in str(refused.value)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_long_literal_takes_no_expression(dialect):
    assert "aaaa" in to_sql(bare(f"^{'a' * 50_000}^"), dialect, "txt")


def test_a_query_longer_than_bigquery_reads():
    terms = ",or,".join(f"^{n}{'a' * 40_000}^" for n in range(26))
    with pytest.raises(UnsupportedByDialect, match="1000000 bytes"):
        to_sql(bare(terms), "bigquery", "txt")
    assert len(to_sql(bare(terms), "duckdb", "txt")) > 1_000_000


def test_nul_on_postgres():
    root = Term("x", Pattern((Literal("a\0b"),)), Span(0, 1))
    with pytest.raises(UnsupportedByDialect, match=r"U\+0000"):
        to_sql(of(root), "postgres", "txt")
