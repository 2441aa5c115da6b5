"""Necessary terms: a text without any of them is never taken."""

from random import Random

import pytest

from tests.planning.trees import random_texts, random_tree
from transpiler.definition import AndNot, Or, Term, terms
from transpiler.meaning import evaluate
from transpiler.meaning.evaluate import evaluate_leaf
from transpiler.parsing import parse_query
from transpiler.planning import find_lead, necessary_terms


def necessary(query):
    found = necessary_terms(parse_query(query).root)
    return None if found is None else [term.text for term in found]


@pytest.mark.parametrize("seed", range(3))
def test_no_necessary_term_no_match(seed):
    random = Random(seed)
    conditions = passed_over = 0
    for _ in range(60):
        root = random_tree(random)
        found = necessary_terms(root)
        if found is None:
            continue
        conditions += 1
        for text in random_texts(random, root, 20):
            if not any(evaluate_leaf(term, text) is True for term in found):
                passed_over += 1
                assert evaluate(root, text) is not True, (root, text)
    assert conditions > 20
    assert passed_over > 50


def test_or_unites_and_takes_the_rarest_child_andnot_its_inclusion():
    assert necessary("^a^,or,^b^") == ["^a^", "^b^"]
    assert necessary("^the^,and,^zyx^") == ["^zyx^"]
    assert necessary("(,^traffick^,or,^human traf^,),and,^sex^") == ["^traffick^", "^human traf^"]
    assert necessary("^a^,andnot,^b^") == ["^a^"]


def test_a_repeated_term_is_returned_once():
    assert necessary("^a^,or,(,^A^,andnot,^b^,)") == ["^a^"]


@pytest.mark.parametrize(
    "query", ["isnull", "isblank", "^", "^a^,or,isnull", "^a^,or,^", "^,andnot,^a^"]
)
def test_nothing_is_necessary(query):
    assert necessary(query) is None


def test_an_and_needs_what_one_child_needs():
    assert necessary("isblank,and,^a^") == ["^a^"]


def test_sst_v1_hangs_on_twelve_of_its_terms(sst):
    found = necessary_terms(sst.parts[0].query.root)
    assert found is not None
    assert len(found) == 12
    assert len(list(terms(sst.parts[0].query.root))) == 54


def test_the_lead_is_a_list_only_where_every_child_is_a_term():
    root = parse_query("(,^zq^,or,^xj^,),and,(,^the^,or,(,^a^,and,^b^,),)").root
    lead = find_lead(root.children)
    assert lead is not None
    assert isinstance(lead.node, Or)
    assert lead.is_list
    other = find_lead([root.children[1]])
    assert other is not None
    assert not other.is_list
    assert find_lead([parse_query("^a^").root]).is_list


def test_types_of_the_parts():
    root = parse_query("^a^,andnot,^b^").root
    assert isinstance(root, AndNot)
    assert isinstance(necessary_terms(root)[0], Term)
