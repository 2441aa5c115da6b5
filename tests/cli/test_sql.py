"""``syndrome sql``."""

import pytest
from click.testing import CliRunner

from tests.golden.files import FOLDER, PROJECT
from transpiler.cli import main

SST = str(PROJECT / "cdc_suspected_sex_trafficking" / "v1.yml")


@pytest.fixture
def sql():
    def run(*arguments, input=None):  # noqa: A002
        return CliRunner().invoke(main, ["sql", *arguments], input=input)

    return run


def test_it_prints_the_select_of_a_definition(sql):
    result = sql(SST, "--folded")
    assert result.exit_code == 0
    golden = FOLDER / "cdc_suspected_sex_trafficking_v1.duckdb.sql"
    assert result.stdout == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "googlesql"])
def test_what_it_prints_runs(sql, engines, dialect):
    (engine,) = [engine for engine in engines if engine.name == dialect]
    columns = [("visit_id", "text"), ("ccdd_parsed", "text"), ("chief_complaint_history", "text")]
    rows = [
        ("a", "SEX TRAFFICKING VICTIM | ;T7451XA;", None),
        ("b", "SEX TRAFFICKING SCARED | ;T7451XA;", ""),
        ("c", None, "{1};Sex Trafficking;|"),
        ("d", None, None),
    ]
    engine.load("syndrome_visits", columns, rows)
    printed = sql(SST, "--dialect", engine.dialect).stdout
    assert sorted(engine.query(printed)) == [("a", True), ("b", False), ("c", True), ("d", False)]


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "googlesql"])
def test_the_table_and_its_key_have_other_names(sql, engines, dialect):
    (engine,) = [engine for engine in engines if engine.name == dialect]
    columns = [("order", "text"), ("text", "text")]
    engine.load("select", columns, [("a", "A FALL"), ("b", None)])
    named = ["--table", "select", "--key", "order"]
    printed = sql("--query", "^fall^", "--dialect", engine.dialect, *named).stdout
    assert sorted(engine.query(printed)) == [("a", True), ("b", False)]


def test_each_part_of_a_table_is_quoted(sql):
    printed = sql("--query", "^fall^", "--table", "warehouse.raw.visits", "--key", "v.id").stdout
    assert '\n  FROM "warehouse"."raw"."visits"\n' in printed
    assert '"v"."id" AS "visit_id",' in printed


def test_the_expression_alone(sql, duckdb_engine):
    printed = sql("--query", "^fall^,andnot,^fallopian^", "--expression", "--column", "v.txt")
    assert printed.exit_code == 0
    duckdb_engine.load("v", [("txt", "text")], [("A FALL",), ("FALLOPIAN",), (None,)])
    assert duckdb_engine.query(f"SELECT txt, {printed.stdout} FROM v") == [
        ("A FALL", True),
        ("FALLOPIAN", False),
        (None, False),
    ]


def test_columns_of_fields(sql):
    printed = sql(SST, "--expression", "--column", "ccdd_parsed=v.a", "--column", "triage_notes=b")
    assert '"v"."a"' in printed.stdout
    assert '"chief_complaint_history"' in printed.stdout
    assert '"b"' not in printed.stdout


def test_a_query_is_asked_of_the_column_text(sql):
    assert '"text"' in sql("--query", "^fall^", "--expression").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--query", "^fall^,,"], "ESS"),
        (["--query", "^fall^", "--column", "a;b"], "ESS202"),
        ([SST, "--column", "txt"], "ESS202"),
        ([SST, "--column", "a", "--column", "b"], "only be given once"),
        (["--query", "^fall^", "--table", "a; drop table b"], "is not the name of a table"),
        (["--query", "^fall^", "--table", "a.b.c.d"], "is not the name of a table"),
        (["--query", "^fall^", "--key", 'a"b'], "is not the name of a column"),
        (["--query", "^fall^", "--key", "a", "--expression"], "prints no table"),
        ([SST, "--table", "a", "--kept-tokens", "ccdd_parsed"], "names its own tables"),
        (["no/such/file.yml"], "no/such/file.yml"),
    ],
)
def test_what_cannot_be_used_ends_with_2(sql, arguments, said):
    result = sql(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_help_ends_with_an_example(sql):
    assert "syndrome sql definitions/fall/v1.yml --dialect postgres" in sql("--help").stdout


def test_a_column_of_something_that_is_not_read_is_refused(sql):
    result = sql(SST, "--column", "visit_id=encounter_id")
    assert result.exit_code == 2
    assert "--column visit_id: no such field" in result.stderr
    assert "Did you mean" in sql(SST, "--column", "ccdd_parse=x").stderr
