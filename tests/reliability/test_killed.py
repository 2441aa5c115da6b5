"""Commands told to end, or killed, while they hold visits: nothing of a visit is left."""

from __future__ import annotations

import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reliability.faults import Ended, files_below
from tests.reliability.marker import MARKER, marked, write_visits
from transpiler.dbt import create_project
from transpiler.scratch import scratch_folder

pytestmark = pytest.mark.slow

SHORT_OF_MEMORY = """
import sys, duckdb
connect = duckdb.connect
def short_of_memory(*arguments, config=None, **others):
    config = {**(config or {}), "memory_limit": "100MB", "threads": 1}
    return connect(*arguments, config=config, **others)
duckdb.connect = short_of_memory
from transpiler.cli import main
main(sys.argv[1:])
"""
"""Runs a command as on a machine where the visits do not fit into memory."""

HUNG_UP = """
import os, signal, sys, duckdb
connect = duckdb.connect
def hung_up(*arguments, **others):
    os.kill(os.getpid(), signal.SIGHUP)
    return connect(*arguments, **others)
duckdb.connect = hung_up
from transpiler.cli import main
main(sys.argv[1:])
"""
"""Runs a command whose terminal closes while it works."""

DEFINITION = "definitions/cdc_suspected_sex_trafficking/v1.yml"

TOLD = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
"""How a command is told to end, and its exit code then."""

Moment = Callable[[Path, Path], bool]
"""Whether it is time: the folder for temporary files and the project → yes or no."""


def spilling(temporary, _):
    """Parts of the table of visits are on disk."""
    return any(path.stat().st_size for path in temporary.glob("syndrome-visits-*/*.tmp"))


def writing_flags(_, project):
    """Some of the flags are written."""
    return any(path.stat().st_size for path in project.glob(".syndrome-flags-*/flags.csv"))


def served_by_postgres(temporary, _):
    """A server of our own has been there for a second, so that it holds visits."""
    sockets = temporary.glob("syndrome-postgres-*/.s.PGSQL.5432")
    return any(time.time() - path.lstat().st_mtime > 1 for path in sockets)


def building(temporary, _):
    """The demonstration is in its `dbt build`."""
    return any(
        b"START" in path.read_bytes()
        for path in temporary.glob("syndrome-demo-*/demo/logs/dbt.log")
    )


FLAGS = (
    *("classify", DEFINITION, "--visits", "visits.csv", "--output", "flags.csv"),
    *("--purpose", "a test"),
)


@dataclass(frozen=True)
class Case:
    """A command and when it is ended.

    Attributes:
        arguments: the command.
        moment: when.
        visits: how many visits it is given.
        length: bytes of noise in each.
    """

    arguments: tuple[str, ...]
    moment: Moment
    visits: int = 60_000
    length: int = 600


CASES = {
    "classify, reading": Case(FLAGS, spilling),
    "classify, writing": Case(FLAGS, writing_flags, visits=400_000, length=0),
    "diff": Case(
        (
            *("diff", DEFINITION, "definitions/human_trafficking_any_form/v1.yml"),
            *("--visits", "visits.csv"),
        ),
        spilling,
    ),
    "verify on DuckDB": Case(
        ("verify", DEFINITION, "--visits", "visits.csv", "--engine", "duckdb"), spilling
    ),
    "verify on PostgreSQL": Case(
        ("verify", DEFINITION, "--visits", "visits.csv", "--engine", "postgres"),
        served_by_postgres,
        visits=60_000,
        length=0,
    ),
    "demo": Case(("demo", "--visits", "20000"), building, visits=0),
}


@pytest.fixture
def temporary(home, monkeypatch):
    """A folder for temporary files which a server may enter, whose account is another than root."""
    folder = Path(tempfile.mkdtemp(prefix="syn-", dir="/tmp"))
    folder.chmod(0o1777)
    monkeypatch.setenv("TMPDIR", str(folder))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def project(tmp_path):
    project = create_project(tmp_path / "project")
    (project / "flags.csv").write_text("what was there before\n", encoding="utf-8")
    return project


def ended_by(number, case, project, temporary):
    """Run a command, and send it a signal at its moment."""
    if case.visits:
        write_visits(project / "visits.csv", case.visits, length=case.length)
    program = project.parent / "syndrome.py"
    program.write_text(SHORT_OF_MEMORY, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, program, *case.arguments],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 300
    while not case.moment(temporary, project):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.send_signal(number)
    out, told = process.communicate(timeout=300)
    return Ended(process.returncode, out, tuple(told.splitlines()))


def is_gone(temporary):
    """Wait until a server of our own has stopped; it does so by itself, and at once."""
    deadline = time.monotonic() + 30
    while any(temporary.glob("syndrome-postgres-*")):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("number", TOLD)
@pytest.mark.parametrize("name", CASES)
def test_a_command_that_is_told_to_end_removes_what_it_has_begun(
    project,
    temporary,
    name,
    number,
    request,
):
    if number is signal.SIGHUP and not request.config.getoption("--long"):
        pytest.skip("as the others")
    before = files_below(project).keys() - {"visits.csv"}
    ended = ended_by(number, CASES[name], project, temporary)
    *intake, last = ended.told
    assert (ended.code, ended.out) == (TOLD[number], "")
    assert last == "interrupted: what was unfinished is removed"
    assert [line for line in intake if not line.startswith("Intake: ")] == []
    assert MARKER not in "\n".join(intake).lower()
    assert is_gone(temporary)
    assert list((temporary).iterdir()) == []
    assert files_below(project).keys() - {"visits.csv"} == before
    assert (project / "flags.csv").read_text(encoding="utf-8") == "what was there before\n"
    assert marked(project.parent, besides={"visits.csv"}) == []


@pytest.mark.parametrize("name", CASES)
def test_what_a_killed_command_leaves_is_its_owner_s_until_the_next(project, temporary, name):
    case = CASES[name]
    ended = ended_by(signal.SIGKILL, case, project, temporary)
    assert (ended.code, ended.out) == (-signal.SIGKILL, "")
    assert MARKER not in "\n".join(ended.told).lower()
    assert is_gone(temporary)
    assert (project / "flags.csv").read_text(encoding="utf-8") == "what was there before\n"
    left = [*(temporary).iterdir(), *project.glob(".syndrome-*")]
    folders = [path for path in left if path.is_dir()]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o700 for path in folders)
    holding = [
        place / name
        for place in (project.parent, temporary)
        for name in marked(place, besides={"visits.csv"})
    ]
    assert all(any(path.is_relative_to(folder) for folder in folders) for path in holding)
    nonce = 2 * 8
    for prefix, parent in {(path.name[:-nonce], path.parent) for path in folders}:
        with scratch_folder(prefix, parent):
            pass
    assert [path for path in left if path.exists()] == []


def test_a_folder_in_use_is_not_removed(temporary):
    with scratch_folder("syndrome-visits-") as used, scratch_folder("syndrome-visits-") as other:
        assert used.is_dir()
        assert other.is_dir()
    assert list((temporary).iterdir()) == []


def test_what_is_not_ours_is_not_removed(temporary, tmp_path):
    theirs = temporary / "syndrome-visits-theirs"
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_text("kept", encoding="utf-8")
    theirs.symlink_to(tmp_path / "precious")
    (temporary / "syndrome-visits-theirs.lock").symlink_to(tmp_path / "precious" / "file")
    without_lock = temporary / "syndrome-visits-without-a-lock"
    without_lock.mkdir()
    with scratch_folder("syndrome-visits-"):
        pass
    assert theirs.is_symlink()
    assert without_lock.is_dir()
    assert (tmp_path / "precious" / "file").read_text(encoding="utf-8") == "kept"


def test_a_signal_that_is_ignored_stays_so(project):
    """As under `nohup`: the terminal closes and the command goes on."""
    write_visits(project / "visits.csv", 10)
    done = subprocess.run(
        [sys.executable, "-c", HUNG_UP, *FLAGS],
        cwd=project,
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert MARKER not in (done.stdout + done.stderr).decode().lower()
