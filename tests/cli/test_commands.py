"""What every command has in common."""

import importlib
import sys

import pytest
from click.testing import CliRunner

from transpiler.cli import main
from transpiler.cli.main import COMMANDS


@pytest.fixture
def runner():
    return CliRunner()


def test_the_list_of_commands_is_shown_without_loading_them(runner):
    result = runner.invoke(main, ["--help"])
    assert result.exit_code == 0
    for name, text in COMMANDS.items():
        assert name in result.output
        assert text.split()[0] in result.output


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_shows_an_example(runner, name):
    result = runner.invoke(main, [name, "--help"])
    assert result.exit_code == 0
    assert f"syndrome {name}" in result.output.split("Usage:")[1].split("\n", 1)[1]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_an_unknown_option_is_wrong_usage(runner, name):
    result = runner.invoke(main, [name, "--no-such-option"])
    assert result.exit_code == 2


def test_an_unknown_command_is_wrong_usage(runner):
    assert runner.invoke(main, ["no-such-command"]).exit_code == 2


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_lives_in_the_file_of_its_name(name):
    module = importlib.import_module(f"transpiler.cli.{ {'import': 'import_'}.get(name, name) }")
    assert module.__doc__
    assert module.command.name == name


@pytest.mark.parametrize("name", ["check", "explain", "fmt", "sql"])
def test_a_file_that_cannot_be_used_ends_with_2_and_a_place(runner, name, tmp_path):
    path = tmp_path / "v1.yml"
    path.write_text("name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: ^a^,xor,(,^b^\n")
    dialect = ["--dialect", "duckdb"] if name == "sql" else []
    result = runner.invoke(main, [name, str(path), *dialect])
    assert result.exit_code == 2
    assert f"{path}:5:" in result.stderr + result.stdout
    assert "Traceback" not in result.output


def test_a_missing_package_is_said_in_one_line(runner, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = runner.invoke(main, ["visits", str(tmp_path / "visits.parquet"), "--visits", "10"])
    assert result.exit_code == 2
    said = "this needs the Python package duckdb, which is not installed here; pip install"
    assert said in result.stderr
    assert "Traceback" not in result.output
