"""The lint rules over every published definition: no crash, no false claim, in time.

Skipped where the published definitions are not at hand; they are not part of the project.
"""

import time
from random import Random

import pytest

from transpiler.definition import (
    AndNot,
    Definition,
    DefinitionError,
    Part,
    Query,
    Severity,
    Span,
    alternatives,
    find_field,
    walk,
)
from transpiler.linting import RULES, lint
from transpiler.linting.lists import lists
from transpiler.linting.subject import Subject
from transpiler.meaning import evaluate
from transpiler.parsing import Mode, parse_query
from transpiler.probing.probes import probe_texts

SECONDS = 60
"""Processor time the rules may take for all published definitions together."""

PROBES = 60
"""How many generated texts each claim is put to."""


@pytest.fixture(scope="module")
def definitions(corpus):
    """Name → definition, of all that can be read."""
    found = {}
    for record in corpus:
        labels = [record.get("field") or "", *(record.get("also_apply_to") or [])]
        fields = tuple(field.name for field in map(find_field, labels) if field is not None)
        try:
            query = parse_query(record["query"], mode=Mode.REPAIR)
        except DefinitionError:
            continue
        found[record["id"]] = Definition(parts=(Part(fields, query),))
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def linted(definitions):
    """Name → issues, and how long it took to find them all."""
    began = time.process_time()
    issues = {name: lint(definition) for name, definition in definitions.items()}
    return issues, time.process_time() - began


def test_every_definition_is_linted_in_time(definitions, linted):
    issues, seconds = linted
    assert issues.keys() == definitions.keys()
    assert seconds < SECONDS


def test_every_issue_has_a_known_rule_and_a_place(definitions, linted):
    codes = {rule.code for rule in RULES}
    for name, issues in linted[0].items():
        query = definitions[name].parts[0].query.text
        for issue in issues:
            assert issue.rule in codes
            assert issue.span is not None
            assert issue.span.of(query)
            assert issue.term is None or issue.term in query


def test_the_rules_have_something_to_say_of_what_is_known(linted):
    spoken = {issue.rule for issues in linted[0].values() for issue in issues}
    # Each of these has a witness among the published definitions that was found by reading them.
    assert {"SYN001", "SYN002", "SYN003", "SYN008", "SYN009", "SYN010", "SYN011"} <= spoken
    assert {"SYN016", "SYN017", "SYN018"} <= spoken


def test_every_blank_at_an_open_end_is_said(definitions, linted):
    """ESS057, told from the texts of the terms alone."""
    for name, issues in linted[0].items():
        said = {issue.term for issue in issues if issue.rule == "ESS057"}
        parts = Subject(definitions[name]).parts
        terms = {placed.term.text for part in parts for placed in part.terms}
        assert said == {
            text
            for text in terms
            if text != text.strip()
            or (text[0] == text[-1] == "!" and text != f"!{text[1:-1].strip()}!")
        }, name


def claims(definitions, linted, rules):
    for name, issues in linted[0].items():
        for issue in issues:
            if issue.rule in rules:
                yield definitions[name].parts[0].query, issue


def probes(*nodes):
    """Return generated texts that hit each of ``nodes`` and just miss them."""
    texts = []
    for node in nodes:
        part = Part((), Query(text="", root=node, precedence="tight"))
        made = probe_texts(Definition(parts=(part,)), limit=PROBES)
        texts += Random(0).sample(made, min(PROBES, len(made)))
    # One text after another, so that what stands beside a claim is there too.
    joined = [f"{one} {other}" for one, other in zip(texts, reversed(texts), strict=True)]
    return [*texts, *joined]


def member_at(query, span):
    """Return the list of the query that has a member at ``span``, and the member."""
    part = Subject(Definition(parts=(Part((), query),))).parts[0]
    for group in lists(part):
        for member in group.members:
            if member.span == span:
                yield group, member


def test_no_clause_is_falsely_said_to_decide_nothing(definitions, linted):
    count = 0
    for query, issue in claims(definitions, linted, {"SYN005"}):
        other_span = Span(*issue.details["decided_at"])
        ((group, dead),) = [
            found
            for found in member_at(query, issue.span)
            if any(member.span == other_span for member in found[0].members)
        ]
        (other,) = [member for member in group.members if member.span == other_span]
        narrow, wide = (other, dead) if issue.details["in_conjunction"] else (dead, other)
        hits = 0
        for text in probes(narrow, wide):
            if evaluate(narrow, text) is True:
                hits += 1
                assert evaluate(wide, text) is True, (issue, text)
        assert hits
        count += 1
    assert count > 100


def test_nothing_is_falsely_said_never_to_match(definitions, linted):
    for query, issue in claims(definitions, linted, {"SYN007"}):
        for node in walk(query.root):
            if not isinstance(node, AndNot):
                continue
            whole = node.include.span == issue.span
            ways = [node.include] if whole else alternatives(node.include)
            for way in ways:
                if way.span == issue.span:
                    claimed = AndNot(way, node.exclude, node.span)
                    for text in probes(way, *node.exclude):
                        assert evaluate(claimed, text) is not True, (issue, text)


def test_no_negation_is_falsely_said_never_to_veto(definitions, linted):
    for query, issue in claims(definitions, linted, {"SYN006"}):
        nodes = {node.span: node for node in walk(query.root)}
        negation, inclusion = nodes[issue.span], nodes[Span(*issue.details["inclusion_at"])]
        for text in probes(negation, inclusion):
            both = [evaluate(negation, text), evaluate(inclusion, text)]
            assert both != [True, True], (issue, text)


def test_nothing_is_falsely_said_to_take_every_visit_or_none(definitions, linted):
    for query, issue in claims(definitions, linted, {"SYN019"}):
        node = {node.span: node for node in walk(query.root)}[issue.span]
        never = issue.severity is Severity.ERROR and "never_matches" in issue.details
        for text in probes(node):
            if text:
                assert evaluate(node, text) is (not never), (issue, text)
