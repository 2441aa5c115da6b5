"""Definition files ↔ definitions, without losing anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpiler.definition import (
    BY_NAME,
    AgeRange,
    Definition,
    DefinitionError,
    Examples,
    Filters,
    LintIgnore,
    Part,
    Policy,
    Prose,
    RecordedRepair,
    Sex,
    Source,
)
from transpiler.parsing import load_definition, parse_query, write_definition
from transpiler.parsing.load import find_definitions, load_definition_text, render_definition

DEFINITIONS = Path(__file__).parents[2] / "dbt_project" / "definitions"

# What YAML can hold: no control characters but the line break and the tab, no surrogates.
texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), include_characters="\n\t"), max_size=30
)
named = st.none() | texts.filter(bool)
queries = st.sampled_from(
    ["^a^", "^ a^,or,\n  ^b'\"^", "'", "!tick!", "#x^", "- y^", "isnull", "&a", "%^", "^é: {{ }}^"]
).map(parse_query)
definitions = st.builds(
    Definition,
    name=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    version=st.integers(1, 9999),
    title=texts.filter(bool),
    description=texts,
    source=st.builds(Source, named, named, named, named, named),
    policy=st.sampled_from(Policy),
    parts=st.lists(
        st.builds(
            Part,
            st.lists(st.sampled_from(sorted(BY_NAME)), min_size=1, max_size=3, unique=True).map(
                tuple
            ),
            queries,
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    filters=st.builds(
        Filters,
        st.none() | st.builds(AgeRange, st.integers(0, 40), st.none() | st.integers(50, 99)),
        st.lists(st.sampled_from(Sex), unique=True).map(tuple),
        st.none() | st.booleans(),
    ),
    examples=st.builds(
        Examples, st.lists(texts | st.none()).map(tuple), st.just(({"ccdd": "x", "age_years": 3},))
    ),
    ignores=st.lists(st.builds(LintIgnore, st.just("SYN001"), texts.filter(bool), named)).map(
        tuple
    ),
    prose=st.builds(
        Prose,
        st.lists(texts).map(tuple),
        st.lists(texts).map(tuple),
        st.lists(texts).map(tuple),
        st.none() | st.just("terms"),
    ),
    repairs=st.lists(
        st.builds(
            RecordedRepair,
            st.just("ESS004"),
            st.integers(1, 9),
            st.integers(1, 99),
            texts,
            texts,
            texts,
            st.integers(1, 3),
        )
    ).map(tuple),
    meta=st.dictionaries(texts.filter(bool), texts | st.integers(), max_size=3).map(
        lambda values: tuple(values.items())
    ),
)


@given(definitions)
def test_what_is_written_is_read_again(definition):
    again = load_definition_text(render_definition(definition), "again.yml")
    assert again == definition


def test_the_file_of_a_definition_is_read_from_disk(tmp_path):
    for path in find_definitions([DEFINITIONS]):
        definition = load_definition(path)
        write_definition(definition, tmp_path / "copy.yml")
        assert load_definition(tmp_path / "copy.yml") == definition
        assert path.parent.name == definition.name
        assert path.stem == f"v{definition.version}"


FILE = """\
name: fall
version: 1
title: Fall
fields: [ccdd_parsed, complaint]
query: |
  ^fall^,or,
  ^fell^,xor,(,^a^
filters: {age: {min: 18, max: 3}}
examples:
  matches: [{ccdd_parse: FALL}]
"""


def test_every_finding_of_a_file_is_listed_at_its_place():
    with pytest.raises(DefinitionError) as caught:
        load_definition_text(FILE, "fall.yml")
    found = {
        (finding.code, finding.position.line, finding.position.column)
        for finding in caught.value.diagnostics
    }
    assert {("ESS106", 4, 23), ("ESS107", 8, 16), ("ESS106", 10, 26)} <= found
    assert any(code.startswith("ESS0") and line == 7 for code, line, _ in found)


def test_a_folder_without_definitions_and_a_path_that_is_not_there_are_findings(tmp_path):
    with pytest.raises(DefinitionError) as caught:
        find_definitions([tmp_path, tmp_path / "absent.yml"])
    assert [found.code for found in caught.value.diagnostics] == ["ESS101", "ESS101"]


IN_BAND = "name: fall\nversion: 1\ntitle: Fall\nfields: [ccdd]\nquery: ^fall^\nfilters: {age: %s}\n"


@pytest.mark.parametrize(
    ("band", "ages"),
    [
        ("nchs 11-14", AgeRange(11, 14)),
        ("ten_year 0-9", AgeRange(0, 9)),
        ("ili 65+", AgeRange(65, None)),
    ],
)
def test_a_band_of_ages_is_a_range(band, ages):
    definition = load_definition_text(IN_BAND % f"{{band: {band}}}", "fall.yml")
    assert definition.filters == Filters(age=ages)
    assert load_definition_text(render_definition(definition), "fall.yml") == definition


@pytest.mark.parametrize("given", ["{band: ili 65-99}", "{band: ili 65+, max: 70}"])
def test_a_band_that_is_none_or_not_alone_is_refused(given):
    with pytest.raises(DefinitionError, match="ESS10"):
        load_definition_text(IN_BAND % given, "fall.yml")
