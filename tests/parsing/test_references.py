"""A definition asks others of its library: found, compiled in, or refused with what is missing."""

from __future__ import annotations

import pytest

from transpiler.definition import DefinitionError, Policy
from transpiler.linting import lint
from transpiler.meaning import evidence, matches
from transpiler.parsing import Shelf, load, load_definition, render_definition

COVID = """\
name: covid
version: 1
title: CDC Coronavirus-DD v1
policy: sensitive
fields: [dd_parsed]
query: ^;U071^
"""
ADULT_FLU = """\
name: flu
version: 2
title: Flu
parts:
  - {fields: [ccdd_parsed], query: "^flu^,andnot,^fluid^"}
  - {fields: [chief_complaint], query: "^fever^"}
filters: {age: {min: 18}}
"""
FLU = {"ccdd_parsed": "FLU", "chief_complaint": "fever", "age_years": 20}
COVID_VISIT = {"dd_parsed": ";U071;"}


@pytest.fixture
def library(tmp_path):
    folder = tmp_path / "definitions"
    (folder / "covid").mkdir(parents=True)
    (folder / "covid" / "v1.yml").write_text(COVID)
    (folder / "flu.yml").write_text(ADULT_FLU)

    def add(name, rest, version=1, title=None):
        path = folder / f"{name}.yml"
        path.write_text(f"name: {name}\nversion: {version}\ntitle: {title or name}\n{rest}")
        return path

    return add


def parts(*items):
    return "parts:\n" + "".join(f"  - {item}\n" for item in items)


def by_name(query, fields="ccdd_category"):
    return f'fields: [{fields}]\nquery: "{query}"\n'


def codes(path):
    with pytest.raises(DefinitionError) as refused:
        load(path)
    return [found.code for found in refused.value.diagnostics]


def test_a_part_asks_for_the_flag(library):
    found = load_definition(library("asks", parts("definition: flu/v2")))
    assert matches(found, FLU)
    assert not matches(found, FLU | {"age_years": 17})
    assert not matches(found, FLU | {"age_years": None})
    assert not matches(found, FLU | {"ccdd_parsed": "FLU FLUID"})


def test_a_negated_part_asks_that_there_is_no_flag(library):
    rest = parts('{fields: [ccdd_parsed], query: "^a^"}', "{definition: flu/v2, negated: true}")
    found = load_definition(library("asks", rest))
    assert matches(found, {"ccdd_parsed": "a"})
    assert matches(found, FLU | {"ccdd_parsed": "a flu", "age_years": None})
    assert not matches(found, FLU | {"ccdd_parsed": "a flu"})
    assert not matches(found, {"ccdd_parsed": "b"})


@pytest.mark.parametrize(
    ("query", "covid", "flu", "neither"),
    [
        ("^;CDC Coronavirus-DD v1;^", True, False, False),
        ("^cdc coronavirus-dd V1^", True, False, False),
        ("^;Flu v2;^", False, True, False),
        ("^;Flu;^", False, True, False),
        ("^;Flu;^,or,^;CDC Coronavirus-DD v1;^", True, True, False),
        ("^,andnot,^;Flu;^", True, False, True),
        ("ISNULL,or,^,andnot,(,^;Flu;^,or,^;CDC Coronavirus-DD v1;^,)", False, False, True),
        ("^;Flu;^,and,^;CDC Coronavirus-DD v1;^", False, False, False),
    ],
)
@pytest.mark.parametrize("field", ["ccdd_category", "syndrome", "subsyndrome"])
def test_the_name_of_a_category_asks_for_its_definition(library, query, covid, flu, neither, field):
    found = load_definition(library("asks", by_name(query, field)))
    assert field not in found.fields()
    assert [matches(found, visit) for visit in (COVID_VISIT, FLU, {})] == [covid, flu, neither]


def test_a_name_that_the_library_does_not_have_is_the_tag_of_the_source(library):
    found = load_definition(library("asks", by_name("^;Flu;^,or,^;Other;^,andnot,^;Third;^")))
    assert matches(found, FLU)
    assert matches(found, {"ccdd_category": ";Other;"})
    assert not matches(found, {"ccdd_category": ";Other;Third;"})
    assert "ccdd_category" in set(found.fields())
    noted = [issue.term for issue in lint(found) if issue.rule == "SYN024"]
    assert noted == ["^;Other;^", "^;Third;^"]


def test_other_fields_of_the_part_are_asked_as_before(library):
    found = load_definition(library("asks", by_name("^;Flu;^", "subsyndrome, chief_complaint")))
    assert matches(found, FLU)
    assert matches(found, {"chief_complaint": "x ;flu; y"})
    assert set(found.fields()) == {"chief_complaint", "ccdd_parsed"}


def test_an_open_name_takes_longer_names_too(library):
    library("longer", 'fields: [ccdd]\nquery: "^x^"\n', title="Flu v2 Parsed")
    open_one = load_definition(library("open", by_name("^Flu v2^")))
    assert matches(open_one, {"ccdd": "x"})
    assert matches(open_one, FLU)
    closed = load_definition(library("closed", by_name("^;Flu v2;^")))
    assert not matches(closed, {"ccdd": "x"})


def test_a_part_of_a_name_takes_the_titles_that_hold_it(library):
    library("other", 'fields: [ccdd]\nquery: "^x^"\n', title="Influenza or Flu")
    found = load_definition(library("asks", by_name("^ flu^"), title="Not this flu"))
    assert matches(found, {"ccdd": "x"})
    assert not matches(found, FLU)
    in_syndromes = load_definition(library("asks", by_name("^ flu^", "syndrome")))
    assert set(in_syndromes.fields()) == {"syndrome"}


def test_references_nest_and_evidence_names_what_they_found(library):
    library("middle", parts("{definition: covid/v1, negated: true}"))
    found = load_definition(
        library("outer", parts("{definition: middle/v1, negated: true}", "definition: covid/v1"))
    )
    assert matches(found, COVID_VISIT)
    assert not matches(found, {"dd_parsed": ";R05;"})
    told = evidence(found, COVID_VISIT)
    assert {found.parts[one.part - 1].of for one in told.fields} == {"covid_v1"}
    assert [match.is_negation for match in told.matches] == [False, False]


def test_what_is_asked_that_is_not_there_is_refused_with_the_nearest(library):
    path = library("asks", parts("definition: flue/v2", "definition: flu/v1"))
    with pytest.raises(DefinitionError) as refused:
        load(path)
    first, second = refused.value.diagnostics
    assert (first.code, second.code) == ("ESS108", "ESS108")
    assert "Did you mean flu/v2?" in first.message
    assert (first.position.line, first.position.column) == (5, 17)


def test_a_circle_is_refused_with_the_way_round(library):
    one = library("one", parts("definition: two/v1"))
    two = library("two", parts("{definition: three/v1, negated: true}"))
    three = library("three", by_name("^;one;^"))
    for path, way in (
        (one, "one/v1 → two/v1 → three/v1 → one/v1"),
        (two, "two/v1 → three/v1 → one/v1 → two/v1"),
        (three, "three/v1 → one/v1 → two/v1 → three/v1"),
    ):
        with pytest.raises(DefinitionError) as refused:
            load(path)
        (found,) = refused.value.diagnostics
        assert found.code == "ESS109"
        assert found.message.endswith(way)
        assert found.path == str(path)
    assert codes(library("own", parts("definition: own/v1"))) == ["ESS109"]


def test_what_is_asked_and_has_a_fault_is_refused(library):
    library("broken", 'fields: [ccdd]\nquery: "^a^,or,"\n')
    assert codes(library("asks", parts("definition: broken/v1"))) == ["ESS110"]
    library("other", "name: flu\n")
    library("twice", 'fields: [ccdd]\nquery: "^a^"\n', title="Flu", version=2)
    assert codes(library("asks", by_name("^;Flu;^"))) == ["ESS110"]


def test_of_several_versions_with_one_title_the_latest_is_asked(library):
    library("covid", by_name("^;U071^,or,^;U072^", "dd_parsed"), 2, "CDC Coronavirus-DD v1")
    (asked,) = load_definition(library("asks", by_name("^;CDC Coronavirus-DD v1;^"))).references
    assert asked.definition.key == "covid/v2"


@pytest.mark.parametrize(
    "item",
    [
        "{definition: flu}",
        "{definition: flu/v0}",
        "{definition: flu/v2, query: ^a^}",
        "{negated: true, fields: [ccdd], query: ^a^}",
        "{definition: flu/v2, negated: maybe}",
    ],
)
def test_a_part_that_is_neither_is_refused(library, item):
    assert set(codes(library("asks", parts(item)))) == {"ESS103"}


def test_the_strictest_policy_holds_and_a_laxer_one_is_told(library):
    library("grave", 'policy: no_case_finding\nfields: [ccdd]\nquery: "^x^"\n')
    found = load_definition(
        library("asks", parts("{definition: grave/v1, negated: true}", "definition: covid/v1"))
    )
    assert found.policy is Policy.NO_CASE_FINDING
    (told,) = [issue for issue in lint(found) if issue.rule == "SYN023"]
    assert "grave/v1" in told.message


def test_a_library_elsewhere_is_named(library, tmp_path):
    library("asks", "")
    elsewhere = tmp_path / "mine" / "asks.yml"
    elsewhere.parent.mkdir()
    elsewhere.write_text("name: asks\nversion: 1\ntitle: A\n" + parts("definition: covid/v1"))
    assert codes(elsewhere) == ["ESS108"]
    found = load_definition(elsewhere, Shelf([tmp_path / "definitions"]))
    assert matches(found, COVID_VISIT)


def test_files_of_one_library_share_one_shelf(library, tmp_path, monkeypatch):
    path = library("asks", parts("definition: covid/v1"))
    shelf = Shelf([tmp_path / "definitions"])
    assert shelf.beside(path) is shelf
    monkeypatch.chdir(tmp_path)
    shelf = Shelf([path.parent.relative_to(tmp_path)])
    assert shelf.beside(path.relative_to(tmp_path)) is shelf
    elsewhere = tmp_path / "mine" / "definitions"
    assert shelf.beside(elsewhere / "asks.yml").folders == (*shelf.folders, elsewhere)


def test_what_is_written_is_what_was_read(library):
    rest = parts(
        '{fields: [ccdd_category], query: "^;Flu;^"}',
        "definition: covid/v1",
        "{definition: flu/v2, negated: true}",
    )
    path = library("asks", rest)
    found = load_definition(path)
    path.write_text(render_definition(found))
    assert load_definition(path) == found
