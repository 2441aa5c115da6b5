"""``syndrome import``."""

import json

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main
from transpiler.parsing import load_definition


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run_import(*arguments):
        return CliRunner().invoke(main, ["import", *arguments])

    return run_import


def test_a_text_becomes_a_definition_file(run, tmp_path):
    (tmp_path / "Falls v2.txt").write_text("Search CC and DD Parsed Free Text: ^fall^,or,^fell^")
    result = run("Falls v2.txt", "--output", "out")
    assert result.exit_code == 0, result.output
    definition = load_definition(tmp_path / "out" / "falls" / "v2.yml")
    assert list(definition.fields()) == ["ccdd_parsed"]
    assert "1 clean, 0 repaired, 0 refused" in result.stderr


def test_a_refusal_ends_with_1_and_the_rest_is_written(run, tmp_path):
    records = [
        {"name": "Broken v1", "query": "(,^a^"},
        {"name": "Mended v1", "query": "^a^,or^b^"},
        {"name": "Good v1", "query": "^a^,or,^b^"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    result = run("a.jsonl", "--output", "out", "--format", "json")
    assert result.exit_code == 1
    found = read_record(result.stdout)["definitions"]
    assert [record["outcome"] for record in found] == ["refused", "repaired", "clean"]
    assert found[0]["diagnostics"][0]["code"] == "ESS003"
    assert found[1]["repairs"][0]["code"]
    assert found[2]["inferred"]["version"] == "title"
    assert (tmp_path / "out" / "good" / "v1.yml").exists()
    table = run("a.jsonl", "--output", "out")
    assert table.exit_code == 1
    assert "1 clean, 1 repaired, 1 refused" in table.stderr
    assert "mended_v1" in table.stdout
    assert "ESS003" in table.stderr


def test_what_cannot_be_read_ends_with_2(run, tmp_path):
    assert run("nothing.txt").exit_code == 2
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert run("a.pdf").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert run("empty").exit_code == 2


def test_control_characters_of_a_title_do_not_reach_the_terminal(run, tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"name": "x\u001b[31m v1", "query": "(,^a^"}))
    result = run("a.jsonl")
    assert result.exit_code == 1
    assert "\x1b" not in result.output
