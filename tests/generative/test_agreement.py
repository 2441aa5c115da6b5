"""Random definitions on random hostile texts: every engine agrees with the evaluator."""

from __future__ import annotations

from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.generative.agreement import (
    EVERY_KIND,
    TEXT_KINDS,
    disagreements,
    flags,
    kinds,
    looked_up,
)
from tests.generative.strategies import (
    STANDING_TEXTS,
    asking_definitions,
    bare_definitions,
    full_definitions,
    hostile_texts,
    texts_for,
    visits_for,
)
from transpiler.definition import Combination, walk_combination

BUDGET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
"""The same examples on every run. `tests.generative.long_run` asks new ones."""


@st.composite
def questions(draw):
    """Draw bare queries, and texts for each."""
    definitions = draw(st.lists(bare_definitions, min_size=1, max_size=4))
    texts = [*STANDING_TEXTS, *draw(st.lists(hostile_texts, max_size=4))]
    for definition in definitions:
        texts += draw(st.lists(texts_for(definition), min_size=1, max_size=5))
    return definitions, [{"": text} for text in texts]


@st.composite
def full_questions(draw):
    """Draw a definition with fields, parts and filters, and visits for it."""
    definition = draw(full_definitions)
    visits = draw(st.lists(visits_for(definition), min_size=1, max_size=6))
    around = visits[0]
    standing = [{**around, field: text} for text in STANDING_TEXTS for field in definition.fields()]
    return [definition], [*visits, *standing]


@st.composite
def asking_questions(draw):
    """Draw a definition that asks others, and visits for it."""
    definition = draw(asking_definitions())
    return [definition], draw(st.lists(visits_for(definition), min_size=1, max_size=8))


def test_every_engine_agrees_on_bare_queries(engines):
    seen: set[str] = set()

    @settings(BUDGET, max_examples=150)
    @given(questions(), st.booleans(), st.booleans())
    def agree(question, folded, looks_up):
        with looked_up(looks_up):
            seen.update(_ask(engines, *question, folded=folded))

    agree()
    assert EVERY_KIND - seen == set()


def test_every_engine_agrees_on_definitions_with_fields(engines):
    seen: set[str] = set()

    @settings(BUDGET, max_examples=120)
    @given(full_questions(), st.booleans(), st.booleans())
    def agree(question, folded, looks_up):
        with looked_up(looks_up):
            seen.update(_ask(engines, *question, folded=folded))

    agree()
    assert EVERY_KIND - TEXT_KINDS - seen == set()


def test_every_engine_agrees_on_definitions_that_ask_others(engines):
    seen: set[str] = set()

    @settings(BUDGET, max_examples=120)
    @given(asking_questions(), st.booleans(), st.booleans())
    def agree(question, folded, looks_up):
        with looked_up(looks_up):
            _ask(engines, *question, folded=folded)
        (asking,) = question[0]
        seen.update(type(combined).__name__ for combined in walk_combination(asking.combination))

    agree()
    assert seen == {kind.__name__ for kind in get_args(Combination)}


def _ask(engines, definitions, visits, *, folded):
    """Fail where an engine disagrees; return the kinds of things that were asked."""
    expected = flags(definitions, visits)
    for engine in engines:
        compared, found = disagreements(engine, definitions, visits, expected, folded=folded)
        assert compared, engine.name
        assert not found, "\n".join(found[:3])
    answers = {flag for row in expected for flag in row}
    return kinds(definitions, visits) | {"match" if flag else "no match" for flag in answers}
