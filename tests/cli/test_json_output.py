"""``--format json``: every command answers in a shape that the schema has, errors too."""

import json

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from tests.cli.records import SCHEMA, STRICT, read_record
from transpiler.cli import main
from transpiler.cli.json_output import SCHEMA_VERSION
from transpiler.cli.main import COMMANDS

BROKEN = "name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: ^a^,xor,(,^b^\n"


def answers_in_json(name):
    command = main.get_command(click.Context(main), name)
    formats = [option for option in command.params if option.name == "output_format"]
    return bool(formats) and "json" in formats[0].type.choices


IN_JSON = [name for name in COMMANDS if answers_in_json(name)]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yml").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "visits.csv").write_text("visit_id,ccdd_parsed\n1,fall\n", encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_the_schema_is_one_and_has_every_command():
    Draft202012Validator.check_schema(SCHEMA)
    assert {"$ref": "#/$defs/errors"} in SCHEMA["anyOf"]
    assert [found["$ref"].rpartition("/")[2] for found in SCHEMA["anyOf"][1:]] == sorted(IN_JSON)
    for name in IN_JSON:
        shape = SCHEMA["$defs"][name]
        assert shape["properties"]["command"] == {"const": name}
        assert shape["properties"]["schema_version"] == {"const": SCHEMA_VERSION}
        assert {"command", "schema_version"} <= set(shape["required"])


def test_a_document_of_another_shape_is_not_valid():
    assert not STRICT.is_valid([])
    assert not STRICT.is_valid({"schema_version": SCHEMA_VERSION, "command": "list"})
    listed = {"schema_version": SCHEMA_VERSION, "command": "list", "definitions": [], "errors": []}
    assert STRICT.is_valid(listed)
    assert not STRICT.is_valid({**listed, "more": 1})


@pytest.mark.parametrize("name", IN_JSON)
@pytest.mark.parametrize("spelled", [["--format", "json"], ["--format=json"]])
def test_wrong_usage_is_said_in_json_and_in_text(run, name, spelled):
    result = run(name, *spelled, "--no-such-option")
    assert result.exit_code == 2
    found = read_record(result.stdout)
    assert found["command"] == name
    assert "--no-such-option" in found["errors"][0]["message"]
    assert "--no-such-option" in result.stderr
    assert run(name, "--no-such-option").stdout == ""


USELESS = {
    "attack": ["--database", "none.duckdb"],
    "catalogue": ["none"],
    "check": ["none.yml"],
    "classify": ["broken.yml", "--visits", "visits.csv"],
    "compile": [],
    "demo": ["--directory", "."],
    "diff": ["broken.yml", "none.yml"],
    "explain": ["broken.yml"],
    "fmt": ["none.yml"],
    "init": ["."],
    "import": ["none.txt"],
    "list": ["none"],
    "report": ["--database", "none.duckdb"],
    "sql": ["broken.yml"],
    "sync": ["none.json"],
    "url": ["broken.yml"],
    "verify": ["broken.yml"],
    "visits": ["visits.txt"],
}


@pytest.mark.parametrize("name", IN_JSON)
def test_what_cannot_be_used_is_said_in_json_and_in_text(run, name):
    result = run(name, *USELESS[name], "--format", "json")
    assert result.exit_code == 2
    found = read_record(result.stdout)
    assert found["command"] == name
    assert set(found) == {"schema_version", "command", "errors"}
    assert result.stderr
    for error in found["errors"]:
        assert error["message"] in result.stderr
        assert (error["code"] or "error") in result.stderr


def test_what_cannot_be_listed_stands_beside_what_can(run, tmp_path):
    (tmp_path / "good.yml").write_text(BROKEN.replace(",xor,(,^b^", ""), encoding="utf-8")
    result = run("list", ".", "--format", "json")
    assert result.exit_code == 2
    found = read_record(result.stdout)
    assert [one["path"] for one in found["definitions"]] == ["good.yml"]
    assert {error["path"] for error in found["errors"]} == {"broken.yml"}


def test_sarif_has_the_shape_of_sarif(run):
    printed = json.loads(run("check", "broken.yml", "--format", "sarif").stdout)
    assert "schema_version" not in printed


def test_sql_is_a_text_of_the_document(run):
    found = read_record(run("sql", "--query", "^fall^", "--format", "json").stdout)
    assert found["sql"] == run("sql", "--query", "^fall^").stdout.rstrip("\n")
    assert (found["dialect"], found["is_expression"]) == ("duckdb", False)


def test_fmt_says_what_changes_and_what_cannot_be_read(run, tmp_path):
    untidy = BROKEN.replace(",xor,(,^b^", " or ^b^").replace("^a^ or", "^a^,or,   ")
    (tmp_path / "good.yml").write_text(untidy, encoding="utf-8")
    result = run("fmt", "--repair", "--diff", "good.yml", "broken.yml", "--format", "json")
    assert result.exit_code == 2
    found = read_record(result.stdout)
    (file,) = found["files"]
    assert (file["path"], file["is_changed"]) == ("good.yml", True)
    assert [repair["code"] for repair in file["repairs"]] == ["ESS011"]
    assert "+  ^a^,or,^b^" in file["diff"]
    assert {error["path"] for error in found["errors"]} == {"broken.yml"}
    assert (tmp_path / "good.yml").read_text(encoding="utf-8") == untidy


def test_fmt_of_standard_input_has_the_query(run):
    result = CliRunner().invoke(main, ["fmt", "-", "--format", "json"], input="^a^,or,^b^")
    assert read_record(result.stdout)["files"][0]["text"].split() == ["^a^,or,^b^"]


def test_what_is_written_is_named(run, tmp_path):
    made = read_record(run("visits", "made.csv", "--visits", "3", "--format", "json").stdout)
    assert (made["path"], made["visits"]) == ("made.csv", 3)
    new = read_record(run("init", "new", "--format", "json").stdout)
    assert (new["is_new"], new["is_written"]) == (True, True)
    (tmp_path / "new" / "profiles.yml").unlink()
    missing = read_record(run("init", "new", "--here", "--dry-run", "--format", "json").stdout)
    assert (missing["added"], missing["is_written"]) == (["profiles.yml"], False)
    assert not (tmp_path / "new" / "profiles.yml").exists()
