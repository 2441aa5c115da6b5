"""``syndrome check``."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main
from transpiler.codes import CodeIndex, load_index

GOOD = """\
name: fall
version: 1
title: Falls
fields: [ccdd_parsed]
query: ^fell from^
"""
BROAD = GOOD.replace("^fell from^", "^fell from^,andnot,^car^")
BROKEN = GOOD.replace("^fell from^", "^fell from^,and")


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Write files into an empty folder, and run ``syndrome check`` there."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments, input=None, **files):  # noqa: A002
        for name, text in files.items():
            (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, ["check", *arguments], input=input)

    return run


def test_nothing_found_ends_with_0(check):
    result = check("good.yml", good=GOOD)
    assert result.exit_code == 0
    assert "1 definition checked" in result.stdout


def test_a_warning_ends_with_1_and_is_underlined(check):
    result = check("broad.yml", broad=BROAD)
    assert result.exit_code == 1
    lines = result.stdout.split("\n")
    assert lines[0] == "Falls (broad.yml)"
    assert lines[1].startswith("broad.yml:5:27: warning SYN001: “^car^” also stands in")
    assert lines[2].endswith("query: ^fell from^,andnot,^car^")
    assert lines[3].endswith(" " * 26 + "^" * 5)
    assert "0 errors, 1 warning, 0 notes" in result.stdout


@pytest.mark.parametrize("mildest, code", [("note", 1), ("warning", 1), ("error", 0)])
def test_the_caller_says_what_fails(check, mildest, code):
    assert check("broad.yml", "--fail-on", mildest, broad=BROAD).exit_code == code


def test_what_cannot_be_read_ends_with_2_and_stops_nothing_else(check):
    result = check(".", broad=BROAD, broken=BROKEN, good=GOOD)
    assert result.exit_code == 2
    assert "broken.yml:5:20: error ESS002" in result.stdout
    assert "SYN001" in result.stdout
    assert "3 definitions checked" in result.stdout


def test_a_missing_file_ends_with_2(check):
    result = check("missing.yml")
    assert result.exit_code == 2
    assert "ESS101" in result.stderr


def test_rules_are_selected_and_ignored(check):
    assert check("broad.yml", "--select", "SYN004", broad=BROAD).exit_code == 0
    assert check("broad.yml", "--ignore", "syn001").exit_code == 0
    assert check("broad.yml", "--select", "SYN001").exit_code == 1


def test_an_unknown_rule_is_wrong_usage(check):
    result = check("good.yml", "--ignore", "SYN998", good=GOOD)
    assert result.exit_code == 2
    assert "no such rule: SYN998" in result.stderr


def test_an_ignore_in_the_file_is_heeded(check):
    ignoring = BROAD + "lint: {ignore: [{rule: SYN001, reason: as published, term: ^car^}]}\n"
    assert check("a.yml", a=ignoring).exit_code == 0
    unused = GOOD + "lint: {ignore: [{rule: SYN001, reason: as published}]}\n"
    result = check("b.yml", b=unused)
    assert result.exit_code == 1
    assert "SYN099" in result.stdout


def test_a_query_is_checked_without_a_file(check):
    result = check("--query", "^fell^,andnot,^car^")
    assert result.exit_code == 1
    assert "<query>:1:15: warning SYN001" in result.stdout
    assert check("--query", "-", input="^fell^,andnot,^car^\n").exit_code == 1


def test_standard_input_is_a_definition_file(check):
    result = check("-", input=BROAD)
    assert result.exit_code == 1
    assert "<standard input>:5:27: warning SYN001" in result.stdout


@pytest.mark.parametrize(
    ("code", "term"),
    [("SYN016", "^fell[., ]from^"), ("SYN018", "^;W10^;W11^"), ("ESS060", "^fell (from)^")],
)
def test_a_doubtful_term_is_said_once_and_can_be_ignored(check, code, term):
    doubtful = GOOD.replace("^fell from^", term)
    found = read_record(check("a.yml", "--format", "json", a=doubtful).stdout)["definitions"]
    assert [one["code"] for one in found[0]["findings"]] == [code]
    assert check("a.yml", "--ignore", code).exit_code == 0
    ignoring = doubtful + f"lint: {{ignore: [{{rule: {code}, reason: as published}}]}}\n"
    assert check("a.yml", a=ignoring).exit_code == 0


def test_json_output(check):
    result = check(".", "--format", "json", broad=BROAD, broken=BROKEN)
    assert result.exit_code == 2
    records = read_record(result.stdout)
    assert [one["is_readable"] for one in records["definitions"]] == [True, False]
    assert records["counts"]["error"] == 1


def test_sarif_and_github_output(check):
    sarif = json.loads(check("broad.yml", "--format", "sarif", broad=BROAD).stdout)
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "SYN001"
    line, totals = check("broad.yml", "--format", "github").stdout.splitlines()
    assert line.startswith("::warning file=broad.yml,line=5,col=27,")
    assert "%0Ahint: bound it with blanks" in line
    assert totals == "0 errors, 1 warning, 0 notes"


def test_a_title_cannot_move_the_cursor(check):
    title = GOOD.replace("title: Falls", 'title: "Falls\\e[2J"').replace("from", "from^,or,^car")
    result = check("odd.yml", odd=title)
    assert "\x1b" not in result.stdout
    assert "Falls" in result.stdout


def check_without_titles(*arguments):
    """Run ``syndrome check`` in a process of its own, because the titles are loaded once."""
    program = (
        "from transpiler.codes import installed; installed._TITLES = 'no-such-distribution'; "
        "from transpiler.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", program, "check", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_project_starts_with_nothing_to_act_on(tmp_path):
    project = str(tmp_path / "project")
    assert CliRunner().invoke(main, ["init", project]).exit_code == 0
    clean = "0 errors, 0 warnings, 0 notes"
    with_titles = CliRunner().invoke(main, ["check", f"{project}/definitions"])
    assert (with_titles.exit_code, clean in with_titles.stdout) == (0, True)
    without = check_without_titles(f"{project}/definitions")
    assert (without.returncode, clean in without.stdout) == (0, True)


def test_without_the_titles_the_rest_is_checked_and_said_so():
    query = "(,^;Z0481^,or,^sex traf^,),andnot,^car^"
    result = check_without_titles("--query", query)
    assert result.returncode == 1
    assert "ICD-10-CM titles are not installed" in result.stderr
    assert "SYN001" in result.stdout
    assert "SYN008" in result.stdout
    assert "SYN015" not in result.stdout


EXAMPLES = """\
examples:
  matches:
    - "FELL FROM LADDER |"
    - COUGH
    - {ccdd_parsed: FELL FROM CAR}
  does_not_match:
    - >-
      fell from
      the stairs
"""


def test_examples_are_asked_and_pointed_at(check):
    given = BROAD + EXAMPLES
    result = check("a.yml", "--ignore", "SYN001", a=given)
    assert result.exit_code == 1
    lines = result.stdout.split("\n")
    found = [line for line in lines if "ESS305" in line and line.startswith("a.yml:")]
    assert [line.split(":")[1] for line in found] == ["9", "10", "12"]
    assert "hint: ccdd_parsed: no term is found" in result.stdout
    assert "hint: ccdd_parsed: vetoed by 2 ^car^ found “CAR”" in result.stdout
    assert "hint: ccdd_parsed: 1 ^fell from^ found “fell from”" in result.stdout
    assert check("a.yml", "--fail-on", "error").exit_code == 1
    github = check("a.yml", "--format", "github").stdout
    assert "::error file=a.yml,line=9," in github
    records = json.loads(check("a.yml", "--format", "json").stdout)
    assert records["counts"]["error"] == 3


def test_verify_asks_the_examples_too(check):
    check("a.yml", a=GOOD + EXAMPLES)
    result = CliRunner().invoke(main, ["verify", "--duckdb-only", "a.yml"])
    assert result.exit_code == 1
    assert "a.yml:9:" in result.stderr
    assert "ESS305" in result.stderr


def test_near_names_are_offered(check):
    result = check(
        "a.yml", a=GOOD.replace("version", "verson").replace("ccdd_parsed", "ccdd_parse")
    )
    assert "Did you mean version?" in result.stdout
    result = check("a.yml", a=GOOD.replace("ccdd_parsed", "ccdd_parse"))
    assert "Did you mean ccdd_parsed?" in result.stdout
    assert "Did you mean check?" in CliRunner().invoke(main, ["chek"]).output


def test_a_term_is_no_link_in_sarif_and_findings_are_known_again(check):
    linked = BROAD.replace("^car^", "^[c]ar(x)^")
    first = json.loads(check("a.yml", "--format", "sarif", a=linked).stdout)["runs"][0]["results"]
    moved = json.loads(check("a.yml", "--format", "sarif", a="# x\n" + linked).stdout)
    again = moved["runs"][0]["results"]
    assert all("](" not in one["message"]["text"].replace("\\]", "") for one in first)
    assert [one["partialFingerprints"] for one in first] == [
        one["partialFingerprints"] for one in again
    ]


def test_blanks_between_the_marks_of_a_word_are_warned_of(check):
    assert "ESS057" in check("--query", "! heat !").stdout
    assert "ESS057" not in check("--query", "!heat stroke!").stdout


def test_a_release_is_looked_at_by_its_codes_alone_and_never_taken_for_another(check):
    index = load_index()
    if index is None:
        pytest.skip("the codes are not installed")
    heading = BROAD.replace("^fell from^", "^;T7451;^")
    result = check("good.yml", "--release", str(index.fiscal_year), good=heading)
    assert result.exit_code == 1
    assert "SYN014" in result.stdout
    assert "SYN003" not in result.stdout
    assert index.release in result.stderr
    other = check("good.yml", "--release", str(index.fiscal_year + 1))
    assert other.exit_code == 2
    assert f"not of {index.fiscal_year + 1}" in other.stderr


@pytest.mark.parametrize(
    ("release", "year"), [("April 2026", 2026), ("October 2026", 2027), ("of a package 1.5", None)]
)
def test_the_fiscal_year_of_a_release(release, year):
    assert CodeIndex(release, None, ()).fiscal_year == year
