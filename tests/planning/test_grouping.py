"""Groups hold every term once and keep to their limits."""

from random import Random

import pytest

from tests.planning.trees import random_pattern
from transpiler.definition import Span, Term
from transpiler.parsing import parse_query
from transpiler.planning import GroupLimits, group_terms

LIMITS = GroupLimits(terms=20, weight=200, runs=8)


def queried(query):
    return list(parse_query(query).root.children)


@pytest.mark.parametrize("seed", range(5))
def test_every_term_stands_in_one_group(seed):
    random = Random(seed)
    terms = [
        Term(str(number), random_pattern(random), Span(number, number + 1)) for number in range(300)
    ]
    groups = group_terms(terms, LIMITS)
    assert sorted((t for g in groups for t in g.terms), key=lambda t: t.span.start) == terms
    assert len(groups) > 10
    for group in groups:
        assert len(group.terms) <= LIMITS.terms
        runs = [max(0, len(term.pattern.segments) - 1) for term in group.terms]
        assert sum(runs) <= LIMITS.runs
        assert all(runs) or not any(runs)


def test_terms_that_fit_stay_together():
    (group,) = group_terms(queried("^;t74^,or,^fall^,or,^fell^"), LIMITS)
    assert [term.text for term in group.terms] == ["^;t74^", "^fall^", "^fell^"]


def test_codes_part_from_words_where_not_all_fit():
    terms = queried(",or,".join(f"^;t{n}^,or,^[;/ ]u{n}^,or,^word{n}^" for n in range(10, 20)))
    groups = group_terms(terms, GroupLimits(terms=20, weight=1000, runs=8))
    assert [{term.text[1] in ";[" for term in group.terms} for group in groups] == [{True}, {False}]


def test_an_inner_run_is_apart():
    groups = group_terms(queried("^a^b^,or,^fall^,or,^c^d^"), LIMITS)
    assert [[term.text for term in group.terms] for group in groups] == [
        ["^fall^"],
        ["^a^b^", "^c^d^"],
    ]


def test_a_term_too_large_stands_alone():
    terms = queried(f"^a^,or,^{'x' * 500}^,or,^b^")
    assert [len(group.terms) for group in group_terms(terms, LIMITS)] == [1, 1, 1]
