"""What a literal in a text says about the text's tokens, in Python and on the engines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generative.strategies import STANDING_TEXTS, hostile_texts, patterns
from transpiler.definition import (
    AnyRun,
    Definition,
    Literal,
    Part,
    Pattern,
    Precedence,
    Query,
    Span,
    Term,
    fold,
)
from transpiler.dialects import Engine, engine_entries
from transpiler.library import classification_steps, make_library
from transpiler.library.literals import necessary_literals
from transpiler.library.tokens import SHORTEST, Fragment, fragments, tokens
from transpiler.meaning import matches
from transpiler.probing.near_misses import hit, near_misses

BUDGET = settings(derandomize=True, database=None, deadline=None, max_examples=500)

short_texts = st.text("ab ;|", max_size=8)
"""Texts in which every way to begin and end a token is met."""


def has(text, fragment):
    return any(
        fragment.text in token
        and (not fragment.starts or token.startswith(fragment.text))
        and (not fragment.ends or token.endswith(fragment.text))
        and (not (fragment.starts and fragment.ends) or token == fragment.text)
        for token in tokens(text)
    )


@BUDGET
@given(short_texts, short_texts.filter(bool), short_texts)
def test_a_text_with_a_literal_has_its_fragments(before, literal, after):
    assert all(has(before + literal + after, fragment) for fragment in fragments(literal))


@BUDGET
@given(short_texts, short_texts.filter(bool))
def test_a_literal_that_is_its_own_fragment_is_decided_by_tokens(text, literal):
    if [fragment.text for fragment in fragments(literal)] == [literal]:
        assert (literal in text) == any(literal in token for token in tokens(text))


def test_tokens_too_short_to_be_looked_up_are_no_fragments():
    assert fragments(" a ") == fragments("a b") == fragments("x;") == ()
    assert fragments("a bc;") == (Fragment("bc", starts=True, ends=True),)
    assert tokens("fever | ;r509;i10;") == ("fever", "|", ";r509", ";i10", ";")


def term(pattern):
    query = Query("", Term("", pattern, Span(0, 0)), Precedence.TIGHT)
    return Definition(parts=(Part(("ccdd_parsed",), query),), name="one", version=1)


@BUDGET
@given(patterns, hostile_texts, st.randoms(use_true_random=False))
def test_necessary_literals_are_necessary(pattern, other, random):
    needed = necessary_literals(pattern)
    if needed is None:
        return
    assert all(fragments(literal) for option in needed.options for literal in option)
    for text in (hit(pattern, random), *near_misses(pattern, random), other):
        folded = fold(text or "")
        found = [any(literal in folded for literal in option) for option in needed.options]
        is_match = matches(term(pattern), {"ccdd_parsed": text})
        assert all(found) or not is_match
        if needed.suffices:
            assert found == [is_match]


@pytest.mark.parametrize("name", engine_entries())
def test_engines_cut_texts_alike(opened, name):
    engine: Engine = opened(name)
    asked = [
        *("", " ", ";", ";;", " ; ", "a;b", "ab;cd;", "ab  cd", "ab cd ef | ;r509;i10;", "é;ßé x"),
        *(text for text in STANDING_TEXTS if text is not None),
    ]
    texts = [text for text in asked if engine.can_store(text)]
    rows = [[str(number), text] for number, text in enumerate(texts)]
    engine.load("visits", [("visit_id", "text"), ("ccdd_parsed", "text")], rows)
    library = make_library([term(Pattern((AnyRun(), Literal("fever"), AnyRun())))])
    steps = classification_steps(library, engine.dialect, visits="visits")
    sql = {step.name: step.sql for step in steps}
    query = f"with texts as (\n{sql['texts']}\n), tokens as (\n{sql['tokens']}\n)"
    found = engine.query(f"{query} select token, visit_count from tokens")
    wanted = Counter(
        token for text in texts for token in tokens(fold(text)) if len(token.encode()) >= SHORTEST
    )
    assert dict(found) == wanted
