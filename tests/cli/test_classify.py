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


PLAIN = "visit_id,visit_date,chief_complaint,diagnosis_codes\n"


@pytest.fixture
def plain(folder):
    """Classify a plain file of the lines given; the definition has a code and a word."""
    (folder / "definitions" / "hidden.yml").unlink()
    (folder / "definitions" / "fall.yml").write_text(
        DEFINITION.format(name="fall", policy="standard").replace("^fall^", "^;W19^,or,!fell!")
    )

    def classify(*lines, **options):
        text = PLAIN + "".join(f"{line}\n" for line in lines)
        (folder / "visits.csv").write_text(options.pop("end", str)(text), encoding="utf-8")
        return run(folder, "--format", "json", *options.pop("arguments", ()))

    return classify


def test_complaint_and_codes_are_a_parsed_field(plain):
    lines = [f'{at},2025-01-01,"Slipped, hurt","R07.9, W19.XXXA"' for at in range(11)]
    result = plain(*lines, "11,2025-01-01,Fell,", "12,2025-01-01,befell,W18.0", "13,2025-01-01,,")
    assert read_record(result.stdout)["definitions"][0]["matched_visits"] == 12


def test_columns_are_known_by_their_letters(folder, plain):
    plain("1,2025-01-01,fell,")
    path = folder / "visits.csv"
    header = "Visit ID,VISIT-DATE,Chief Complaint,Diagnosis.Codes\n"
    path.write_text(header + "1,2025-01-01,fell,R50.9\n1,2025-01-01,fell,W19\n", encoding="utf-8")
    result = run(folder, "--format", "json")
    intake = read_record(result.stdout)["intake"]
    assert (intake["rows"], intake["visits"], intake["first_day"]) == (2, 1, "2025-01-01")


def test_columns_that_are_not_there_are_listed(plain):
    result = plain("1,2025-01-01,fell,")
    absent = read_record(result.stdout)["intake"]["absent"]
    assert set(absent) >= {"arrived_at", "facility_id", "age_years", "sex", "is_emergency"}
    assert "not in the file: " + ", ".join(absent) in result.stderr


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((",2025-01-01,zebrafish,R50.9", "2,2025-01-01,x,"), "1 rows have no visit_id"),
        (("1,2025-01-01,zebrafish,", "1,2025-01-01,fell,"), "1 visits have several last rows"),
    ],
)
def test_rows_that_say_not_which_visit_or_contradict_are_refused(plain, lines, said):
    result = plain(*lines)
    assert result.exit_code == 2
    assert "ESS410" in result.stderr
    assert said in result.stderr
    assert "zebrafish" not in result.output


def test_what_is_assumed_is_said(folder, plain):
    (folder / "visits.csv").write_text("CCDDParsed\nfell |\n", encoding="utf-8")
    result = run(folder)
    assert "ESS409: no column holds visit_id: each row counts as a visit" in result.stderr
    result = plain("1,2025-01-01,fell,W19", "1,2025-01-01,fell,R07.9")
    assert "ESS409: 2 rows are 1 visits" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,2025-01-01,zebra\x07fish,", "1 rows have control characters"),
        ("1,2025-01-01,zebra\ufffdfish,", "1 rows have control characters"),
        ('1,2025-01-01,5"2 zebrafish,', "1 rows have a double quote within a text"),
        ("1,2025-01-01,fell,W19; zebrafish", "values have the form `words`"),
        ("1,2025-01-01,fell,W19.9 Zebrafish; other", "values have the form `X99.9 words`"),
    ],
)
def test_what_looks_like_damage_is_counted(plain, line, said):
    result = plain(line)
    assert result.exit_code == 0
    assert "ESS412" in result.stderr
    assert said in result.stderr
    assert "zebra" not in result.output.lower()


def test_a_last_line_that_does_not_end_is_said(plain):
    result = plain("1,2025-01-01,fell,", end=lambda text: text.rstrip("\n"))
    assert "ESS412: the last line has no line break behind it" in result.stderr
    assert read_record(result.stdout)["intake"]["is_last_line_ended"] is False


@pytest.mark.parametrize("key", ["=cmd|' /C calc'!A0", "+1", "-1", "@x"])
def test_keys_that_a_spreadsheet_would_run_are_not_written(folder, plain, key):
    output = folder / "flags.csv"
    arguments = ("--output", output, "--purpose", "review")
    result = plain(f"{key},2025-01-01,fell,", arguments=arguments)
    assert result.exit_code == 2
    assert "ESS411: 1 keys begin with" in result.stderr
    assert "calc" not in result.output
    assert not output.exists()


@pytest.mark.parametrize("name", ["flags.csv", "flags.parquet"])
def test_flags_are_for_the_one_who_wrote_them(folder, plain, name):
    (folder / name).write_text("an older file that everybody may read")
    (folder / name).chmod(0o644)
    arguments = ("--output", folder / name, "--purpose", "review")
    assert plain("1,2025-01-01,fell,", arguments=arguments).exit_code == 0
    for path in (folder / name, folder / f"{name}.json"):
        assert path.stat().st_mode & 0o777 == 0o600
