"""The tags of generated visits are those of the categories among the definitions, mostly."""

from dataclasses import replace

import pytest

from transpiler.definition import Definition, Part
from transpiler.generating import generate_visits
from transpiler.generating.categories import KEPT_SHARE, MISSED_SHARE
from transpiler.meaning import matches
from transpiler.parsing import parse_query

CATEGORY = "CDC Suspected Sex Trafficking v1"


@pytest.fixture(scope="module")
def category(definitions):
    (found,) = [definition for definition in definitions if definition.title == CATEGORY]
    return found


@pytest.fixture(scope="module")
def planted(category):
    """Visits of one category alone, as many as a tenth of all."""
    return list(generate_visits(4_000, seed=1, definitions=[category] * 100))


def test_most_tags_are_what_the_category_says(category, planted):
    tagged = [visit for visit in planted if visit.ccdd_category is not None]
    assert {visit.ccdd_category for visit in tagged} == {f";{CATEGORY};"}
    taken = [visit for visit in planted if matches(category, visit._asdict())]
    missed = [visit for visit in taken if visit.ccdd_category is None]
    kept = [visit for visit in tagged if not matches(category, visit._asdict())]
    assert 0 < len(missed) < 3 * MISSED_SHARE * len(taken)
    assert 0 < len(kept) < KEPT_SHARE * len(planted) / 10


def test_a_definition_that_is_no_category_gives_no_tag(category):
    mine = replace(category, title="Mine")
    visits = generate_visits(2_000, seed=1, definitions=[mine] * 100)
    assert {visit.ccdd_category for visit in visits} == {None}


def test_a_definition_that_asks_for_tags_decides_them(category):
    asking = Definition(
        parts=(Part(("ccdd_category",), parse_query("^;CDC Opioid Overdose v3;^")),)
    )
    visits = list(generate_visits(2_000, seed=1, definitions=[category, asking] * 50))
    tags = {visit.ccdd_category for visit in visits}
    assert any(tag is not None and "opioid" in tag for tag in tags)
    assert not any(tag is not None and CATEGORY in tag for tag in tags)
