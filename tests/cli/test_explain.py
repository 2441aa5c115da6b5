"""``syndrome explain``."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.records import read_record
from transpiler.cli import main

SST = str(
    Path(__file__).parents[2]
    / "dbt_project"
    / "definitions"
    / "cdc_suspected_sex_trafficking"
    / "v1.yml"
)
FALL = """\
name: fall
version: 2
title: Falls
fields: [ccdd_parsed, chief_complaint_history]
query: ^fall^,andnot,^fallopian^
filters: {age: {min: 65}}
"""


@pytest.fixture
def explain():
    def run(*arguments, input=None):  # noqa: A002
        return CliRunner().invoke(main, ["explain", *arguments], input=input)

    return run


@pytest.fixture
def fall(tmp_path):
    path = tmp_path / "v2.yml"
    path.write_text(FALL, encoding="utf-8")
    return str(path)


def lines_of(result):
    assert result.exit_code == 0, result.output
    return result.stdout.split("\n")


def test_the_outline_names_fields_filters_and_clauses(explain, fall):
    lines = lines_of(explain(fall))
    assert lines[0] == "Falls (fall, version 2)"
    assert "age: 65 and over" in lines
    assert (
        "asked of ccdd_parsed and chief_complaint_history, each by itself; one of them suffices:"
        in lines
    )
    assert lines[-4:] == [
        "0 the first of these, unless the negation after it holds:",
        "  1 contains “fall”   ^fall^",
        "  2 except: contains “fallopian”   ^fallopian^",
        "",
    ]


def test_codes_and_titles_are_named(explain):
    pytest.importorskip("simple_icd_10_cm")
    lines = lines_of(explain(SST))
    at = lines.index("    1.1 an ICD-10-CM code that begins with T7[46]5   ^;T7[46]5^")
    assert [line.strip() for line in lines[at + 1 : at + 4]] == [
        "T74.5 Forced sexual exploitation, confirmed",
        "T76.5 Forced sexual exploitation, suspected",
        "18 codes in all, with those below",
    ]


def test_the_snomed_concept_is_named_as_the_definition_names_it(explain):
    assert (
        "Victim of child sexual exploitation (finding) (so named by the definition)"
        in explain(SST).stdout
    )


def test_care_is_said_to_veto(explain):
    lines = lines_of(explain(SST, "--text", "REFERRED FROM URGENT CARE | ;T7451XA;"))
    assert "DOES NOT MATCH" in lines
    at = lines.index("  REFERRED FROM URGENT CARE | ;T7451XA;")
    assert lines[at + 1] == "                       ~~~    ^^^^^"
    assert "  2.2 negation ^Car^ found “CAR” in “CARE”" in lines
    assert "  the inclusion was found and is vetoed by 2.2 ^Car^" in lines
    assert "0 [vetoed] the first of these, unless the negation after it holds:" in lines
    assert "Read strictly left to right the answer is the same." in lines


def test_both_readings_are_shown_where_they_differ(explain):
    lines = lines_of(explain(SST, "--text", "SUSPECTED TRAFFICKING | ;T7421XA;Z0441;"))
    assert lines.index("MATCHES") < lines.index("DOES NOT MATCH")
    assert "Read strictly left to right the answer is another:" in lines
    assert any("is vetoed by" in line and "^;Z044[12]^" in line for line in lines)


def test_another_field_can_be_asked(explain, fall):
    lines = lines_of(explain(fall, "--text", "{1};Fall;|", "--field", "chief_complaint_history"))
    assert "chief_complaint_history matches" in lines
    assert "Age, sex and kind of visit are not asked of a text." in lines
    refused = explain(fall, "--text", "x", "--field", "ccdd")
    assert refused.exit_code == 2
    assert "not asked of ccdd" in refused.stderr


def test_a_text_and_a_query_come_from_standard_input(explain):
    result = explain("--query", "^fall^", "--text", "-", input="A FALL\n")
    assert "MATCHES" in lines_of(result)
    assert "contains “fell”" in explain("--query", "-", input="^fell^\n").stdout
    assert explain("-", "--text", "-").exit_code == 2


def test_a_definition_comes_from_standard_input(explain):
    assert lines_of(explain("-", input=FALL))[0] == "Falls (fall, version 2)"


def test_a_text_cannot_move_the_cursor(explain):
    result = explain("--query", "^fall^", "--text", "\x1b[2JFALL\x07")
    assert "\x1b" not in result.stdout
    assert "␛[2JFALL␇" in result.stdout


@pytest.mark.parametrize(
    "arguments", [("--field", "ccdd_parsed"), ("--format", "html", "--text", "x")]
)
def test_options_that_do_not_go_together(explain, fall, arguments):
    assert explain(fall, *arguments).exit_code == 2


def test_json_has_the_outline_and_both_readings(explain):
    result = explain(SST, "--format", "json", "--text", "SUSPECTED TRAFFICKING | ;T7421XA;Z0441;")
    record = read_record(result.stdout)
    assert record["name"] == "cdc_suspected_sex_trafficking"
    assert record["parts"][0]["clause"]["clauses"][1]["clauses"][1]["term"] == "^Car^"
    tight, sequential = record["readings"]
    assert (tight["precedence"], tight["is_match"]) == ("tight", True)
    assert (sequential["precedence"], sequential["is_match"]) == ("sequential", False)
    assert tight["fields"][0]["clauses"]["0"] == "true"
    assert "readings" not in read_record(explain(SST, "--format", "json").stdout)


def test_html_is_one_page(explain):
    page = explain(SST, "--format", "html").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert page.rstrip().endswith("</html>")


@pytest.fixture
def visits(tmp_path):
    """140 visits: 100 with a fall, 5 of them fallopian, and 40 others."""
    path = tmp_path / "visits.csv"
    complaints = ["FALL |"] * 95 + ["FALLOPIAN PAIN |"] * 5 + ["COUGH |"] * 40
    rows = [f'"{complaint}","{{1}};x;|"' for complaint in complaints]
    header = "ccdd_parsed,chief_complaint_history"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return str(path)


def test_clauses_are_counted_and_small_counts_are_not_shown(explain, fall, visits):
    lines = lines_of(explain(fall, "--visits", visits))
    assert [line.rpartition("   ")[2] for line in lines[-4:-1]] == [
        "about 100 visits",
        "about 100 visits",
        "<11 visits",
    ]
    record = read_record(explain(fall, "--visits", visits, "--format", "json").stdout)
    clause = record["parts"][0]["clause"]
    assert [one["visits"] for one in (clause, *clause["clauses"])] == [
        "about 100",
        "about 100",
        "<11",
    ]


def test_counts_are_rounded_so_that_their_difference_tells_nothing(explain, fall, visits):
    # 95 visits match and 100 are included: the 5 that are vetoed must not be told by subtraction.
    assert Path(visits).read_text(encoding="utf-8").count('"FALL |"') == 95
    assert "95" not in explain(fall, "--visits", visits).stdout


def test_counts_stand_in_the_page(explain, fall, visits):
    page = explain(fall, "--visits", visits, "--format", "html").stdout
    assert '<span class="count">&lt;11</span>' in page
    assert "fewer than 11 are not shown" in page


def test_visits_without_the_field_are_refused(explain, fall, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("visit_id,b\n1,2\n", encoding="utf-8")
    result = explain(fall, "--visits", str(path))
    assert result.exit_code == 2
    assert "ESS402" in result.stderr


def test_a_query_has_no_fields_to_choose_from():
    arguments = ["explain", "--query", "^fall^", "--text", "FALL", "--field", "ccdd_parsed"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "leave --field out" in result.stderr


HEAT = FALL.replace("^fall^,andnot,^fallopian^", "^leg cramps^,and,^;t67^").partition("filters")[0]


@pytest.mark.parametrize(
    "given",
    [
        ("--text", "Leg cramps, outdoors; T67.2XXA"),
        ("--text", "Leg cramps, outdoors", "--codes", "T67.2XXA"),
        ("--text", "Leg cramps", "--codes", "T67.2XXA Heat cramp, initial"),
    ],
)
def test_a_complaint_and_codes_as_typed_are_laid_out(explain, tmp_path, given):
    path = tmp_path / "heat.yml"
    path.write_text(HEAT, encoding="utf-8")
    result = explain(str(path), *given)
    assert "MATCHES" in lines_of(result)
    assert "ccdd_parsed matches" in result.stdout
    assert "note: taken as complaint “Leg cramps" in result.stderr
    record = read_record(explain(str(path), *given, "--format", "json").stdout)
    shown = {one["field"]: one["text"] for one in record["readings"][0]["fields"]}
    assert shown["ccdd_parsed"].endswith(" | ;T672XXA;")
    assert shown["chief_complaint_history"] == f"{{1}};{given[1].partition(';')[0]};"


def test_a_text_that_is_laid_out_is_taken_as_it_is(explain, fall):
    result = explain(fall, "--text", "FALL | ;W19;")
    assert "note: taken" not in result.stderr
    typed = explain(fall, "--text", "a fall", "--field", "ccdd_parsed")
    assert "note: taken" not in typed.stderr
    assert "  a fall" in lines_of(typed)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--codes", "W19", "--field", "ccdd_parsed", "--text", "x"), "give one of them"),
        (("--codes", "W19", "--format", "html"), "leave --text out"),
    ],
)
def test_codes_go_with_a_complaint(explain, fall, arguments, said):
    result = explain(fall, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_codes_of_a_field_that_is_not_built_of_them_are_refused(explain, tmp_path):
    path = tmp_path / "notes.yml"
    path.write_text(FALL.replace("ccdd_parsed, chief_complaint_history", "triage_notes"))
    result = explain(str(path), "--text", "fall", "--codes", "W19")
    assert result.exit_code == 2
    assert "no complaint and codes stand in triage_notes" in result.stderr
    assert "MATCHES" in lines_of(explain(str(path), "--text", "fall"))
