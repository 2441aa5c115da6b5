"""Opening definition files: regular files of their folder, of bounded length."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.definition import DefinitionError
from transpiler.definition.safe_open import MAX_BYTES, read_definition_bytes

GOOD = "name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: ^fall^\n"
SECRET = "planted-secret: 1"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links and pipes are those of Unix")


@pytest.fixture
def folder(tmp_path):
    """Return a folder of definitions with a file of somebody else beside it."""
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    found = tmp_path / "definitions"
    (found / "below").mkdir(parents=True)
    (found / "below" / "v1.yml").write_text(GOOD, encoding="utf-8")
    return found


def plant(folder, kind):
    path = folder / "a.yml"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "circle":
            path.symlink_to("a.yml")
        case "folder":
            path.mkdir()
        case _:
            path.symlink_to(kind)
    return path


KINDS = [
    "pipe",
    "circle",
    "folder",
    "/dev/zero",
    "/dev/tty",
    "/proc/self/environ",
    "../secret",
]


COMMANDS = {
    "check": ["a.yml"],
    "list": ["a.yml"],
    "explain": ["a.yml"],
    "sql": ["a.yml"],
    "fmt": ["a.yml"],
    "verify": ["--duckdb-only", "a.yml"],
    "compile": ["--project-dir", ".."],
    "classify": ["a.yml", "--visits", "../visits.csv"],
}
PROGRAM = """
import json, os, resource, sys
from click.testing import CliRunner
from transpiler.cli import main
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
folders, commands = map(json.loads, sys.argv[1:])
for kind, folder in folders.items():
    os.chdir(folder)
    for name, arguments in commands.items():
        result = CliRunner().invoke(main, [name, *arguments])
        wrong = not isinstance(result.exception, SystemExit)
        print(json.dumps([kind, name, result.exit_code, result.output, wrong]), flush=True)
"""


@pytest.fixture(scope="module")
def refusals(tmp_path_factory):
    """Return what every command says of every kind: command, exit code, output, other errors.

    They run in one process that has little memory and no terminal, and may not hang.
    """
    folders = {}
    for kind in KINDS:
        parent = tmp_path_factory.mktemp("planted")
        (parent / "secret").write_text(SECRET, encoding="utf-8")
        (parent / "visits.csv").write_text("visit_id,ccdd\n1,FALL\n", encoding="utf-8")
        (parent / "seeds").mkdir()
        (parent / "definitions").mkdir()
        plant(parent / "definitions", kind)
        folders[kind] = str(parent / "definitions")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(folders), json.dumps(COMMANDS)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        start_new_session=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[list[str]]] = {kind: [] for kind in KINDS}
    for line in done.stdout.splitlines():
        kind, *said = json.loads(line)
        found[kind].append(said)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_a_file_of_the_folder_is_read(refusals, kind):
    assert [name for name, *_ in refusals[kind]] == list(COMMANDS)
    said = ("ESS101", "does not exist") if kind == "circle" else ("ESS101",)
    for name, code, output, wrong in refusals[kind]:
        assert (code, wrong) == (2, False), (name, output)
        assert "planted-secret" not in output
        if name != "compile":  # which may refuse the project first
            assert any(one in output for one in said), (name, output)


def test_a_folder_is_checked_in_spite_of_what_was_planted_in_it(folder):
    plant(folder, "../secret")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 2
    assert "leads out of its folder" in result.stdout
    assert "2 definitions checked" in result.stdout
    assert "planted" not in result.output


def test_a_link_within_the_folder_is_followed(folder):
    path = plant(folder, "below/v1.yml")
    assert read_definition_bytes(path) == GOOD.encode()


def test_links_above_the_file_do_not_matter(folder):
    (folder.parent / "linked").symlink_to(folder)
    assert read_definition_bytes(folder.parent / "linked" / "below" / "v1.yml") == GOOD.encode()


def test_no_more_is_read_than_a_definition_is_long(folder):
    path = folder / "long.yml"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(DefinitionError) as caught:
        read_definition_bytes(path)
    assert f"{MAX_BYTES:,}" in str(caught.value)
