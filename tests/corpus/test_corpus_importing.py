"""Published definitions come in the same from an address, a program and a page as they stand."""

import random

import pytest

from tests.importing.test_wrappings import believed
from tests.importing.wrappings import WRAPPINGS
from tests.parsing.shapes import meaning
from transpiler.definition import DefinitionError
from transpiler.parsing import Mode, parse_query

CERTAIN = (
    *("all encoded", "encoded as a browser does", "encoded twice", "a parameter encoded"),
    *("an address encoded", "a string of R", "a string of Python", "paste0", "a block of code"),
    *("notes behind", "a label of a field", "entities"),
)
"""Wrappings that can always be undone."""


@pytest.mark.parametrize("name", CERTAIN)
def test_a_published_query_that_is_wrapped_comes_in_as_it_is(corpus, tmp_path, name):
    (wrapping,) = [one for one in WRAPPINGS if one.name == name]
    chance = random.Random(0)
    plain = [record for record in corpus if record["status"] == "ok" and not record.get("parts")]
    for record in chance.sample(plain, 25):
        (queries,) = believed(tmp_path, wrapping.wrap(record["query"], chance))
        assert len(queries) == 1
        original = parse_query(record["query"])
        assert meaning(queries[0].root) == meaning(original.root), record["name"]


@pytest.mark.parametrize("wrapping", WRAPPINGS, ids=lambda wrapping: wrapping.name)
def test_a_published_query_never_comes_in_as_another(corpus, tmp_path, wrapping):
    chance = random.Random(0)
    for record in chance.sample([one for one in corpus if one["status"] != "not-free-text"], 6):
        try:
            original = parse_query(record["query"], mode=Mode.REPAIR)
        except DefinitionError:
            continue
        for queries in believed(tmp_path, wrapping.wrap(record["query"], chance)):
            assert len(queries) == 1
            assert meaning(queries[0].root) == meaning(original.root), record["name"]
