"""``syndrome classify``."""

import json

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main
from transpiler.generating import write_visits

DEFINITION = """\
name: {name}
version: 1
title: A fall
policy: {policy}
fields: [ccdd_parsed]
query: ^fall^
"""


@pytest.fixture
def folder(tmp_path):
    definitions = tmp_path / "definitions"
    definitions.mkdir()
    for name, policy in (("fall", "standard"), ("hidden", "no_case_finding")):
        text = DEFINITION.format(name=name, policy=policy)
        (definitions / f"{name}.yml").write_text(text)
    write_visits(tmp_path / "visits.csv", 1_500)
    return tmp_path


def run(folder, *arguments):
    defaults = [folder / "definitions", "--visits", folder / "visits.csv"]
    return CliRunner().invoke(main, ["classify", *map(str, [*defaults, *arguments])])


def test_counts_are_the_default(folder):
    result = run(folder)
    assert result.exit_code == 0
    assert "1,500 visits" in result.stdout
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("fall_v1")]
    _, count, per_10_000 = line.split()
    assert float(per_10_000) == pytest.approx(10_000 * int(count) / 1_500, abs=0.01)


def test_json_holds_the_same(folder):
    document = read_record(run(folder, "--format", "json").stdout)
    assert document["visits"] == 1_500
    fall, hidden = document["definitions"]
    assert (fall["name"], fall["version"], fall["title"]) == ("fall", 1, "A fall")
    assert fall["matched_visits"] == hidden["matched_visits"] > 10
    assert not fall["is_suppressed"]
    assert str(fall["matched_visits"]) in run(folder).stdout


def test_small_counts_are_not_shown(folder):
    lines = (folder / "visits.csv").read_text(encoding="utf-8").splitlines()
    falls = [line for line in lines[1:] if '"FALL ' in line][:5]
    others = [line for line in lines[1:] if "fall" not in line.lower()][:20]
    assert len(falls) == 5
    (folder / "visits.csv").write_text("\n".join([lines[0], *falls, *others]) + "\n")
    assert "<11" in run(folder).stdout
    for found in read_record(run(folder, "--format", "json").stdout)["definitions"]:
        assert found["matched_visits"] is None
        assert found["is_suppressed"]


def test_no_visits_are_no_error(folder):
    write_visits(folder / "visits.csv", 0)
    result = run(folder)
    assert result.exit_code == 0
    assert "0 visits" in result.stdout


def test_flags_of_single_visits_are_refused_without_a_purpose(folder):
    output = folder / "flags.csv"
    result = run(folder, "--output", output)
    assert result.exit_code == 2
    assert "ESS405" in result.stderr
    assert "--purpose" in result.stderr
    assert not output.exists()


def test_flags_with_a_purpose(folder):
    output = folder / "flags.csv"
    result = run(folder, "--output", output, "--purpose", "validation by reviewers")
    assert result.exit_code == 0
    header, *rows = output.read_text(encoding="utf-8").splitlines()
    assert header == "visit_id,fall_v1,hidden_v1"
    assert len(rows) == 1_500
    manifest = json.loads((folder / "flags.csv.json").read_text(encoding="utf-8"))
    assert manifest["purpose"] == "validation by reviewers"


def test_a_column_can_be_named(folder):
    path = folder / "other.csv"
    path.write_text("text\n" + "a fall\n" * 12)
    arguments = ["--visits", path, "--column", "ccdd_parsed=text", "--format", "json"]
    document = read_record(run(folder, *arguments).stdout)
    assert document["definitions"][0]["matched_visits"] == 12


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "ccdd_parsed"], "field=column"),
        (["--column", "=x"], "field=column"),
        (["--column", "ccdd_parsed=no such"], "ESS406"),
        (["--visits", "no-such-file.csv"], "no-such-file.csv"),
        (["no-such-definition.yml"], "no-such-definition.yml"),
        (["--output", "flags.txt", "--purpose", "x"], "ESS408"),
        (["--output", "no/such/folder/flags.csv", "--purpose", "x"], "no/such/folder"),
    ],
)
def test_what_cannot_be_done_ends_with_2(folder, monkeypatch, arguments, said):
    monkeypatch.chdir(folder)
    result = run(folder, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_warnings_go_to_standard_error(folder):
    (folder / "definitions" / "fall.yml").write_text(
        DEFINITION.format(name="fall", policy="standard") + "filters: {age: {min: 1}}\n"
    )
    path = folder / "other.csv"
    path.write_text("CCDDParsed,Age\n" + "a fall,30\n" * 120 + "a fall,elderly\n")
    result = run(folder, "--visits", path, "--format", "json")
    assert result.exit_code == 0
    assert "ESS404" in result.stderr
    assert read_record(result.stdout)["definitions"][0]["matched_visits"] == 120
