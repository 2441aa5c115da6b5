"""Splitting by presence: what is left is two-valued, and says the same."""

from random import Random

import pytest

from tests.planning.trees import random_texts, random_tree
from transpiler.definition import And, AndNot, IsNull, Or, children, walk
from transpiler.meaning import evaluate
from transpiler.parsing import parse_query
from transpiler.planning import split_by_presence


@pytest.mark.parametrize("seed", range(3))
def test_the_two_cases_say_what_the_tree_says(seed):
    random = Random(seed)
    changed = 0
    for _ in range(60):
        root = random_tree(random)
        presence = split_by_presence(root)
        changed += any(isinstance(node, IsNull) for node in walk(root))
        assert presence.takes_missing is (evaluate(root, None) is True)
        for text in random_texts(random, root, 12):
            if text is not None:
                answer = presence.present is not None and evaluate(presence.present, text)
                assert answer is evaluate(root, text), (root, text)
    assert changed > 5


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_has_no_isnull_and_stays_flat(seed):
    random = Random(seed)
    for _ in range(200):
        present = split_by_presence(random_tree(random, depth=4)).present
        for node in walk(present) if present is not None else ():
            assert not isinstance(node, IsNull)
            if isinstance(node, And | Or):
                assert len(node.children) > 1
                assert not any(isinstance(child, type(node)) for child in children(node))
            if isinstance(node, AndNot):
                assert node.exclude
                assert not isinstance(node.include, AndNot)


@pytest.mark.parametrize(
    ("query", "takes_missing", "left"),
    [
        ("isnull", True, None),
        ("isnull,or,^", True, "^"),
        ("isnull,and,^a^", False, None),
        ("^a^,andnot,isnull", False, "^a^"),
        ("isnull,andnot,^a^", False, None),
        ("isnull,or,^a^,or,^b^", True, "^a^,or,^b^"),
    ],
)
def test_small_queries(query, takes_missing, left):
    presence = split_by_presence(parse_query(query).root)
    assert presence.takes_missing is takes_missing
    expected = None if left is None else [node.text for node in _terms(parse_query(left).root)]
    found = presence.present
    assert (None if found is None else [node.text for node in _terms(found)]) == expected


def _terms(root):
    return [node for node in walk(root) if hasattr(node, "pattern")]


def test_a_negation_that_comes_to_the_top_joins_the_one_above():
    root = parse_query("(,isnull,or,(,^a^,andnot,^b^,),),andnot,^c^").root
    present = split_by_presence(root).present
    assert isinstance(present, AndNot)
    assert [term.text for term in present.exclude] == ["^b^", "^c^"]
