"""Running the rules: order, ignores, and what the findings point at."""

import time

import pytest

from transpiler.definition import Definition, LintIgnore, Part, Prose, QueryOrigin, Severity
from transpiler.linting import (
    MAX_CHARACTERS,
    MAX_TERMS,
    RULES_BY_CODE,
    TOO_LONG,
    UNUSED_IGNORE,
    lint,
)
from transpiler.parsing import parse_query

OVER_BROAD = RULES_BY_CODE["SYN001"]
DUPLICATE = RULES_BY_CODE["SYN004"]


def definition(query, *ignores, fields=("ccdd_parsed",), **rest):
    return Definition(parts=(Part(fields, parse_query(query)),), ignores=ignores, **rest)


def test_issues_come_in_the_order_of_the_query():
    found = lint(definition("^car^,or,^manic^,or,^CAR^"), [DUPLICATE, OVER_BROAD])
    assert [(issue.rule, issue.term) for issue in found] == [
        ("SYN001", "^car^"),
        ("SYN001", "^manic^"),
        ("SYN001", "^CAR^"),
        ("SYN004", "^CAR^"),
    ]


def test_an_ignore_leaves_out_one_term_or_all():
    query = "^car^,or,^manic^"
    one = LintIgnore("SYN001", "kept to the letter", term="^car^")
    assert [issue.term for issue in lint(definition(query, one), [OVER_BROAD])] == ["^manic^"]
    every = LintIgnore("SYN001", "kept to the letter")
    assert lint(definition(query, every), [OVER_BROAD]) == ()


@pytest.mark.parametrize(
    ("ignore", "words"),
    [
        (LintIgnore("SYN001", "x", term="^fall^"), "ignores nothing"),
        (LintIgnore("SYN998", "x"), "does not exist"),
    ],
)
def test_an_ignore_that_ignores_nothing_is_reported(ignore, words):
    (issue,) = lint(definition("^vehicle^", ignore), [OVER_BROAD])
    assert issue.rule == UNUSED_IGNORE
    assert words in issue.message


def test_an_ignore_of_a_rule_that_did_not_run_is_left_alone():
    ignore = LintIgnore("SYN001", "x")
    assert lint(definition("^vehicle^", ignore), [DUPLICATE]) == ()


def test_a_diagnostic_points_at_the_term_in_its_file():
    (issue,) = lint(definition("^vehicle^,or,^car^"), [OVER_BROAD])
    text = "query: ^vehicle^,or,^car^\n"
    origin = QueryOrigin(text, "v1.yml", tuple(range(7, len(text))))
    diagnostic = issue.diagnostic(origin)
    assert diagnostic.location == "v1.yml:1:21"
    assert diagnostic.render().split("\n")[2].endswith(" " * 20 + "^" * 5)


def test_an_issue_about_the_whole_definition_has_no_place():
    prose = Prose(terms=("sex traf",))
    found = lint(definition("^vehicle^", prose=prose), [RULES_BY_CODE["SYN020"]])
    assert [issue.span for issue in found] == [None, None]
    assert found[0].diagnostic(QueryOrigin("", "v1.yml")).location == "v1.yml"


def test_every_part_is_looked_at():
    parts = tuple(Part(("ccdd_parsed",), parse_query(text)) for text in ("^vehicle^", "^car^"))
    (issue,) = lint(Definition(parts=parts), [OVER_BROAD])
    assert issue.part == 2


def test_severity_follows_the_consequence():
    alone, narrowed, negated = (
        lint(definition(query), [OVER_BROAD])[0].severity
        for query in ("^car^", "^vehicle^,and,^car^", "^vehicle^,andnot,^car^")
    )
    assert (alone, narrowed, negated) == (Severity.WARNING, Severity.NOTE, Severity.WARNING)


def test_part_of_an_inclusion_cancelled_is_a_warning_all_of_it_an_error():
    rule = RULES_BY_CODE["SYN007"]
    (part,) = lint(definition("(,^car crash^,or,^fall^,),andnot,^car^"), [rule])
    (whole,) = lint(definition("(,^car crash^,or,^car race^,),andnot,^car^"), [rule])
    assert (part.severity, part.term) == (Severity.WARNING, "^car crash^")
    assert whole.severity is Severity.ERROR


def test_of_two_equivalent_terms_one_stays():
    (issue,) = lint(definition("^a_b^,or,^[x]^,or,^x^"), [RULES_BY_CODE["SYN005"]])
    assert issue.term in ("^[x]^", "^x^")


def test_a_definition_too_long_for_the_rules_is_not_linted():
    query = ",or,".join(f"^w{number}^" for number in range(MAX_TERMS + 1))
    (issue,) = lint(definition(query))
    assert issue.rule == TOO_LONG


def test_a_definition_of_long_terms_is_not_linted_either():
    query = ",or,".join(f"^w{number} {'a' * 1_000}^" for number in range(MAX_CHARACTERS // 1_000))
    (issue,) = lint(definition(query))
    assert issue.rule == TOO_LONG
    assert f"{len(query):,} characters" in issue.message


def hostile(kind, count):
    """Return queries that make comparing terms costly."""
    return {
        "wildcards": [f"^a{'_' * (n % 60)}{'b' * (n // 60)}^" for n in range(count)],
        "alike": [f"^[{chr(97 + n % 26)}q]x[{chr(97 + n // 26 % 26)}0]^" for n in range(count)],
        "classes": ["^" + "[a-z]" * (1 + n % 30) + "a" * (n // 30) + "^" for n in range(count)],
        "blanks": [f"^ w{n} ^" for n in range(count)],
        "exact": [f"w{n}" for n in range(count)],
    }[kind]


@pytest.mark.parametrize("kind", ["wildcards", "alike", "classes", "blanks", "exact"])
def test_no_query_makes_the_rules_hang(kind):
    members = hostile(kind, 600)
    half = len(members) // 2
    query = f"(,{',or,'.join(members[:half])},),andnot,(,{',or,'.join(members[half:])},)"
    made = definition(query, fields=("ccdd_parsed", "chief_complaint_history"))
    began = time.process_time()
    lint(made)
    assert time.process_time() - began < 20
