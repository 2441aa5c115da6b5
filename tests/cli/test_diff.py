"""``syndrome diff``."""

import csv

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main

FALL = """\
name: fall
version: 1
title: Falls v1
fields: [ccdd_parsed]
query: ^fall^,or,^slip^,andnot,^asleep^
"""
WIDER = FALL.replace("version: 1", "version: 2").replace("^fall^,or", "^fall^,or,^trip^,or")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Write definition files into an empty folder, and run ``syndrome diff`` there."""
    monkeypatch.chdir(tmp_path)

    def run_diff(*arguments, input=None, **files):  # noqa: A002
        for name, text in files.items():
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["diff", *arguments], input=input)

    return run_diff


def test_equal_definitions_end_with_0(run):
    shuffled = FALL.replace("^fall^,or,^slip^,andnot,^asleep^", "(,^SLIP^,andnot,^asleep^,),^Fall^")
    result = run("a.yml", "b.yml", a=FALL, b=shuffled)
    assert result.exit_code == 0, result.output
    assert "equal" in result.stdout
    assert "no term, operator or setting changed" in result.stdout


def test_a_difference_ends_with_1_and_shows_a_visit(run):
    result = run("a.yml", "b.yml", a=FALL, b=WIDER)
    assert result.exit_code == 1
    assert "wider" in result.stdout
    assert 'gained, for example: ccdd_parsed = "trip"' in result.stdout
    assert "+ ^trip^" in result.stdout
    assert "the new one should be version 2" in result.stdout


def test_json(run):
    result = run("a.yml", "b.yml", "--format", "json", a=FALL, b=WIDER)
    found = read_record(result.stdout)
    assert found["verdict"] == "wider"
    assert found["gained"] == {"ccdd_parsed": "trip"}
    assert found["lost"] is None
    assert found["bump"] == "minor"
    assert [(term["change"], term["term"]) for term in found["terms"]] == [("added", "^trip^")]


def test_the_two_readings_of_one_file(run):
    result = run("a.yml", "a.yml", "--new-precedence", "sequential", a=FALL)
    assert result.exit_code == 1
    assert "narrower" in result.stdout
    assert "precedence: tight → sequential" in result.stdout


def test_queries_and_standard_input(run):
    assert run("--query", "^sex^", "^SEX^").exit_code == 0
    result = run("--query", "-", "^sexual^", input="^sex^\n")
    assert (result.exit_code, "narrower" in result.stdout) == (1, True)
    assert run("-", "a.yml", a=FALL, input=FALL).exit_code == 0
    assert run("-", "-", input=FALL).exit_code == 2
    assert CliRunner().invoke(main, ["diff", "-", "a.yml"], input=b"\xff").exit_code == 2


def test_what_cannot_be_used_ends_with_2(run):
    assert run("none.yml", "none.yml").exit_code == 2
    broken = run("a.yml", "b.yml", a=FALL, b=FALL.replace(",andnot,", ",andnot,or,"))
    assert broken.exit_code == 2
    assert "b.yml:5:" in broken.stderr
    assert run("--query", "^a", "(").exit_code == 2


def test_no_text_of_a_visit_is_shown_and_no_small_count(run, tmp_path):
    with (tmp_path / "visits.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["CCDDParsed"])
        writer.writerows([["SECRET FALL"]] * 30 + [["SECRET TRIP"]] * 4 + [["SECRET"]] * 60)
    files = {"a": FALL, "b": WIDER}
    for output_format in ("text", "json"):
        result = run("a.yml", "b.yml", "--visits", "visits.csv", "--format", output_format, **files)
        assert result.exit_code == 1
        assert "secret" not in result.output.lower()
    counts = read_record(result.stdout)["visits"]
    assert (counts["visits"], counts["kept"]) == (94, 30)
    assert counts["gained"] is counts["neither"] is None
    assert counts["gained_by"] == [{"reason": "added", "term": "^trip^", "visits": None}]


def test_control_characters_of_a_definition_do_not_reach_the_terminal(run):
    hostile = FALL.replace("title: Falls v1", 'title: "x\\e[31m"')
    result = run("a.yml", "b.yml", a=hostile, b=WIDER)
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
