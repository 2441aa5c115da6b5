"""Evidence: which terms matched where, and which negation vetoed."""

from pathlib import Path

import pytest

from tests.definitions import bare
from transpiler.definition import (
    clauses,
)
from transpiler.meaning import evaluate, evidence, matches
from transpiler.parsing import load_definition

DEFINITIONS = Path(__file__).parents[2] / "dbt_project" / "definitions"
SST = load_definition(DEFINITIONS / "cdc_suspected_sex_trafficking" / "v1.yml")


def test_the_veto_of_a_confirmed_code_is_named():
    text = "REFERRED FROM URGENT CARE | ;T7451XA;"
    found = evidence(SST, text)
    assert not found.is_match
    parsed = found.fields[0]
    assert parsed.field == "ccdd_parsed"
    assert [(m.term.text, m.span.of(text), m.is_negation) for m in parsed.matches] == [
        ("^;T7[46]5^", ";T745", False),
        ("^Car^", "CAR", True),
    ]
    (veto,) = parsed.vetoes
    assert (veto.clause, veto.negation) == ("0", "2")
    assert [match.term.text for match in veto.matches] == ["^Car^"]


def test_a_field_that_is_missing_has_no_evidence():
    found = evidence(SST, None)
    assert not found.is_match
    assert [(field.field, field.truth, field.matches) for field in found.fields] == [
        ("ccdd_parsed", None, ()),
        ("chief_complaint_history", None, ()),
    ]


def test_an_exclusion_in_one_field_does_not_veto_a_match_in_another():
    visit = {
        "ccdd_parsed": "FOSTER CARE | ;T7451XA;",
        "chief_complaint_history": "{1};sex trafficking;",
    }
    found = evidence(SST, visit)
    assert found.is_match
    assert [field.truth for field in found.fields] == [False, True]


def test_nested_negations_change_sides():
    definition = bare("^a^,andnot,(,^b^,andnot,^c^,)")
    sides = {
        clause.node.text: clause.is_negation
        for clause in clauses(definition.parts[0].query.root)
        if hasattr(clause.node, "text")
    }
    assert sides == {"^a^": False, "^b^": True, "^c^": False}
    assert not matches(definition, "ab")
    assert matches(definition, "abc")
    assert evidence(definition, "abc").vetoes[0].negation == "2.2"


@pytest.mark.parametrize("text", ["a", "ab", "abc", "b", "", None])
def test_evidence_and_evaluation_agree(text):
    definition = bare("isnull,or,(,^a^,andnot,^b^,),or,^c^")
    found = evidence(definition, text)
    assert found.is_match == matches(definition, text)
    assert found.fields[0].truth == evaluate(definition.parts[0].query.root, text)


@pytest.mark.parametrize("path", sorted(DEFINITIONS.rglob("*.yml")), ids=lambda p: p.parent.name)
def test_the_examples_of_the_definitions_hold(path):
    definition = load_definition(path)
    assert definition.examples.matches
    assert definition.examples.does_not_match
    for example in definition.examples.matches:
        assert matches(definition, example), example
    for example in definition.examples.does_not_match:
        assert not matches(definition, example), example
