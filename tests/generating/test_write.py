"""Files of generated visits: the same bytes everywhere, whole or not at all."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from transpiler.definition import Definition, Part
from transpiler.generating import COLUMNS, generate_visits, write, write_visits
from transpiler.parsing import parse_query

TYPES = {"text": "VARCHAR", "integer": "INTEGER", "date": "DATE", "timestamp": "TIMESTAMP"}

SCRIPT = """
import sys
from pathlib import Path
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path
from transpiler.generating import write_visits
found = find_definitions([data_path("dbt_project") / "definitions"])
definitions = [load_definition(path) for path in found]
write_visits(Path(sys.argv[1]), 4000, seed=9, definitions=definitions)
"""


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_the_bytes_are_the_same_whatever_the_process(tmp_path, definitions, suffix):
    """Hash seed, locale, time zone and the number of threads change nothing."""
    here = tmp_path / f"here{suffix}"
    write_visits(here, 4_000, seed=9, definitions=definitions)
    settings = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "Asia/Kathmandu"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "America/Phoenix"},
    ]
    for number, setting in enumerate(settings):
        there = tmp_path / f"there{number}{suffix}"
        environment = os.environ | setting
        subprocess.run([sys.executable, "-c", SCRIPT, there], env=environment, check=True)
        assert digest(there) == digest(here)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_what_is_read_back_is_what_was_generated(tmp_path, suffix):
    """NULL stays NULL, an empty text stays empty, quotes and line breaks stay."""
    hostile = Definition(
        parts=(Part(("triage_notes",), parse_query('^say "no"[COMMA] it\'s; 50% | \\^')),)
    )
    path = tmp_path / f"visits{suffix}"
    write_visits(path, 6_000, seed=4, definitions=[hostile])
    with duckdb.connect() as connection:
        if suffix == ".csv":
            columns = {column.name: TYPES[column.type] for column in COLUMNS}
            table = connection.read_csv(str(path), columns=columns, allow_quoted_nulls=False)
        else:
            table = connection.read_parquet(str(path))
        assert table.columns == [column.name for column in COLUMNS]
        assert [str(found) for found in table.types] == [TYPES[c.type] for c in COLUMNS]
        rows = table.fetchall()
    assert rows == [tuple(v) for v in generate_visits(6_000, seed=4, definitions=[hostile])]
    at = [column.name for column in COLUMNS].index("TriageNotesOrig")
    assert any(row[at] and row[at].startswith('say "no", it\'s; 50% | \\') for row in rows)


@pytest.mark.parametrize("corrections", [False, True])
def test_processes_draw_what_one_draws(tmp_path, definitions, monkeypatch, corrections):
    monkeypatch.setattr(write, "_LEAST", 300)
    alone, together = tmp_path / "alone.csv", tmp_path / "together.csv"
    steps = []
    for path, processes in ((alone, 1), (together, 3)):
        write_visits(
            path,
            3_000,
            seed=9,
            definitions=definitions,
            corrections=corrections,
            processes=processes,
            on_progress=steps.append,
        )
    assert alone.read_bytes() == together.read_bytes()
    assert sum(steps) == 6_000


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the processes of others are not listed")
def test_processes_end_with_the_one_that_asked_for_them(tmp_path):
    """A command that is killed leaves nobody who goes on, or holds its folder."""
    script = SCRIPT.replace("4000", "4000000, processes=3")
    asking = subprocess.Popen([sys.executable, "-c", script, tmp_path / "visits.csv"])
    while len(drawing := _children(asking.pid)) < 3:
        assert asking.poll() is None
        time.sleep(0.05)
    asking.kill()
    asking.wait()
    deadline = time.monotonic() + 60
    while any(_is_running(process) for process in drawing):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _children(process):
    path = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(child) for child in path.read_text().split()]
    except FileNotFoundError:
        return []


def _is_running(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_progress_adds_up(tmp_path):
    steps = []
    write_visits(tmp_path / "visits.csv", 2_345, on_progress=steps.append)
    assert sum(steps) == 2_345
    assert len(steps) > 1


@pytest.mark.parametrize("name", ["visits.txt", "visits", "visits.csv.gz"])
def test_another_suffix_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="csv"):
        write_visits(tmp_path / name, 1)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_breaks_off_leaves_the_old_file(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("old")

    def stop(written):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_visits(path, 5_000, on_progress=stop)
    assert [found.name for found in tmp_path.iterdir()] == ["visits.csv"]
    assert path.read_text() == "old"
