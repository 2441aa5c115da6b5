"""What a reviewer of CDC Suspected Sex Trafficking v1 must be told."""

from dataclasses import replace
from pathlib import Path

import pytest

from transpiler.definition import Severity
from transpiler.linting import lint
from transpiler.parsing import load_definition

FILE = (
    Path(__file__).parents[2]
    / "dbt_project"
    / "definitions"
    / "cdc_suspected_sex_trafficking"
    / "v1.yml"
)


@pytest.fixture(scope="module")
def issues():
    return lint(replace(load_definition(FILE), ignores=()))


def of(issues, rule, term=None):
    return [issue for issue in issues if issue.rule == rule and term in (None, issue.term)]


@pytest.mark.parametrize(
    ("term", "words"),
    [
        ("^Car^", {"care", "scared", "scar"}),
        ("^manic^", {"manicure"}),
        ("^force^", {"enforcement", "reinforce"}),
    ],
)
def test_over_broad_literals_are_named_with_the_words_they_hit(issues, term, words):
    (issue,) = of(issues, "SYN001", term)
    assert words <= set(issue.details["everyday"])
    assert issue.details["everyday"][0] in issue.message


def test_everyday_words_are_ranked_by_how_common_they_are(issues):
    (issue,) = of(issues, "SYN001", "^Car^")
    assert issue.details["everyday"][:2] == ("care", "scared")


def test_clinical_words_come_from_icd_10_cm_titles(issues):
    pytest.importorskip("simple_icd_10_cm")
    (car,) = of(issues, "SYN001", "^Car^")
    assert "cardiac" in car.details["clinical"]
    (force,) = of(issues, "SYN001", "^force^")
    assert "forceps" in force.details["clinical"]


def test_the_mixed_level_is_shown_in_both_readings(issues):
    (issue,) = of(issues, "SYN002")
    assert issue.details["tight"] == "^;T742^,or,^;T762^,or,(,^;Z5681^,andnot,(,^;Z044[12]^,),)"
    assert issue.details["sequential"] == (
        "(,^;T742^,or,^;T762^,or,^;Z5681^,),andnot,(,^;Z044[12]^,)"
    )
    (trailing,) = of(issues, "SYN003")
    assert trailing.details["takes_from"] == "^;Z5681^"


def test_exclusions_that_veto_codes_are_named(issues):
    (issue,) = of(issues, "SYN008")
    assert issue.details["codes"] == ["^;T7[46]5^", "^;Z0481^", "^;713834002^"]
    assert len(issue.details["exclusions"]) == 22
    assert "^Car^" in issue.message


def test_the_blank_in_front_of_rape_is_missed_at_the_start(issues):
    (issue,) = of(issues, "SYN010", "^ rape^")
    assert "at the start" in issue.message
    assert "{1};RAPE;|" in issue.details["missed"]


def test_labor_codes_are_siblings_left_out(issues):
    pytest.importorskip("simple_icd_10_cm")
    (sexual,) = of(issues, "SYN015", "^;T7[46]5^")
    assert sexual.details["left_out"] == ["T74.6", "T76.6"]
    (observation,) = of(issues, "SYN015", "^;Z0481^")
    assert observation.details["left_out"] == ["Z04.82"]


def test_the_prose_takes_the_exclusions_from_less(issues):
    (issue,) = of(issues, "SYN021")
    assert issue.details == {"prose": "terms", "formula": "everything"}


def test_the_lists_of_the_prose_are_those_of_the_formula(issues):
    assert of(issues, "SYN020") == []


def test_nothing_is_said_never_to_match(issues):
    assert of(issues, "SYN007") == of(issues, "SYN019") == []
    assert all(issue.severity is not Severity.ERROR for issue in issues)
