"""What needs no dbt, and no DuckDB, works where there is none; the rest says what to install."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

RUN = """
import json, sys
from importlib.machinery import PathFinder

class Absent(PathFinder):
    '''Finds nothing of some packages, as where they are not installed.'''

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        is_absent = name.partition(".")[0] in json.loads(sys.argv[1])
        return None if is_absent else PathFinder.find_spec(name, path, target)

sys.meta_path = [Absent if found is PathFinder else found for found in sys.meta_path]
sys.executable = sys.argv[3]  # a program is looked for beside it
from transpiler.cli import main
codes = []
for arguments in json.loads(sys.argv[2]):
    try:
        main(arguments)
    except SystemExit as end:
        codes.append(end.code or 0)
print("codes", *codes)
"""

FEVER = "project/definitions/fever_and_cough/v1.yml"


def run(folder, absent, *commands):
    done = subprocess.run(
        [
            *(sys.executable, "-c", RUN),
            *(json.dumps(absent), json.dumps(commands), str(folder / "python")),
        ],
        cwd=folder,
        # no program named dbt on the path, either
        env={**os.environ, "PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines(), done.stderr
    *_, last = done.stdout.splitlines()
    return [int(code) for code in last.split()[1:]], done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a project and a file of visits."""
    made = tmp_path_factory.mktemp("without")
    codes, errors = run(made, (), ("init", "project"), ("visits", "visits.csv", "--visits", "50"))
    assert codes == [0, 0], errors
    return made


def test_the_compiler_needs_neither_dbt_nor_duckdb(tmp_path):
    (tmp_path / "query.txt").write_text("^fall^,or,^fell^", encoding="utf-8")
    commands = (
        ("init", "project"),
        ("check", FEVER),
        ("fmt", "--check", FEVER),
        ("explain", FEVER, "--text", "FEVER AND COUGH | ;R509;"),
        ("explain", FEVER, "--format", "html"),
        ("diff", FEVER, FEVER),
        ("list", "project/definitions"),
        ("import", "query.txt"),
        ("visits", "visits.csv", "--visits", "50"),
        ("compile", "--project-dir", "project", "--check"),
        *(("sql", FEVER, "--dialect", name) for name in ("duckdb", "postgres", "bigquery")),
    )
    codes, errors = run(tmp_path, ("dbt", "duckdb"), *commands)
    assert dict(zip(commands, codes, strict=True)) == dict.fromkeys(commands, 0), errors


SLOW = {"dbt", "duckdb", "sqlglot", "pysat", "matplotlib", "highspy", "rich.progress"}
"""What takes long to import, and neither the help nor a check needs."""


@pytest.mark.parametrize("command", [("--help",), ("check", FEVER)])
def test_help_and_check_import_nothing_slow(folder, command):
    ended = "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\nfrom transpiler.cli import main\n{ended}", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = set(done.stdout.splitlines()[-1].split())
    assert "transpiler.cli.main" in imported
    assert imported & SLOW == set()


def test_files_of_visits_need_no_dbt(tmp_path):
    commands = (
        ("init", "project"),
        ("visits", "visits.csv", "--visits", "300"),
        ("visits", "visits.parquet", "--visits", "300"),
        ("classify", FEVER, "--visits", "visits.csv"),
        ("explain", FEVER, "--visits", "visits.parquet"),
        ("diff", FEVER, FEVER, "--visits", "visits.csv"),
        ("verify", FEVER, "--visits", "visits.csv", "--duckdb-only"),
    )
    codes, errors = run(tmp_path, ("dbt",), *commands)
    assert dict(zip(commands, codes, strict=True)) == dict.fromkeys(commands, 0), errors


@pytest.mark.parametrize(
    ("absent", "command", "extra"),
    [
        (("dbt",), ("demo", "--visits", "100"), "dbt"),
        (("dbt", "duckdb"), ("demo", "--visits", "100"), "dbt"),
        (("dbt",), ("publish", "--project-dir", "project"), "dbt"),
        (("duckdb",), ("classify", FEVER, "--visits", "visits.csv"), "duckdb"),
        (("duckdb",), ("verify", FEVER, "--visits", "visits.csv", "--duckdb-only"), "verify"),
        (("duckdb",), ("report", "--project-dir", "project"), "duckdb"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else value,
)
def test_what_is_missing_is_said_on_one_line(folder, absent, command, extra):
    codes, errors = run(folder, absent, command)
    assert codes == [2]
    (line,) = errors.splitlines()
    assert f"pip install 'syndrome-sql[{extra}]'" in line
