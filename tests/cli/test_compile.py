"""`syndrome init`, `compile` and `list`, from the command line."""

import json
import shutil

import pytest
from click.testing import CliRunner

from transpiler.cli import main


@pytest.fixture
def project(tmp_path):
    project = tmp_path / "project"
    result = CliRunner().invoke(main, ["init", str(project)])
    assert result.exit_code == 0
    assert str(project) in result.stdout
    return project


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_new_project_holds_all_it_needs(project):
    assert (project / "packages.yml").read_text() == "packages:\n  - local: syndrome_macros\n"
    for name in ("dbt_project.yml", "profiles.yml", "seeds/syndrome_policies.csv"):
        assert (project / name).is_file()
    assert (project / "syndrome_macros" / "dbt_project.yml").is_file()
    assert not list(project.rglob("*.duckdb"))
    assert run("compile", "--project-dir", project, "--check").exit_code == 0


def test_a_new_project_never_overwrites(project):
    result = run("init", project)
    assert result.exit_code == 2
    assert "ESS306" in result.stderr


def test_compile_says_what_it_did(project):
    shutil.rmtree(project / "models" / "classification")
    check = run("compile", "--project-dir", project, "--check")
    assert check.exit_code == 1
    assert "stale" in check.stdout
    result = run("compile", "--project-dir", project, "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert report["is_stale"] is True
    assert set(report["written"]) == {
        path.name for path in (project / "models" / "classification").iterdir()
    }
    again = run("compile", "--project-dir", project)
    assert "up to date" in again.stdout


def test_compile_points_at_a_fault(project):
    path = project / "definitions" / "mine" / "v1.yml"
    path.parent.mkdir()
    path.write_text("name: mine\nversion: 1\ntitle: Mine\nfields: [ccdd]\nquery: ^a^,or,(\n")
    result = run("compile", "--project-dir", project)
    assert result.exit_code == 2
    assert f"{path}:5:" in result.stderr


def test_compile_where_nothing_can_be_written(project):
    shutil.rmtree(project / "models")
    (project / "models").write_text("a file is in the way")
    result = run("compile", "--project-dir", project)
    assert result.exit_code == 2
    assert f"{project / 'models'}: error ESS307" in result.stderr
    assert "Traceback" not in result.output


def test_list_shows_a_line_each(project):
    result = run("list", project / "definitions", "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert len(rows) == len(list((project / "definitions").rglob("*.yml")))
    assert all(row["terms"] > 0 for row in rows)
    text = run("list", project / "definitions")
    assert text.exit_code == 0
    _, *lines = text.stdout.splitlines()
    assert len(lines) == len(rows)
    for row, line in zip(rows, lines, strict=True):
        assert row["name"] in line
        assert row["title"] in line
        assert ", ".join(row["fields"]) in line


def test_list_shows_a_title_as_it_is(project):
    path = project / "definitions" / "mine" / "v1.yml"
    path.parent.mkdir()
    path.write_text(
        'name: mine\nversion: 1\ntitle: "[red]T[/red]\\e[31m"\nfields: [ccdd]\nquery: ^a^\n'
    )
    result = run("list", path)
    assert "[red]T[/red]" in result.stdout
    assert "\x1b" not in result.stdout


def test_list_tells_of_what_cannot_be_read_and_shows_the_rest(project):
    path = project / "definitions" / "mine" / "v1.yml"
    path.parent.mkdir()
    path.write_text("name: mine\n")
    result = run("list", project / "definitions")
    assert result.exit_code == 2
    assert str(path) in result.stderr
    assert "cdc_suspected_sex_trafficking" in result.stdout
