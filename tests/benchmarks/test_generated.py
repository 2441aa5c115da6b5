"""Generated visits and definitions are the same for the same seed, and as large as asked."""

from __future__ import annotations

import re

import duckdb
import pytest

from benchmarks.definitions import FIELD, KINDS, make_definitions, make_list
from benchmarks.naive import by_lists
from benchmarks.visits import make_visits
from transpiler.definition import AnyOne, AnyRun, OneOf, terms
from transpiler.meaning import matches


def texts(count, *, mean_bytes=87, seed=0, first=0):
    with duckdb.connect() as connection:
        make_visits(connection, count, mean_bytes=mean_bytes, seed=seed, first=first)
        rows = connection.execute("SELECT txt FROM visits ORDER BY visit_id").fetchall()
    return [row[0] for row in rows]


def test_a_visit_does_not_depend_on_the_others():
    assert texts(200)[150:] == texts(50, first=150)
    assert texts(50) == texts(50)
    assert texts(50) != texts(50, seed=1)


@pytest.mark.parametrize("mean_bytes", [50, 87, 400, 2_000])
def test_texts_are_about_as_long_as_asked(mean_bytes):
    lengths = [len(text.encode()) for text in texts(4_000, mean_bytes=mean_bytes) if text]
    assert 0.75 * mean_bytes < sum(lengths) / len(lengths) < 1.25 * mean_bytes


def test_some_texts_are_missing_and_some_empty():
    found = texts(10_000)
    assert 20 < found.count(None) < 100
    assert 50 < found.count("") < 200


def test_definitions_are_as_large_as_asked_and_stay_the_same():
    found = make_definitions(20, terms=(30, 300))
    assert found == make_definitions(20, terms=(30, 300))
    assert found[:5] == make_definitions(5, terms=(30, 300))
    sizes = [sum(1 for _ in terms(each.parts[0].query.root)) for each in found]
    assert 20 <= min(sizes) < 60 < max(sizes) <= 450


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_is_of_its_kind(kind):
    found = list(terms(make_list(kind, 200).parts[0].query.root))
    assert 180 <= len(found) <= 200
    inner = [piece for term in found for piece in term.pattern.pieces[1:-1]]
    assert any(isinstance(piece, OneOf) for piece in inner) is (
        "class" in kind or kind == "all kinds"
    )
    assert any(isinstance(piece, AnyRun) for piece in inner) is ("^" in kind or kind == "all kinds")
    assert any(isinstance(piece, AnyOne) for piece in inner) is (kind == "all kinds")


def test_the_way_of_pandas_polars_and_r_means_what_the_definition_means():
    asked = 0
    visits = [(text or "").lower() for text in texts(300)]
    for definition in make_definitions(6, terms=(30, 80)):

        class Mask(list):
            def __and__(self, other):
                return Mask(a and b for a, b in zip(self, other, strict=True))

            def __or__(self, other):
                return Mask(a or b for a, b in zip(self, other, strict=True))

            def __invert__(self):
                return Mask(not a for a in self)

        found = by_lists(
            definition,
            lambda regex: Mask(bool(re.search(regex, text, re.DOTALL)) for text in visits),
        )
        meant = [matches(definition, {FIELD: text}) for text in visits]
        asked += sum(meant)
        assert list(found) == meant
    assert asked > 0
