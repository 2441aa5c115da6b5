"""Generated texts reach every term from both sides, the same ones every time, not too many."""

from __future__ import annotations

import time
from random import Random

import pytest

from tests.definitions import bare
from transpiler.definition import AgeRange, Definition, Filters, Part, Sex, terms
from transpiler.meaning import find_match, matches
from transpiler.parsing import parse_query
from transpiler.probing.near_misses import case_changed, near_misses
from transpiler.probing.probes import PROBE_LIMIT, probe_texts, probe_visits

QUERIES = [
    "^fall^",
    "fall",
    "^4_wheeler^",
    "^[;/ ]W[01][0-9]^",
    "^feel^drown^",
    "ab^ba",
    "!z[iy]ka!",
    "^ rape^,or,^rape ^",
    "(,^a^,or,^b^,),andnot,(,^c^,or,^d e^,)",
    "^a^,and,(,^b^,or,^c^,),andnot,^d^",
    "ISNULL,or,^,andnot,^denies^",
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_term_is_hit_and_missed(query):
    definition = bare(query)
    texts = [text for text in probe_texts(definition) if text is not None]
    for term in terms(definition.parts[0].query.root):
        hits = {find_match(term.pattern, text) is not None for text in texts}
        expected = {True} if term.text == "^" else {True, False}
        assert hits == expected, term.text


@pytest.mark.parametrize("query", QUERIES)
def test_both_answers_occur(query):
    definition = bare(query)
    assert {matches(definition, text) for text in probe_texts(definition)} == {True, False}


@pytest.mark.parametrize("query", QUERIES)
def test_most_near_misses_miss(query):
    definition = bare(query)
    for term in terms(definition.parts[0].query.root):
        if term.text == "^":
            continue
        near = list(near_misses(term.pattern, Random(1)))
        missing = [text for text in near if find_match(term.pattern, text) is None]
        assert len(missing) >= len(near) / 3, (term.text, near)
        assert missing


def test_the_same_seed_gives_the_same_texts_and_another_others():
    definition = bare(QUERIES[9])
    assert probe_texts(definition, seed=1) == probe_texts(definition, seed=1)
    assert probe_texts(definition, seed=1) != probe_texts(definition, seed=2)
    full = Definition(parts=(Part(("ccdd_parsed",), parse_query(QUERIES[9])),))
    assert probe_visits(full, seed=1) == probe_visits(full, seed=1)


def test_texts_are_distinct_and_a_missing_one_comes_first():
    texts = probe_texts(bare(QUERIES[8]))
    assert len(texts) == len(set(texts))
    assert texts[:2] == [None, ""]


def test_visits_decide_in_every_part_and_filter():
    """Each part, and each filter, alone turns some otherwise matching visit away."""
    definition = Definition(
        parts=(
            Part(("ccdd_parsed", "chief_complaint_history"), parse_query("^fall^,andnot,^tree^")),
            Part(("ccdd_parsed",), parse_query("^;W[01][0-9]^")),
        ),
        filters=Filters(AgeRange(65, None), (Sex.FEMALE,), emergency_visit=True),
    )
    visits = probe_visits(definition)
    assert {matches(definition, visit) for visit in visits} == {True, False}
    unfiltered = Definition(parts=definition.parts)
    assert any(matches(unfiltered, v) and not matches(definition, v) for v in visits)
    for part in definition.parts:
        others = tuple(other for other in definition.parts if other is not part)
        alone = Definition(parts=others, filters=definition.filters)
        assert any(matches(alone, visit) and not matches(definition, visit) for visit in visits)


@pytest.mark.parametrize(
    "query",
    [
        ",or,".join(f"^term {number}^" for number in range(2_000)),
        ",and,".join(f"^term {number}^" for number in range(2_000)),
        f"^a^,andnot,{',andnot,'.join(f'^t{number}^' for number in range(2_000))}",
        f"^{'a_' * 10_000}^",
        f"^{'ab^' * 10_000}",
    ],
    ids=["or", "and", "andnot", "wide term", "many runs"],
)
def test_a_huge_definition_is_probed_within_bounds(query):
    definition = bare(query)
    count = sum(1 for _ in terms(definition.parts[0].query.root))
    start = time.perf_counter()
    texts = probe_texts(definition)
    assert time.perf_counter() - start < 20
    assert len(texts) <= PROBE_LIMIT + 10 * count
    assert sum(len(text) for text in texts if text) < 50_000_000


def test_case_is_turned_over_by_the_fold_table_only():
    assert case_changed("Fall é ß ſ K ÿ") == "fALL É ß ſ k ÿ"
