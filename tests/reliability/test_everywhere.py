"""The same bytes on every machine, without a network, and nothing of a visit left anywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dbt.targets import DuckDBTarget
from tests.dbt.test_interrupted import tables
from tests.reliability.faults import files_below, syndrome
from tests.reliability.marker import MARKER, marked, write_visits
from transpiler.dbt import compile_project, create_project
from transpiler.dbt.compile import GENERATED
from transpiler.importing import import_definitions

REPOSITORY = Path(__file__).resolve().parents[2]

MACHINES = (
    {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    {
        "PYTHONHASHSEED": "77",
        "LC_ALL": "POSIX",
        "PYTHONUTF8": "0",
        "TERM": "dumb",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "cp1252",
        "NO_COLOR": "1",
    },
)
"""Machines that differ in everything that could slip into a result."""

DEFINITION = "definitions/cdc_suspected_sex_trafficking/v1.yml"

COMMANDS = (
    ("sql", DEFINITION, "--dialect", "postgres"),
    ("explain", DEFINITION),
    ("explain", DEFINITION, "--format", "html"),
    ("check", "definitions", "--format", "json"),
    ("check", "definitions", "--format", "sarif"),
    ("list", "definitions"),
    ("diff", DEFINITION, "definitions/human_trafficking_any_form/v1.yml", "--format", "json"),
    ("visits", "visits.csv", "--visits", "500"),
    (
        *("classify", "definitions", "--visits", "visits.csv", "--output", "flags.csv"),
        *("--purpose", "a test"),
    ),
)

ALL_OF_THEM = """
import json, sys
from transpiler.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as end:
        assert end.code in (0, None, 1), arguments
    print(f"end of {arguments}")
"""
"""Runs several commands in one process, whose start takes longer than most of them."""


def test_every_machine_gives_the_same_bytes(tmp_path):
    found = []
    for number, machine in enumerate(MACHINES):
        project = create_project(tmp_path / str(number) / "project")
        shutil.rmtree(project / GENERATED)
        done = subprocess.run(
            [sys.executable, "-c", ALL_OF_THEM, json.dumps((("compile",), *COMMANDS))],
            cwd=project,
            capture_output=True,
            env={**os.environ, **machine},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        written = files_below(project / GENERATED)
        written |= {name: (project / name).read_bytes() for name in ("visits.csv", "flags.csv")}
        found.append((done.stdout.splitlines(), written))
    for output, written in found[1:]:
        assert output == found[0][0]
        assert written == found[0][1]


DEMONSTRATE = """
import secrets, sys
secrets.token_hex = lambda size=None: "5f1c9e07a3b8d264"
from transpiler.cli import main
main(["demo", "--visits", "2000", "--format", "json", "--directory", sys.argv[1]])
"""
"""Builds a demonstration's project; its keys, which are secret otherwise, can be compared."""


def test_every_machine_builds_the_same_tables(tmp_path):
    found = []
    for number, machine in enumerate((MACHINES[0], MACHINES[1], MACHINES[2])):
        done = subprocess.run(
            [sys.executable, "-c", DEMONSTRATE, tmp_path / str(number) / "project"],
            capture_output=True,
            env={**os.environ, **machine},
            check=False,
        )
        assert done.returncode == 0, done.stderr
        target = DuckDBTarget(tmp_path / str(number) / "project")
        found.append((done.stdout, tables(target, "surveillance")))
    assert len(found[0][1]) > 20
    for output, built in found[1:]:
        assert output == found[0][0]
        assert built == found[0][1]


DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Names that no file may have on Windows, whatever its suffix."""


def suits_every_file_system(paths):
    """Hold relative paths to what Windows and file systems without case allow."""
    for path in paths:
        for name in path.parts:
            assert not set(name) & set('<>:"/\\|?*'), path
            assert name.isprintable(), path
            assert name.isascii(), path
            assert not name.endswith((" ", ".")), path
            assert name.split(".")[0].lower() not in DEVICES, path
    # the longest path on Windows has 259 characters, and a project stands somewhere
    assert max(len(str(path)) for path in paths) < 160
    assert len({str(path).lower() for path in paths}) == len(paths)


def test_what_is_generated_suits_every_file_system(tmp_path):
    project = create_project(tmp_path / "project")
    for name in (*sorted(DEVICES), "a" * 63):
        path = project / "definitions" / f"called_{name}" / "v1.yml"
        path.parent.mkdir()
        path.write_text(
            f"name: {name}\nversion: 1\ntitle: {name}\nfields: [ccdd_parsed]\nquery: ^a^\n",
            encoding="utf-8",
        )
    compile_project(project)
    paths = sorted((project / GENERATED).iterdir())
    assert len(paths) > len(DEVICES)
    suits_every_file_system([path.relative_to(project) for path in paths])
    for path in paths:
        assert b"\r" not in path.read_bytes()
        path.read_bytes().decode("utf-8")


def test_what_is_imported_suits_every_file_system(tmp_path):
    titles = [
        *DEVICES,
        "Con",
        "CON v1",
        "COM1 v2",
        "nul.",
        "Fall",
        "FALL",
        "fall",
        "a/b",
        "Ü:*?",
        ".",
    ]
    rows = [json.dumps({"name": title, "query": "^a^", "field": "CCDD"}) for title in titles]
    (tmp_path / "published.jsonl").write_text("\n".join(rows), encoding="utf-8")
    output = tmp_path / "definitions"
    found = list(import_definitions([tmp_path / "published.jsonl"], output))
    paths = [one.path.relative_to(output) for one in found if one.path is not None]
    assert len(paths) == len(titles)
    suits_every_file_system(paths)


def test_the_project_suits_every_file_system():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a checkout")
    suits_every_file_system([Path(name) for name in listed.stdout.split("\0") if name])


def test_no_command_needs_a_network(tmp_path):
    alone = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None or subprocess.run([*alone, "true"], check=False).returncode:
        pytest.skip("a process without a network cannot be made here")
    project = create_project(tmp_path / "project")
    arguments = json.dumps((("compile",), *COMMANDS, ("demo", "--visits", "2000")))
    done = subprocess.run(
        [*alone, sys.executable, "-c", ALL_OF_THEM, arguments],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


ASKING = (
    (
        *("classify", DEFINITION, "--visits", "visits.csv", "--output", "flags.csv"),
        *("--purpose", "a test"),
    ),
    ("explain", DEFINITION, "--visits", "visits.csv"),
    ("explain", DEFINITION, "--text", f"SEX TRAFFICKING {MARKER} |"),
    ("diff", DEFINITION, "definitions/human_trafficking_any_form/v1.yml", "--visits", "visits.csv"),
    ("verify", DEFINITION, "--visits", "visits.csv", "--engine", "duckdb"),
    (
        *("classify", DEFINITION, "--visits", "damaged.csv", "--output", "flags.csv"),
        *("--purpose", "a test"),
    ),
    ("verify", DEFINITION, "--visits", "damaged.csv", "--engine", "duckdb"),
)
"""Commands that read visits, or a text; the last two fail."""


@pytest.mark.parametrize("arguments", ASKING, ids=lambda found: f"{found[0]} {found[2]} {found[3]}")
def test_nothing_of_a_visit_is_left_behind(tmp_path, home, arguments):
    project = create_project(tmp_path / "project")
    write_visits(project / "visits.csv", 2_000)
    lines = (project / "visits.csv").read_text(encoding="utf-8").splitlines()[:20]
    (project / "damaged.csv").write_text(
        "\n".join([*lines, f'"{MARKER}', f"{MARKER}," * 30]), encoding="utf-8"
    )
    ended = syndrome(*arguments, folder=project)
    assert "Traceback" not in "\n".join(ended.told)
    assert (ended.code == 2) is ("damaged.csv" in arguments), ended.told
    if "--text" not in arguments:
        assert MARKER not in (ended.out + "\n".join(ended.told)).lower()
    assert marked(tmp_path, besides={"visits.csv", "damaged.csv"}) == []
