"""Looser patterns match wherever the pattern does; variants together match exactly the same."""

from itertools import pairwise
from math import prod
from random import Random

import pytest

from tests.planning.trees import hit, random_pattern
from transpiler.definition import AnyOne, AnyRun, Literal, OneOf, Pattern, fold
from transpiler.meaning import find_match
from transpiler.planning import (
    necessary_terms,
    needles_of,
    variants,
    without_classes,
    without_runs,
)


def contains(text):
    return Pattern((AnyRun(), Literal(text), AnyRun()))


def cases(seed):
    random = Random(seed)
    for _ in range(400):
        pattern = random_pattern(random)
        text = hit(random, pattern)
        yield pattern, [text, f"x{text} ", text[1:], text.upper(), text.replace("e", "k"), ""]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("loosen", [without_runs, without_classes])
def test_loosened_patterns_miss_nothing(loosen, seed):
    changed = 0
    for pattern, texts in cases(seed):
        loose = loosen(pattern)
        changed += loose != pattern
        for text in texts:
            if find_match(pattern, text) is not None:
                assert find_match(loose, text) is not None, (pattern, text)
    assert changed > 20


@pytest.mark.parametrize("seed", range(4))
def test_variants_have_no_class_and_match_the_same(seed):
    expanded = 0
    for pattern, texts in cases(seed):
        found = variants(pattern, 16)
        size = prod(len(piece.members) for piece in pattern.pieces if isinstance(piece, OneOf))
        assert (found is None) is (size > 16)
        if found is None:
            continue
        expanded += len(found) > 1
        assert len(found) == size
        for variant in found:
            assert not any(isinstance(piece, OneOf) for piece in variant.pieces)
        for text in texts:
            matched = find_match(pattern, text) is not None
            assert matched is any(find_match(variant, text) is not None for variant in found)
    assert expanded > 20


@pytest.mark.parametrize("seed", range(4))
def test_a_match_holds_a_needle(seed):
    random = Random(seed)
    asked = 0
    for _ in range(80):
        patterns = [random_pattern(random) for _ in range(random.randint(1, 20))]
        patterns = [pattern for pattern in patterns if _has_literal(pattern)]
        needles = needles_of(patterns, rest=random.choice((2, 50, 1000)))
        assert needles is not None
        for pattern in patterns:
            text = hit(random, pattern) + random.choice(("", "x"))
            if find_match(pattern, text) is not None:
                asked += 1
                assert any(needle in fold(text) for needle in needles), (pattern, needles)
    assert asked > 100


def _has_literal(pattern):
    return any(isinstance(piece, Literal) for piece in pattern.pieces)


def test_a_pattern_without_a_literal_has_no_needle():
    assert needles_of([contains("zjq"), Pattern((AnyRun(), AnyOne(), AnyRun()))], rest=10) is None


@pytest.mark.parametrize("seed", range(4))
def test_every_literal_holds_one_of_the_pieces_that_stand_for_them(seed):
    random = Random(seed)
    shared = 0
    for _ in range(40):
        letters = [random.choice("abcdefgh") + random.choice("ijklmnop") for _ in range(30)]
        stems = ("zjqx", "traffick", ";t74")
        literals = {f"{a}{random.choice(stems)}{b}" for a, b in pairwise(letters)}
        needles = needles_of([contains(literal) for literal in literals], rest=50)
        assert all(any(needle in literal for needle in needles) for literal in literals)
        holders = [sum(needle in literal for literal in literals) for needle in needles]
        assert all(holders)
        shared += sum(count > 1 for count in holders)
        assert len(needles) < len(literals)
    assert shared > 40


def test_needles_of_sst_v1(sst):
    found = necessary_terms(sst.parts[0].query.root)
    needles = needles_of([term.pattern for term in found], rest=54)
    assert len(needles) < len(found)
    assert {"traf", "sex"} < set(needles)
    assert not any(literal in needles for literal in ("human traf", "traffick", "sex traf"))


def test_a_needle_that_holds_another_is_left_out():
    (needle,) = needles_of([contains("zjq"), contains("azjqx"), contains("zjqa")], rest=10)
    assert needle == "zjq"
