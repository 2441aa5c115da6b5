"""A project is upgraded by one line, or from its layout before the package, and keeps its past."""

import contextlib
import re
import shutil
import subprocess
import tarfile
import threading
from functools import partial
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.dbt import create_project
from transpiler.dbt.run import run_dbt
from transpiler.resources import data_path

PAGE = (Path(__file__).parents[2] / "docs/existing-project.md").read_text(encoding="utf-8")
PROJECT = {
    "name": "mercy_analytics",
    "version": "3.1.0",
    "profile": "syndrome_surveillance",
    "vars": {"syndrome_source_model": "ed_visits"},
    "flags": {"send_anonymous_usage_stats": False},
}
VISITS = """\
select '1' as visit_id, cast('2025-01-06' as date) as visit_date,
    'Fever and cough' as chief_complaint, 'R50.9; R05.9' as diagnosis_codes
"""
MATCHES = "select count(*) from ann_restricted.fct_syndrome_matches"
KEYS = "select visit_id from ann_restricted.syndrome_visits"
PUBLISHED = "select * from outlived_restricted.fct_published_trends order by all"
NEWER = "-- of the version after this one\n"


def invoke(*arguments):
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def mercy(tmp_path):
    project = tmp_path / "mercy"
    (project / "models").mkdir(parents=True)
    (project / "dbt_project.yml").write_text(yaml.safe_dump(PROJECT), encoding="utf-8")
    (project / "models/ed_visits.sql").write_text(VISITS, encoding="utf-8")
    return project


def versions_of_the_package(folder):
    """Yield the package as it is, and as it could be later."""
    for name in ("now", "later"):
        package = folder / name / "macros"
        shutil.copytree(data_path("macros"), package)
        if name == "later":
            path = package / "models/matches/fct_syndrome_matches.sql"
            path.write_text(path.read_text(encoding="utf-8") + NEWER, encoding="utf-8")
        yield package


def git_entries(folder):
    """Yield the entry of each version in a repository of its own."""
    repository = folder / "syndrome.git"
    work = folder / "work"
    work.mkdir()
    git = partial(subprocess.run, check=True, capture_output=True, cwd=work)
    git(["git", "init", "--quiet"])
    for tag, package in zip(("v1", "v2"), versions_of_the_package(folder), strict=True):
        shutil.rmtree(work / "macros", ignore_errors=True)
        shutil.copytree(package, work / "macros")
        git(["git", "add", "."])
        names = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        git(["git", *names, "commit", "--quiet", "--message", tag])
        git(["git", "tag", tag])
    git(["git", "clone", "--quiet", "--bare", str(work), str(repository)])
    for tag in ("v1", "v2"):
        yield {"git": repository.as_uri(), "subdirectory": "macros", "revision": tag}


def local_entries(folder):
    for package in versions_of_the_package(folder):
        yield {"local": str(package)}


def tarball_entries(folder, address):
    for at, package in enumerate(versions_of_the_package(folder), 1):
        with tarfile.open(folder / f"syndrome_sql-{at}.tar.gz", "w:gz") as archive:
            archive.add(package, arcname="macros")
        yield {"tarball": f"{address}/syndrome_sql-{at}.tar.gz", "name": "syndrome_sql"}


@contextlib.contextmanager
def served(folder):
    """Serve a folder to this machine alone."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            pass

    server = HTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def install(project, target, entry):
    """Give a project the package by one entry, compile and build."""
    text = yaml.safe_dump({"packages": [entry]})
    (project / "packages.yml").write_text(text, encoding="utf-8")
    profiles = target.write_profile(project, "ann")
    where = ["--project-dir", str(project), "--profiles-dir", str(profiles), "--quiet"]
    run_dbt(["deps", *where])
    invoke("compile", "--project-dir", project)
    target.dbt(project, "build", schema="ann")
    installed = project / "dbt_packages/syndrome_sql/models/matches/fct_syndrome_matches.sql"
    return target.query(MATCHES), target.query(KEYS), NEWER in installed.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "kind", ["git", *(pytest.param(kind, marks=pytest.mark.slow) for kind in ("local", "tarball"))]
)
def test_one_line_upgrades_the_package(mercy, tmp_path, open_target, monkeypatch, kind):
    monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "b7d1f0c35e9a8264cc10")
    invoke("init", "--into", mercy, "--yes", "--layers", "classification", "--git", "later named")
    target = open_target("duckdb")
    folder = tmp_path / "served"
    folder.mkdir()
    with served(folder) as address:
        entries = {
            "git": git_entries,
            "local": local_entries,
            "tarball": partial(tarball_entries, address=address),
        }[kind](folder)
        first, second = list(entries)
        assert len(first.items() ^ second.items()) == 2  # one line
        matches, keys, is_newer = install(mercy, target, first)
        assert (matches, is_newer) == ([(1,)], False)
        assert install(mercy, target, second) == (matches, keys, True)


def test_a_package_of_another_version_than_the_compiler_is_refused(mercy):
    invoke("init", "--into", mercy, "--yes")
    path = mercy / "syndrome_sql/dbt_project.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(?m)^version: .*", "version: 0.0.9", text), encoding="utf-8")
    done = CliRunner().invoke(main, ["compile", "--project-dir", str(mercy)])
    assert done.exit_code == 2
    assert "ESS308: the package `syndrome_sql` is 0.0.9, and this compiler" in done.stderr
    shutil.rmtree(mercy / "syndrome_sql")
    assert "syndrome_sql/, the dbt package" in invoke("init", "--into", mercy, "--yes").stdout
    invoke("compile", "--project-dir", mercy)


def old_layout(project):
    """Lay a project out as `syndrome init` did before there was a package."""
    package = project / "syndrome_sql"
    for folder in (package / "models").iterdir():
        shutil.move(folder, project / "models")
    shutil.move(package / "project", project / "macros/project")
    shutil.move(package / "tests", project / "tests")
    package.rename(project / "syndrome_macros")
    (project / "packages.yml").write_text("packages:\n  - local: syndrome_macros\n")
    path = project / "dbt_project.yml"
    text = path.read_text(encoding="utf-8").replace("[syndrome_sql, dbt]", "[syndrome_macros, dbt]")
    blocks = (
        'on-run-start:\n  - "{{ check_vars() }}"\non-run-end:\n  - "{{ say_intake(results) }}"\n'
    )
    path.write_text(f"{text}\n{blocks}", encoding="utf-8")


@pytest.mark.slow
def test_what_was_published_outlives_the_layout_before_the_package(tmp_path, open_target):
    project = create_project(tmp_path / "old")
    target = open_target("duckdb")
    profiles = target.write_profile(project, "outlived")
    where = ["--project-dir", str(project), "--profiles-dir", str(profiles), "--quiet"]
    run_dbt(["deps", *where])
    target.dbt(project, "build", schema="outlived")
    published = target.query(PUBLISHED)
    assert published
    old_layout(project)
    shutil.rmtree(project / "dbt_packages")
    section = PAGE.partition("### From a project with our models")[2]
    (removed,) = re.findall(r"(?m)^rm -r .*", section)
    for part in removed.split()[2:]:
        path = project / part
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    blocks = re.findall(
        r"`([a-z-]+)`", re.search(r"delete the blocks (.*?), and", section, re.S)[1]
    )
    values = yaml.safe_load((project / "dbt_project.yml").read_text(encoding="utf-8"))
    kept = {name: value for name, value in values.items() if name not in blocks}
    text = yaml.safe_dump(kept, sort_keys=False).replace("syndrome_macros", "syndrome_sql")
    (project / "dbt_project.yml").write_text(text, encoding="utf-8")
    invoke("init", "--here", project)
    run_dbt(["deps", *where])
    invoke("compile", "--project-dir", project)
    target.dbt(project, "build", schema="outlived")
    assert target.query(PUBLISHED) == published
