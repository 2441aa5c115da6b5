"""Random libraries on random hostile texts: every engine agrees with the evaluator."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.generative.agreement import EVERY_KIND, kinds
from tests.generative.strategies import (
    STANDING_TEXTS,
    asking_definitions,
    bare_definitions,
    full_definitions,
    hostile_texts,
    texts_for,
    visits_for,
)
from tests.library.asking import FIELD, classified, expected, of_field, searched
from transpiler.definition import Definition, Part, Visit
from transpiler.dialects import engine_entries
from transpiler.parsing import parse_query

BUDGET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)

Question = tuple[list[Definition], list[Visit]]


@st.composite
def questions(draw):
    """Draw queries of one field, and texts for each."""
    drawn = draw(st.lists(bare_definitions, min_size=1, max_size=5))
    texts = [*STANDING_TEXTS, *draw(st.lists(hostile_texts, max_size=4))]
    for definition in drawn:
        texts += draw(st.lists(texts_for(definition), min_size=1, max_size=5))
    definitions = [of_field(found, f"d{number}") for number, found in enumerate(drawn)]
    return definitions, [{FIELD: text} for text in texts]


@st.composite
def full_questions(draw):
    """Draw definitions of several fields, parts and filters, and visits for each."""
    drawn = draw(st.lists(full_definitions | asking_definitions(), min_size=1, max_size=3))
    visits = [visit for found in drawn for visit in draw(st.lists(visits_for(found), max_size=4))]
    fields = {field for found in drawn for field in found.fields()}
    visits += [dict.fromkeys(fields, text) for text in STANDING_TEXTS]
    return [of_field(found, f"d{number}") for number, found in enumerate(drawn)], visits


def agree(engine, question, *, keeps_tokens):
    """Hold ``engine`` to the evaluator, and return the kinds of things that were asked."""
    definitions, visits = question
    stored = [visit for visit in visits if can_store(engine, visit)]
    wanted = expected(definitions, stored)
    assert classified(engine, definitions, stored, keeps_tokens=keeps_tokens) == wanted
    return kinds(definitions, stored)


def can_store(engine, visit):
    return all(engine.can_store(value) for value in visit.values() if isinstance(value, str))


def test_duckdb_agrees_on_queries(duckdb_engine):
    seen: set[str] = set()

    @settings(BUDGET, max_examples=150)
    @given(questions(), st.booleans())
    def ask(question, keeps_tokens):
        seen.update(agree(duckdb_engine, question, keeps_tokens=keeps_tokens))

    ask()
    assert EVERY_KIND - seen - {"match", "no match"} == set()


def test_duckdb_agrees_on_parts_fields_and_filters(duckdb_engine):
    @settings(BUDGET, max_examples=80)
    @given(full_questions(), st.booleans())
    def ask(question, keeps_tokens):
        agree(duckdb_engine, question, keeps_tokens=keeps_tokens)

    ask()


@pytest.mark.parametrize("name", [name for name in engine_entries() if name != "duckdb"])
def test_other_engines_agree(opened, name):
    @settings(BUDGET, max_examples=60 if name == "postgres" else 30)
    @given(questions() | full_questions(), st.booleans())
    def ask(question, keeps_tokens):
        agree(opened(name), question, keeps_tokens=keeps_tokens)

    ask()


@pytest.mark.parametrize("name", engine_entries())
def test_kept_tokens_find_what_a_definition_matches(opened, name):
    engine = opened(name)

    @settings(BUDGET, max_examples={"duckdb": 80, "postgres": 40}.get(name, 12))
    @given(questions() | full_questions())
    def ask(question):
        definitions, visits = question
        stored = [visit for visit in visits if can_store(engine, visit)]
        wanted = {number for number, *_, is_match in expected(definitions[:1], stored) if is_match}
        assert searched(engine, definitions[0], stored) == wanted

    ask()


@pytest.mark.parametrize("name", engine_entries())
@pytest.mark.parametrize(
    "query", ["ISNULL,and,^abc^", "ISNULL", "^", "(,ISNULL,and,^abc^,),or,^ab^"]
)
def test_a_library_of_which_nothing_is_looked_up(opened, name, query):
    engine = opened(name)
    found = Definition(parts=(Part((), parse_query(query)),))
    definitions = [of_field(found, "one"), of_field(found, "other")]
    visits: list[Visit] = [{FIELD: text} for text in (None, "", "abc", "fever")]
    wanted = expected(definitions, visits)
    assert classified(engine, definitions, visits) == wanted
