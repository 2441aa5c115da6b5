"""``syndrome attack``, over a database of published tables made by hand."""

from __future__ import annotations

import stat

import duckdb
import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main

TRENDS = """
create schema surveillance_mart;
create table surveillance_mart.rpt_syndrome_trends as
select 'fall' as definition, 1 as version, date '2025-01-01' as period_start,
    date '2025-03-31' as period_end, 'emergency' as setting, cut, stratum,
    case when cut = 'place' then stratum end as place, cast(null as varchar) as age_group,
    cast(null as varchar) as sex, matched_visits, visits, date '2025-05-01' as counted_on
from (values ('all', 'all', 4711, 90000), ('place', 'AZ', 2350, 40000), {places})
    as rows(cut, stratum, matched_visits, visits)
"""
PINNED = "('place', 'CA', 2354, 40000), ('place', 'NM', null, 10000)"
HELD = "('place', 'CA', null, 40000), ('place', 'NM', null, 10000)"


@pytest.fixture
def attack(tmp_path):
    folder = tmp_path / "definitions" / "fall"
    folder.mkdir(parents=True)
    (folder / "v1.yml").write_text(
        "name: fall\nversion: 1\ntitle: Falls\nfields: [ccdd_parsed]\nquery: ^fall^\n"
    )
    (tmp_path / "dbt_project.yml").write_text("name: falls\nseed-paths: [data]\n")
    (tmp_path / "data" / "syndromes").mkdir(parents=True)
    (tmp_path / "data" / "syndromes" / "syndrome_policies.csv").write_text(
        "policy,smallest_count\nstandard,11\nsensitive,11\nno_case_finding,11\n"
    )

    def run(places, *arguments):
        with duckdb.connect(str(tmp_path / "syndrome.duckdb")) as connection:
            connection.execute(TRENDS.format(places=places))
        return CliRunner().invoke(main, ["attack", "--project-dir", str(tmp_path), *arguments])

    return run


def test_what_follows_is_counted_and_never_said(attack, tmp_path):
    cells = tmp_path / "cells.csv"
    result = attack(PINNED, "--cells", str(cells))
    assert result.exit_code == 1, result.output
    assert "fall_v1" in result.stdout
    assert result.stdout.split("\n")[-2].split() == ["all", *["1", "1", "0", "0", "1", "0"]]
    assert cells.read_text().splitlines()[1].endswith(",7,7")
    assert stat.S_IMODE(cells.stat().st_mode) == 0o600
    assert "7" not in result.output.replace(str(cells), "")


def test_all_that_is_withheld_holds(attack):
    result = attack(HELD, "--format", "json")
    assert result.exit_code == 0, result.output
    every = read_record(result.stdout)["definitions"][-1]
    assert every["withheld"] == 2
    assert not every["pinned"] + every["pinned_zeros"] + every["narrowed"] + every["not_solved"]
    for name in ("fct_published_trends", "int_trend_visits"):
        assert f"there is no table surveillance_restricted.{name}:" in result.stderr


def test_cells_are_written_over_no_file(attack, tmp_path):
    cells = tmp_path / "cells.csv"
    cells.write_text("mine")
    result = attack(PINNED, "--cells", str(cells))
    assert result.exit_code == 2
    assert cells.read_text() == "mine"


def test_a_schema_that_is_not_published_is_not_read(attack):
    result = attack(HELD, "--schema", "surveillance_restricted")
    assert result.exit_code == 2
    assert "ESS321" in result.stderr


def test_nothing_is_said_of_a_database_that_is_not_there(attack, tmp_path):
    result = attack(HELD, "--database", str(tmp_path / "none.duckdb"))
    assert result.exit_code == 2
    assert "ESS320" in result.stderr
