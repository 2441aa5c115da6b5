"""Sizes that nobody writes end in time and in memory; searches take no longer than texts grow."""

from __future__ import annotations

import pytest

from tests.reliability.bounds import CASES, measure
from tests.reliability.regexes import LONG, QUERIES, SHORT
from tests.reliability.regexes import measure as measure_growth

pytestmark = pytest.mark.slow

TAKES_LONG = {"alike", "terms", "project"}
"""Cases of half a minute and more, run with --long and by `python -m tests.reliability.write`."""

NOISE = 4
"""How much more than the text the time may seem to grow on a busy machine; a search that is
quadratic in the text would take 16 times more."""


@pytest.mark.parametrize("name", CASES)
def test_it_ends_within_its_bounds(name, request):
    if name in TAKES_LONG and not request.config.getoption("--long"):
        pytest.skip("takes half a minute and more")
    case, measured = CASES[name], measure(name)
    assert measured.outcome == case.outcome
    assert measured.seconds < case.seconds
    assert measured.megabytes < case.megabytes


@pytest.mark.parametrize("title", QUERIES)
def test_the_time_of_a_search_grows_as_the_text(duckdb_engine, postgres_engine, title):
    for engine in (duckdb_engine, postgres_engine):
        growth = measure_growth(engine, *QUERIES[title])
        assert growth.ratio < NOISE * LONG / SHORT, engine.name
