"""``syndrome demo``: the main job end to end, once."""

import socket
import tempfile

import duckdb
import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main
from transpiler.parsing import find_definitions, load_definition
from transpiler.resources import data_path


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A demonstration that was kept, run without a network."""
    project = tmp_path_factory.mktemp("demo") / "surveillance"

    def no_network(*arguments, **options):
        raise AssertionError("the demonstration went over the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", no_network)
        patch.setattr(socket, "getaddrinfo", no_network)
        arguments = ["--visits", "12_000", "--directory", str(project), "--format", "json"]
        result = CliRunner().invoke(main, ["demo", *arguments])
    assert result.exit_code == 0, result.output
    return project, read_record(result.stdout)["quarters"], result


def test_every_definition_has_four_quarters(demonstration):
    project, quarters, _ = demonstration
    shipped = find_definitions([data_path("dbt_project") / "definitions"])
    paths = find_definitions([project / "definitions"])
    assert len(paths) == len(shipped) + 1  # one of them in two versions
    expected = {(found.name, found.version) for found in map(load_definition, paths)}
    assert {(found["definition"], found["version"]) for found in quarters} == expected
    for name, version in expected:
        labels = [
            q["label"] for q in quarters if (q["definition"], q["version"]) == (name, version)
        ]
        assert labels == [f"2025-Q{number}" for number in range(1, 5)]


def test_counts_are_those_of_the_matches_and_small_ones_withheld(demonstration):
    """Counted again from the restricted side of the warehouse."""
    project, quarters, _ = demonstration
    with duckdb.connect(str(project / "syndrome.duckdb")) as connection:
        rows = connection.execute(
            """
            SELECT definition, version, year(visit_date) || '-Q' || quarter(visit_date), count(*)
            FROM surveillance_restricted.fct_syndrome_matches
            INNER JOIN surveillance_restricted.syndrome_visits USING (visit_id)
            WHERE is_emergency
            GROUP BY ALL
            """
        ).fetchall()
        (visits,) = connection.execute(
            "SELECT count(*) FROM surveillance_restricted.syndrome_visits"
        ).fetchone()
        (sent,) = connection.execute("SELECT count(*) FROM surveillance.visits").fetchone()
    assert visits == 12_000 < sent  # corrected visits are there twice, and counted once
    counts = {tuple(row[:3]): row[3] for row in rows}
    assert any(counts.values())
    withheld = 0
    for found in quarters:
        count = counts.get((found["definition"], found["version"], found["label"]), 0)
        if 0 < count < 11:
            withheld += 1
            assert found["matched_visits"] is None
            assert found["percent_of_visits"] is None
        elif found["matched_visits"] is None:  # of two versions that differ by a small count
            assert found["definition"] == "fever_and_cough"
        else:
            assert found["matched_visits"] == count
            assert found["percent_of_visits"] == pytest.approx(100 * count / found["visits"])
    assert withheld


def test_it_says_where_the_project_is(demonstration):
    project, _, result = demonstration
    assert str(project) in result.stderr
    assert (project / "dbt_project.yml").exists()


def test_dbt_says_nothing_on_standard_output(demonstration):
    """The result is one JSON document; the fixture has read it."""
    _, _, result = demonstration
    assert result.stdout.startswith("{")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = CliRunner().invoke(main, ["demo", "--directory", str(tmp_path)])
    assert result.exit_code == 2
    assert "ESS306" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("arguments", [["--visits", "0"], ["--visits", "x"], ["--seed", "x"]])
def test_wrong_usage_ends_with_2(arguments):
    assert CliRunner().invoke(main, ["demo", *arguments]).exit_code == 2


def test_by_default_a_table_is_shown_and_nothing_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["demo", "--visits", "3_000", "--seed", "5"])
    assert result.exit_code == 0, result.output
    header = next(line for line in result.stdout.splitlines() if line.startswith("definition"))
    assert header.split() == ["definition", *(f"2025-Q{number}" for number in range(1, 5))]
    row = next(line for line in result.stdout.splitlines() if line.startswith("cdc_sexual"))
    assert "suppressed" in row
    assert "%" in result.stdout
    assert list(tmp_path.iterdir()) == []
