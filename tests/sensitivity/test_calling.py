"""The policy follows codes and words, through classes and wildcards, and not what is left out."""

import json

import pytest

from transpiler.codes import load_index
from transpiler.definition import Part, Policy
from transpiler.importing import ImportOutcome, import_definitions
from transpiler.parsing import parse_query
from transpiler.sensitivity import calls_of, policy_called_for, policy_of_words
from transpiler.sensitivity.subjects import CHILDREN, HEADS

TRAFFICKING = HEADS[Policy.NO_CASE_FINDING]


def policy_of(query):
    calls = calls_of([Part(("ccdd",), parse_query(query))])
    return policy_called_for(call.policy for call in calls)


@pytest.mark.parametrize(
    "title",
    [
        *("Forced labor", "Forced Labour v2", "Labor exploitation", "Modern slavery"),
        *("Involuntary servitude", "Debt bondage", "CSEC", "Human trafficking, any form"),
        *("Commercial sexual exploitation of children", "Commercially sexually exploited youth"),
        *("Sextortion", "Online enticement", "Online enticement of minors", "Grooming", "CSAM"),
        *("Commercial sexual exploitation of children v2", "Child sexual abuse material", "CSECY"),
        *("Child pornography", "Solicitation of a minor", "Sexual grooming of youth", "Sex work"),
        *("Prostitution", "Sex tourism", "Child marriage", "Forced criminality", "Peonage"),
        *("Organ removal", "Coerced labor", "Enslaved workers", "Enticement v1"),
        *("Sex Traf v1", "Suspected Sex Trafficking", "Forced prostitution", "Domestic servitude"),
        "Trends only; it is not intended to be used for case-finding.",
    ],
)
def test_titles_of_trafficking_call_for_no_case_finding(title):
    assert policy_of_words(title) is Policy.NO_CASE_FINDING


@pytest.mark.parametrize(
    "title",
    [
        *("Strangulation", "Assault", "Intentional self-injury", "Battered spouse"),
        *("Maltreatment", "Sexual violence", "Child abuse and neglect", "Suicide attempt"),
        *("Stalking", "Incest", "Honor based violence", "Genital mutilation", "DFSA"),
        *("Self-harm", "Opioid overdose", "Intimate partner violence", "Homicidal ideation"),
    ],
)
def test_titles_of_violence_and_self_harm_call_for_care(title):
    assert policy_of_words(title) is Policy.SENSITIVE


@pytest.mark.parametrize(
    "title",
    [
        *("Influenza-like illness", "All Traffic Related v1", "Motor vehicle traffic", "Falls"),
        *("Child traffic injuries", "Bathing and grooming needs help", "Difficulty grooming self"),
        *("Central sleep apnea (CSA)", "Pork-borne illness", "Salivary gland", "Celery stalks"),
        *("Preterm labor", "Grape and drapery burns"),
        *("Slavic languages", "Salty food"),
    ],
)
def test_other_titles_call_for_nothing(title):
    assert policy_of_words(title) is Policy.STANDARD


@pytest.mark.parametrize(
    "query",
    [
        *("^;T7451^", "^;T745^", "^;T7[46]5^", "^;T7[46][56]^", "^[;/ ]T74.51XA^", "^T7462^"),
        *("^;Z0481;^", "^;Z048[12]^", "^;Z048^", "^;713834002;^", "^;z9142^", "^;T765_X^"),
        *("^human traffick^", "^sex_traf^", "^forced lab[ou]r^", "^debt bondage^", "!csec!"),
        "^fever^,or,(,^cough^,and,^;T7651XA^,)",
        "^fever^,andnot,(,^cough^,andnot,^traffick^,)",
    ],
)
def test_terms_of_trafficking_call_for_no_case_finding(query):
    assert policy_of(query) is Policy.NO_CASE_FINDING


@pytest.mark.parametrize(
    "query",
    [
        *("^;T74^", "^;T7[46]^", "^;T7[46][1-6]^", "^;T7421^", "^;X9[2-9]^", "^;Y07^", "^;T1491^"),
        *("^ass[au]lt^", "^strangul^", "^self_harm^", "^over dose^", "!rape!", "^[;/ ]T40.1X^"),
    ],
)
def test_terms_of_violence_and_self_harm_call_for_care(query):
    assert policy_of(query) is Policy.SENSITIVE


@pytest.mark.parametrize(
    "query",
    [
        *("^;T^", "^;S^,or,^;T^", "^;[ST]^", "^;T7^", "^;Z^", "^;Z0^", "^;T[0-9][0-9]^", "^;V^"),
        *("^;T__5^", "^;T78^", "^;T50[ABZ]^", "^fever^", "^grape^", "^traffic^", "^labor pain^"),
        "^fever^,andnot,(,^human traffick^,or,^;T745^,)",
        "^;U071^,or,^^",
    ],
)
def test_wide_patterns_exclusions_and_other_words_call_for_nothing(query):
    assert policy_of(query) is Policy.STANDARD


def test_a_call_says_which_term_and_why():
    (call,) = calls_of([Part(("ccdd",), parse_query("^fever^,or,^;T7[46]5^"))])
    assert (call.part, call.term.text) == (1, "^;T7[46]5^")
    assert "T745" in call.because
    assert "exploitation" in call.because


def test_the_codes_are_those_of_the_release():
    index = load_index()
    if index is None:
        pytest.skip("ICD-10-CM titles are not installed")
    for head, count in CHILDREN.items():
        assert len(index.children(index.find(head))) == count, head
    trafficking = {
        code.code
        for code in index.codes
        if "labor exploitation" in code.title.lower()
        or "labor or sexual exploitation" in code.title.lower()
        or "sexual exploitation" in code.title.lower()
    }
    assert len(trafficking) > 30
    assert all(any(code.startswith(head) for head in TRAFFICKING) for code in trafficking)
    for head in TRAFFICKING:
        below = {code.code for code in index.below(head)}
        assert head.isdigit() or head == "Y076" or below <= trafficking, head
        assert head.isdigit() or below, head
    for code in trafficking:
        assert policy_of(f"^;{code};^") is Policy.NO_CASE_FINDING


@pytest.mark.parametrize(
    ("name", "query", "policy"),
    [
        ("Forced labor", "^forced work^", Policy.NO_CASE_FINDING),
        ("Our definition", "^;T7461^,or,^cough^", Policy.NO_CASE_FINDING),
        ("Sexual violence", "^human traffick^", Policy.NO_CASE_FINDING),
        ("Our definition", "%5Estrangul%5E", Policy.SENSITIVE),
        ("Our definition", "^cough^", Policy.STANDARD),
    ],
)
def test_import_takes_the_stricter_of_title_and_terms(tmp_path, name, query, policy):
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"name": name, "query": query, "field": "CCDD"}))
    (found,) = import_definitions([file], tmp_path / "out")
    assert found.outcome is not ImportOutcome.REFUSED
    assert found.definition.policy is policy
    inferred = dict(found.definition.meta)["imported"]["inferred"]
    assert ("policy" in inferred) is (policy is not Policy.STANDARD)
