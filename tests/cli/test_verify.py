"""``syndrome verify`` from the outside: what it prints, what it keeps to itself, how it ends."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli.main import main
from transpiler.dialects import EngineEntry, available_engines, engine_entries
from transpiler.dialects.duckdb.text import DuckDB
from transpiler.dialects.postgres import Postgres
from transpiler.dialects.postgres.server import PostgresServer

DEFINITION = """\
name: fever
version: 1
title: Fever
fields: [ccdd_parsed]
query: |
  ^fever^,or,!1_2!
"""


@pytest.fixture
def definition(tmp_path):
    file = tmp_path / "v1.yml"
    file.write_text(DEFINITION)
    return str(file)


@pytest.fixture
def visits(tmp_path):
    file = tmp_path / "visits.csv"
    file.write_text("CCDDParsed\nSECRET FEVER |\nCOUGH |\n")
    return str(file)


@pytest.fixture
def broken_dialect(monkeypatch):
    monkeypatch.setattr(DuckDB, "fold", lambda self, column: column)


def run(*arguments):
    result = CliRunner().invoke(main, ["verify", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_every_engine_is_asked(definition):
    code, out, _ = run(definition, "--format", "json")
    report = read_record(out)
    assert code == 0
    assert list(report["engines"]) == list(engine_entries())
    assert [found["lane"] for found in report["definitions"]] == list(engine_entries())
    assert all(found["agrees"] and found["compared"] for found in report["definitions"])


def test_one_engine_can_be_chosen(definition, visits):
    code, out, _ = run(definition, "--visits", visits, "--engine", "duckdb")
    assert code == 0
    assert "2 agree" in out
    assert "postgres" not in out


def test_a_postgres_server_can_be_named(definition, monkeypatch):
    server = PostgresServer.start()
    try:
        options = [definition, "--engine", "postgres"]
        assert run(*options, "--postgres-url", server.url)[0] == 0
        monkeypatch.setenv("SYNDROME_POSTGRES_URL", server.url)
        assert run(*options)[0] == 0
    finally:
        server.stop()
    code, _, err = run(*options)
    assert code == 2
    assert "cannot be reached" in err


def test_duckdb_reads_every_dialect_back(definition):
    code, out, _ = run(definition, "--duckdb-only", "--format", "json")
    assert code == 0
    lanes = [found["lane"] for found in read_record(out)["definitions"]]
    assert lanes == ["duckdb read back", "postgres read back", "bigquery read back"]


@pytest.mark.usefixtures("broken_dialect")
def test_a_disagreement_is_shown_with_the_generated_text(definition):
    code, out, _ = run(definition, "--engine", "duckdb")
    assert code == 1
    assert "differ" in out
    assert "fever_v1 on duckdb: engine False, evaluator True; terms: ^fever^" in out
    assert "'ccdd_parsed': 'FEVER'" in out


@pytest.mark.usefixtures("broken_dialect")
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_a_disagreement_on_a_file_shows_nothing_of_it(definition, visits, output_format):
    options = ["--visits", visits, "--engine", "duckdb", "--format", output_format]
    code, out, err = run(definition, *options)
    assert code == 1
    assert "^fever^" in out
    assert "SECRET" not in out + err


def test_an_engine_that_is_not_installed_is_named(definition, monkeypatch):
    entry = EngineEntry("postgres", "nowhere", "Nothing", ("no_such_module",))
    monkeypatch.setattr(Postgres, "engine", entry)
    assert not available_engines()[1]
    code, out, err = run(definition)
    assert code == 0
    assert "not asked: postgres, not installed: no_such_module" in err
    assert "postgres" not in out
    code, _, err = run(definition, "--engine", "postgres")
    assert code == 2
    assert "ESS501: postgres cannot be opened: not installed: no_such_module" in err


def test_wrong_input_is_refused(definition, tmp_path):
    broken = tmp_path / "broken.yml"
    broken.write_text(DEFINITION.replace("^fever^", "^fever[^"))
    assert run(str(broken))[0] == 2
    assert run(definition, "--duckdb-only", "--engine", "duckdb")[0] == 2
    empty = tmp_path / "empty.csv"
    empty.write_text("visit_id\n")
    code, _, err = run(definition, "--visits", str(empty), "--engine", "duckdb")
    assert code == 2
    assert "ccdd_parsed" in err
