"""dbt as a program does what dbt as a library does, and says as much of what failed."""

from __future__ import annotations

import pytest

from transpiler.dbt import run
from transpiler.dbt.run import DbtError, NoDbtError, ask_dbt, build, require_dbt, run_dbt

PROJECT = """
name: tiny
version: 1.0.0
profile: tiny
flags: {send_anonymous_usage_stats: false}
"""
PROFILES = """
tiny:
  target: duckdb
  outputs: {duckdb: {type: duckdb, path: tiny.duckdb, schema: main, threads: 1}}
"""
MODELS = {
    "good.sql": "select 1 as Number, date '2025-01-02' as day, 'ab' as text, true as flag",
    "refused.sql": "{{ exceptions.raise_compiler_error('ESS601: not this') if execute }} select 1",
    "bad.sql": "{{ config(materialized='table') }} select cast('FEVER OF SOMEBODY' as int) as a",
}


@pytest.fixture(params=["library", "program"])
def way(request, monkeypatch):
    if request.param == "program":
        monkeypatch.setattr(run, "_has_library", lambda: False)
    return request.param


@pytest.fixture
def project(tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "dbt_project.yml").write_text(PROJECT)
    (tmp_path / "profiles.yml").write_text(PROFILES)
    for name, sql in MODELS.items():
        (tmp_path / "models" / name).write_text(sql)
    return tmp_path


def test_what_failed_is_named_and_no_value_told(way, project):
    require_dbt("duckdb")
    with pytest.raises(DbtError) as error:
        build(project)
    said = str(error.value)
    assert said.startswith("dbt build failed: ")
    failed = said.removeprefix("dbt build failed: ").split(", ")
    assert sorted(failed) == ["bad", "refused: ESS601: not this"]
    assert "FEVER" not in said


def test_rows_can_be_asked_for(way, project, monkeypatch):
    build(project, select=["good"])
    monkeypatch.chdir(project)
    options = ["--profiles-dir", ".", "--log-level", "none"]
    (row,) = ask_dbt("select * from {{ ref('good') }}", options)
    assert list(row) == ["number", "day", "text", "flag"]
    assert (int(row["number"]), str(row["day"])[:10], row["text"]) == (1, "2025-01-02", "ab")
    assert row["flag"] is True
    assert ask_dbt("select * from {{ ref('good') }} where false", options) == []
    with pytest.raises(DbtError):
        ask_dbt("select * from nothing", options)


def test_where_there_is_no_dbt_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(run, "_has_library", lambda: False)
    monkeypatch.setattr("sys.executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    for ask in (lambda: require_dbt("duckdb"), lambda: run_dbt(["deps"])):
        with pytest.raises(NoDbtError, match=r"pip install 'syndrome-sql\[dbt\]'"):
            ask()


def test_an_adapter_that_is_missing_is_named():
    with pytest.raises(NoDbtError, match="pip install dbt-oracle"):
        require_dbt("oracle")
