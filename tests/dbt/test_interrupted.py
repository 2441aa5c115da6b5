"""`dbt build` killed midway, on a schema of before, of hostile definitions: nothing is lost."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.dbt.conftest import write_seed
from tests.dbt.targets import DuckDBTarget, Target
from tests.injection.hostile import SECRET, SECRET_VALUE, TEXTS, write
from transpiler.dbt import compile_project, create_project
from transpiler.dbt.run import run_dbt
from transpiler.definition import BY_NAME, FURTHER_COLUMNS
from transpiler.resources import data_path

pytestmark = pytest.mark.slow

BESIDES = {"run_id", "started_at", "updated_at"}
"""Columns that say when a build was, which no two builds have alike."""

DBT = Path(sys.executable).with_name("dbt")


def make_project(folder, visits):
    project = create_project(folder / "project")
    write_seed(project, visits[:200])
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


def tables(target, schema):
    """Return the rows of every table of a build, without what says when it was."""
    columns = target.query(
        "select table_schema, table_name, column_name from information_schema.columns"
        f" where table_schema like '{schema}\\_%' escape '\\'"
        " order by table_schema, table_name, ordinal_position"
    )
    found: dict[tuple[str, str], list[str]] = {}
    for table_schema, table, column in columns:
        if column not in BESIDES:
            found.setdefault((table_schema, table), []).append(f'"{column}"')
    return {
        f"{table_schema.removeprefix(schema)}.{table}": sorted(
            target.query(f"select {', '.join(kept)} from {table_schema}.{table}"), key=repr
        )
        for (table_schema, table), kept in found.items()
    }


def kill_build(target, project, schema, done, **variables):
    """Run `dbt build` in a process that is killed when so many of its steps are done.

    Returns:
        What it printed, a line each.
    """
    profiles = target.write_profile(project, schema)
    process = subprocess.Popen(
        [
            *(DBT, "--no-use-colors", "build", "--project-dir", project),
            *("--profiles-dir", profiles),
            *("--target-path", f"target/killed_{target.name}", "--log-path", "logs/killed"),
            *("--vars", json.dumps(variables)),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=project,
    )
    assert process.stdout is not None
    said: list[str] = []
    seen = 0
    for line in process.stdout:
        said.append(line)
        seen += bool(re.search(r"\b(OK|PASS)\b", line))
        if seen == done:
            process.kill()
            break
    process.stdout.close()
    assert process.wait(timeout=60) == -9, "killed before it was done"
    return said


@dataclass(frozen=True)
class Interrupted:
    """A project of which a build was killed at some points, and one was let go on to its end.

    The schemas are ``killed`` with the number of steps that were done, and ``whole``.
    """

    target: Target
    project: Path
    points: tuple[int, ...]


@pytest.fixture(scope="module", params=["duckdb", "postgres"])
def interrupted(
    request,
    open_target,
    visits,
    tmp_path_factory,
):
    folder = tmp_path_factory.mktemp("interrupted")
    # a file of its own: this process keeps the one of the session open, and no other may read it
    target = DuckDBTarget(folder) if request.param == "duckdb" else open_target(request.param)
    points = (5, 25, 60, 90) if request.config.getoption("--long") else (25,)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")
        project = make_project(folder, visits)
        for gone in ("human_trafficking_any_form", "forced_labor_exploitation"):
            shutil.rmtree(project / "definitions" / gone)
        compile_project(project)
        for done in points:
            kill_build(target, project, f"killed{done}", done)
        target.dbt(project, "build", schema="whole")
        yield Interrupted(target, project, points)


def test_a_build_that_was_killed_is_made_good_by_the_next(interrupted):
    target, project = interrupted.target, interrupted.project
    wanted = tables(target, "whole")
    assert len(wanted) > 20
    for done in interrupted.points:
        target.dbt(project, "build", schema=f"killed{done}")
        assert tables(target, f"killed{done}") == wanted


def test_a_table_of_another_version_gets_the_columns_it_lacks(interrupted):
    target, project = interrupted.target, interrupted.project
    visits = "whole_restricted.syndrome_visits"
    columns = "visit_id, county, is_inpatient, ccdd_parsed, setting"
    before = sorted(target.query(f"select {columns} from {visits}"))
    assert all({row[at] for row in before} - {None} for at in (1, 2))
    target.query(f"alter table {visits} rename column county to parish")
    target.query(f"alter table {visits} drop column is_inpatient cascade")
    target.dbt(project, "build", schema="whole")
    assert sorted(target.query(f"select {columns} from {visits}")) == before
    (kept,) = target.query(f"select count(*) from {visits} where parish is not null")
    assert kept == (0,)  # each visit was taken up anew


def test_the_columns_that_a_table_may_lack_are_all_of_the_model():
    package = data_path("macros")
    text = (package / "project/rows_of_visits.sql").read_text(encoding="utf-8")
    body = re.search(r"macro visit_columns\(.*?endmacro", text, re.DOTALL)[0]
    listed = set(re.findall(r"'(\w+)'", body)) - {"first"}
    listed |= {column.name for column in FURTHER_COLUMNS} | BY_NAME.keys()
    properties = yaml.safe_load((package / "models/visits/_visits.yml").read_bytes())
    (visits,) = (each for each in properties["models"] if each["name"] == "syndrome_visits")
    assert listed == {column["name"] for column in visits["columns"]}


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_hostile_definitions_build_and_do_nothing_else(
    open_target,
    visits,
    tmp_path,
    monkeypatch,
    name,
    request,
):
    monkeypatch.setenv(SECRET, SECRET_VALUE)
    target, project = open_target(name), make_project(tmp_path, visits)
    shutil.rmtree(project / "definitions")
    for number, text in enumerate(TEXTS):
        write(text, number, project / "definitions")
    compile_project(project)
    target.query("create schema if not exists hostile_restricted")
    target.query("create table hostile_restricted.planted as select 1 as one")
    quick = () if request.config.getoption("--long") else ("test_type:unit",)
    target.dbt(
        project,
        "build",
        *("--select", "+path:models/classification", "--exclude", "test_type:data", *quick),
        schema="hostile",
    )
    assert target.query("select one from hostile_restricted.planted") == [(1,)]
    titles = target.query("select title from hostile_mart.dim_syndrome_definitions")
    assert sorted(title for (title,) in titles) == sorted(TEXTS)
    for path in (*(project / "target").rglob("*"), *(project / "logs").rglob("*")):
        assert not path.is_file() or SECRET_VALUE.encode() not in path.read_bytes(), path
