"""``syndrome visits``."""

import duckdb
import pytest
from click.testing import CliRunner

from transpiler.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["visits", *map(str, arguments)])


def test_it_writes_as_many_visits_as_asked_for(tmp_path):
    path = tmp_path / "visits.parquet"
    result = run(path, "--visits", "1_200", "--seed", 3, "--year", 2023)
    assert result.exit_code == 0
    assert str(path) in result.stderr
    with duckdb.connect() as connection:
        visits = connection.read_parquet(str(path))
        assert visits.aggregate("count(*), min(year(C_Visit_Date))").fetchall() == [(1_200, 2023)]


def test_the_seed_decides(tmp_path):
    paths = [tmp_path / f"{number}.csv" for number in range(3)]
    for path, seed in zip(paths, (1, 1, 2), strict=True):
        assert run(path, "--visits", 300, "--seed", seed).exit_code == 0
    first, same, other = (path.read_bytes() for path in paths)
    assert first == same
    assert first != other


def test_definitions_of_ones_own_are_planted(tmp_path):
    definition = tmp_path / "v1.yml"
    definition.write_text(
        "name: own\nversion: 1\ntitle: Own\nfields: [ccdd_parsed]\nquery: ^quokka bite^\n"
    )
    path = tmp_path / "visits.csv"
    assert run(path, "--visits", 8_000, "--definition", definition).exit_code == 0
    assert "QUOKKA BITE" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["visits.txt"],
        ["no/such/folder/visits.csv"],
        ["visits.csv", "--visits", "-1"],
        ["visits.csv", "--visits", "many"],
        ["visits.csv", "--definition", "no-such-file.yml"],
    ],
)
def test_what_cannot_be_done_ends_with_2(tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_definition_that_cannot_be_used_is_diagnosed(tmp_path):
    definition = tmp_path / "v1.yml"
    definition.write_text("name: own\nversion: 1\ntitle: Own\nfields: [ccdd]\nquery: (,^a^\n")
    result = run(tmp_path / "visits.csv", "--visits", 1, "--definition", definition)
    assert result.exit_code == 2
    assert "v1.yml:5:" in result.stderr
