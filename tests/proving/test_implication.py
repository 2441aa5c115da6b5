"""Implication between patterns, held to exhaustive evaluation over a small alphabet."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern
from transpiler.meaning import find_match
from transpiler.proving.implication import (
    disjoint,
    implied_pairs,
    implies,
    sample_texts,
    satisfiable,
)
from transpiler.proving.solving import Impossible, OutOfBudgetError, PatternTable

ALPHABET = "ab z"
TEXTS = ["".join(letters) for length in range(6) for letters in product(ALPHABET, repeat=length)]
"""Every text of up to five characters: two letters patterns name, the blank, and one unnamed."""

RUN, ONE = AnyRun(), AnyOne()


def pattern(*pieces, is_word=False):
    return Pattern(
        tuple(Literal(piece) if isinstance(piece, str) else piece for piece in pieces), is_word
    )


def one_of(members):
    return OneOf(frozenset(members))


def contains(*pieces):
    return pattern(RUN, *pieces, RUN)


def word(*pieces):
    return pattern(*pieces, is_word=True)


@st.composite
def patterns(draw):
    is_word = draw(st.integers(0, 5)) == 0
    kinds = [
        st.sampled_from([Literal("a"), Literal("b"), Literal("ab"), Literal(" "), Literal("ba")]),
        st.just(ONE),
        st.sets(st.sampled_from("ab "), min_size=1).map(one_of),
    ]
    if not is_word:
        kinds += [st.just(RUN), st.just(RUN)]
    pieces = []
    for piece in draw(st.lists(st.one_of(kinds), min_size=1, max_size=4)):
        match pieces[-1:], piece:
            case [[Literal(before)], Literal(text)]:
                pieces[-1] = Literal(before + text)
            case [[AnyRun()], AnyRun()]:
                pass
            case _:
                pieces.append(piece)
    return Pattern(tuple(pieces), is_word)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (contains("sexual assault"), contains("sex")),
        (contains("a"), pattern(RUN)),
        (pattern("a"), contains("a")),
        (pattern("ab"), pattern("a", RUN)),
        (pattern("ab", RUN), pattern("a", ONE, RUN)),
        (contains("abc"), contains("a", ONE, "c")),
        (contains("ab"), contains("a", RUN, "b")),
        (contains("a", RUN, "b", RUN, "c"), contains("a", RUN, "c")),
        (contains("a", RUN, "ba"), contains("a", RUN, "a")),
        (contains("t", one_of("46"), "5"), contains("t", one_of("3456"))),
        (contains(one_of("ab"), "c"), contains(ONE, "c")),
        (word("tick"), contains("tick")),
        (pattern("tick"), word("tick")),
        (contains(" tick "), word("tick")),
        (pattern("tick", " bite"), word("tick")),
        (contains(" tick", one_of(" "), "bite"), word("tick")),
        (pattern(ONE, RUN), pattern(RUN, ONE)),
        (contains("a", one_of("bc"), "d"), contains("a", ONE, "d")),
    ],
)
def test_implications_that_hold(narrow, wide):
    assert implies(narrow, wide)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (contains("sex"), contains("sexual assault")),
        (contains("fall"), contains("fall", ONE)),
        (contains("tick"), word("tick")),
        (word("tick"), contains(" tick ")),
        (contains("a", RUN, "b"), contains("ab")),
        (contains("a", ONE, "c"), contains("abc")),
        (contains(one_of("ab")), contains("a")),
        (pattern(RUN), contains("a")),
        (pattern(RUN), pattern(ONE, RUN)),
        (pattern("a", RUN), pattern("a")),
    ],
)
def test_implications_that_do_not_hold(narrow, wide):
    assert not implies(narrow, wide)


def test_a_class_is_covered_by_its_members_together():
    both = contains("x", one_of("12"))
    assert satisfiable([both], [contains("x1"), contains("x2")]) is False
    assert satisfiable([both], [contains("x1")])


def test_disjoint_patterns():
    assert disjoint(pattern("a"), pattern("b", RUN))
    assert disjoint(pattern("tick"), pattern("tick ", RUN))
    assert disjoint(pattern(RUN, "a"), pattern(RUN, "b"))
    assert not disjoint(pattern("a", RUN), pattern(RUN, "b"))
    assert not disjoint(contains("a"), contains("b"))
    assert disjoint(pattern(), word("a"))


def test_satisfiable_says_when_it_gave_up(monkeypatch):
    assert satisfiable([contains("a"), contains("b")], [contains("a", RUN, "b")])
    assert satisfiable([contains("a")], [pattern(ONE, RUN)]) is False
    table = PatternTable((contains("a" * 50), contains("b")))
    with pytest.raises(OutOfBudgetError):
        table.find_text([0], [1], budget=10)


@settings(max_examples=400, deadline=None)
@given(patterns(), patterns())
def test_agrees_with_exhaustive_evaluation(narrow, wide):
    counterexamples = [
        text
        for text in TEXTS
        if find_match(narrow, text) is not None and find_match(wide, text) is None
    ]
    found = PatternTable((narrow, wide)).find_text([0], [1])
    if isinstance(found, Impossible):
        assert implies(narrow, wide)
        assert not counterexamples
    else:
        assert not implies(narrow, wide)
        assert find_match(narrow, found) is not None
        assert find_match(wide, found) is None


@settings(max_examples=300, deadline=None)
@given(st.lists(patterns(), max_size=3), st.lists(patterns(), max_size=4))
def test_several_patterns_agree_with_exhaustive_evaluation(required, forbidden):
    def is_solution(text):
        return all(find_match(found, text) is not None for found in required) and not any(
            find_match(found, text) is not None for found in forbidden
        )

    table = PatternTable((*required, *forbidden))
    indexes = range(len(table.patterns))
    found = table.find_text(indexes[: len(required)], indexes[len(required) :])
    if isinstance(found, Impossible):
        assert not any(map(is_solution, TEXTS))
        core = sorted(found.forbidden)
        again = table.find_text(indexes[: len(required)], core)
        assert isinstance(again, Impossible), "the forbidden patterns named do not suffice"
    else:
        assert is_solution(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(patterns(), max_size=6))
def test_implied_pairs_are_the_pairs_that_imply(found):
    pairs = {
        (narrow, wide)
        for narrow, wide in product(range(len(found)), repeat=2)
        if narrow != wide and implies(found[narrow], found[wide])
    }
    assert set(implied_pairs(found)) == pairs


@settings(max_examples=200, deadline=None)
@given(patterns())
def test_sample_texts_match_their_pattern(found):
    assert all(find_match(found, text) is not None for text in sample_texts(found))
