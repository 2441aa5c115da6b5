"""The ledger of differences: each is one, the page tells it, and emitted SQL is clear of it."""

from __future__ import annotations

import pytest

from tests.definitions import bare
from tests.engines.ledger import TOPICS
from tests.engines.ledger_page import PAGE, answer, render
from transpiler.dialects import engine_entries
from transpiler.meaning import matches
from transpiler.verifying.engine_table import VisitTable

DIFFERENCES = [difference for topic in TOPICS for difference in topic.differences]


@pytest.fixture(scope="module")
def registered(opened):
    """The engines of the page, which must be the same everywhere."""
    return [opened(name) for name in engine_entries()]


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.what)
def test_the_engines_differ(registered, difference):
    answers = [answer(engine, difference) for engine in registered]
    assert len({repr(found) for found in answers}) > 1, answers


def test_emitted_sql_agrees_on_every_text_of_the_ledger(engines):
    definitions = [bare(query) for topic in TOPICS for query in topic.queries]
    visits = [{"": difference.text} for difference in DIFFERENCES]
    expected = [[matches(definition, visit) for visit in visits] for definition in definitions]
    for engine in engines:
        for folded in (False, True):
            table = VisitTable.load(engine, definitions, visits)
            answers = table.ask(definitions, folded=folded)
            assert [list(found.values()) for found in answers] == expected, engine.name


def test_the_page_is_current(registered):
    assert PAGE.read_text(encoding="utf-8") == render(registered), "run `make docs`"
