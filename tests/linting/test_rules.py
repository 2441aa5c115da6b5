"""Every rule speaks of its bad examples, has nothing to say of its good ones, and is documented."""

import re
from pathlib import Path

import pytest

from transpiler.codes import load_index
from transpiler.definition import Definition, Part
from transpiler.linting import RULES, lint
from transpiler.parsing import parse_query


def definition_of(example):
    query = parse_query(example.query, precedence=example.precedence)
    return Definition(
        precedence=example.precedence,
        parts=(Part(fields=example.fields, query=query),),
        prose=example.prose,
    )


def examples(kind):
    return list(_examples(kind))


def _examples(kind):
    for rule in RULES:
        for number, example in enumerate(getattr(rule, kind), start=1):
            yield pytest.param(rule, example, id=f"{rule.code}-{kind}-{number}")


def found_by(rule, example):
    if rule.needs_codes and load_index() is None:
        pytest.skip("ICD-10-CM titles are not installed")
    return lint(definition_of(example), [rule])


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_a_bad_example_is_found(rule, example):
    issues = found_by(rule, example)
    assert [issue.rule for issue in issues] == [rule.code] * len(issues)
    assert issues


@pytest.mark.parametrize(("rule", "example"), examples("good"))
def test_a_good_example_is_left_alone(rule, example):
    assert found_by(rule, example) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_is_documented(rule):
    assert re.fullmatch(r"(SYN|ESS)\d{3}", rule.code)
    for text in (rule.title, rule.what, rule.why, rule.fix):
        assert text.strip()
    assert rule.bad
    assert rule.good


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_lives_in_the_file_of_its_code(rule):
    name = rule.check.__module__.rpartition(".")[2]
    assert name.startswith(f"{rule.code}_")


def test_codes_are_given_once():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))


@pytest.mark.parametrize(("rule", "example"), examples("bad"))
def test_an_issue_points_into_the_query_and_says_what_to_do(rule, example):
    for issue in found_by(rule, example):
        assert issue.hint
        assert issue.message
        if issue.span is not None:
            assert 0 <= issue.span.start < issue.span.end <= len(example.query)
        if issue.term is not None:
            assert issue.term in example.query


def test_the_rule_of_the_guide_is_one():
    """docs/adding-a-lint-rule.md is followed to the letter; its number stays free."""
    page = (Path(__file__).parents[2] / "docs" / "adding-a-lint-rule.md").read_text("utf-8")
    (source,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names = {}
    exec(source, names)
    rule = names["RULE"]
    assert rule.code not in {one.code for one in RULES}
    assert all(lint(definition_of(example), [rule]) for example in rule.bad)
    assert not any(lint(definition_of(example), [rule]) for example in rule.good)
