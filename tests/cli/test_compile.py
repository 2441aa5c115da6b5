"""`syndrome init`, `compile` and `list`, from the command line."""

import shutil

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
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
    assert (project / "packages.yml").read_text() == "packages:\n  - local: syndrome_sql\n"
    for name in ("dbt_project.yml", "profiles.yml", "seeds/syndrome_policies.csv"):
        assert (project / name).is_file()
    assert (project / "syndrome_sql" / "dbt_project.yml").is_file()
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
    report = read_record(result.stdout)
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
    rows = read_record(result.stdout)["definitions"]
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


def test_init_here_adds_what_is_missing_and_writes_nothing_over(tmp_path, project):
    here = tmp_path / "here"
    (here / "seeds").mkdir(parents=True)
    mine = here / "seeds" / "syndrome_policies.csv"
    mine.write_text("mine")
    looked = run("init", here, "--here", "--dry-run")
    assert "missing  dbt_project.yml" in looked.stdout
    assert [path.name for path in here.iterdir()] == ["seeds"]
    result = run("init", here, "--here")
    assert result.exit_code == 0
    assert "kept, though other than in a new project  seeds/syndrome_policies.csv" in result.stdout
    assert mine.read_text() == "mine"
    mine.write_bytes((project / "seeds" / mine.name).read_bytes())
    assert run("compile", "--project-dir", here).exit_code == 0
    files = {path.relative_to(here) for path in here.rglob("*") if path.is_file()}
    new = {path.relative_to(project) for path in project.rglob("*") if path.is_file()}
    assert {path for path in files if path.parts[0] != "target"} == new
    assert "0 files added" in run("init", here, "--here").stdout


def test_init_here_brings_no_definition_back(project):
    shutil.rmtree(project / "definitions" / "fever_and_cough")
    (project / "syndrome_sql" / "project" / "share.sql").unlink()
    assert "added  syndrome_sql/project/share.sql" in run("init", project, "--here").stdout
    assert not (project / "definitions" / "fever_and_cough").exists()


def test_init_here_leaves_a_project_of_ones_own_alone(tmp_path):
    (tmp_path / "dbt_project.yml").write_text("name: mercy\n")
    result = run("init", tmp_path, "--here")
    assert result.exit_code == 2
    assert "ESS306" in result.stderr
    assert "syndrome init syndromes" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["dbt_project.yml"]


@pytest.mark.parametrize("part", ["seeds", "syndrome_sql/models/visits", "profiles.yml"])
@pytest.mark.parametrize("is_dangling", [True, False])
def test_init_here_follows_no_link(tmp_path, part, is_dangling):
    here, outside = tmp_path / "here", tmp_path / "precious"
    if not is_dangling:
        outside.mkdir()
        (outside / "thesis.tex").write_text("precious")
    (here / part).parent.mkdir(parents=True)
    (here / part).symlink_to(outside)
    result = run("init", here, "--here")
    assert result.exit_code == 2
    assert "ESS306" in result.stderr
    assert is_dangling is not outside.exists()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == (not is_dangling)


def test_a_new_project_keeps_its_lines_and_dbts_lock(project):
    assert "*.sql text eol=lf" in (project / ".gitattributes").read_text()
    assert "package-lock" not in (project / ".gitignore").read_text()


def test_check_names_what_is_stale_and_the_command(project):
    definition = project / "definitions" / "fever_and_cough" / "v1.yml"
    definition.write_text(definition.read_text().replace("title: ", "title: My "))
    result = run("compile", "--project-dir", project, "--check")
    assert result.exit_code == 1
    assert "  write  models/classification/syndrome_fever_and_cough_v1.sql\n" in result.stdout
    assert result.stdout.endswith("run `syndrome compile`\n")
    shutil.rmtree(project / "definitions")
    (project / "definitions" / "mine").mkdir(parents=True)
    (project / "definitions" / "mine" / "v1.yml").write_text(
        "name: mine\nversion: 1\ntitle: Mine\nfields: [ccdd]\nquery: ^a^\n"
    )
    assert "1 definition, " in run("compile", "--project-dir", project).stdout
