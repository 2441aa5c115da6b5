"""The page's script gives the answers that Python gives, clause by clause."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.explaining.script import Script, expected, same
from tests.generative.strategies import (
    asking_definitions,
    bare_definitions,
    full_definitions,
    texts_for,
    visits_for,
)
from tests.spec.reference import TABLES
from transpiler.definition import Definition, Part, Precedence
from transpiler.parsing import find_definitions, load_definition, parse_query
from transpiler.probing.probes import probe_texts

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script():
    return Script()


def agree(script, definition, visits):
    for visit, found in zip(visits, script.ask(definition, visits), strict=True):
        wanted = expected(definition, visit)
        assert same(found, wanted), (visit, found, wanted)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.heading)
def test_the_script_gives_the_answers_of_the_language_reference(script, table):
    definition = table.definition()
    texts = [visit for visit, _ in table.rows()]
    agree(script, definition, texts)


@pytest.mark.parametrize("precedence", list(Precedence))
def test_the_script_passes_the_published_examples(script, precedence):
    beside = REPOSITORY.parent / "shared" / "corpus"
    file = Path(os.environ.get("SYNDROME_CORPUS", beside)) / "conformance.jsonl"
    if not file.exists():
        pytest.skip("the published examples are not here (SYNDROME_CORPUS names their folder)")
    for line in file.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        query = parse_query(record["query"], precedence=precedence)
        definition = Definition(precedence=precedence, parts=(Part((), query),))
        agree(script, definition, [{"": text} for text in record["rows"].values()])


def test_the_script_agrees_on_the_definitions_of_the_project(script):
    for path in find_definitions([REPOSITORY / "dbt_project" / "definitions"]):
        definition = load_definition(path)
        field = next(definition.fields())
        agree(script, definition, [{field: text} for text in probe_texts(definition, limit=200)])


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_the_script_agrees_on_drawn_definitions(script, data):
    definition = data.draw(bare_definitions)
    texts = data.draw(st.lists(texts_for(definition), min_size=1, max_size=6))
    agree(script, definition, [{"": text} for text in texts])


@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_the_script_agrees_on_drawn_parts_and_fields(script, data):
    definition = data.draw(full_definitions | asking_definitions())
    visits = data.draw(st.lists(visits_for(definition), min_size=1, max_size=4))
    agree(script, definition, visits)
