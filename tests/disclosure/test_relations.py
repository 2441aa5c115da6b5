"""Which definitions stand in one family, and which may have cuts beside one another."""

from __future__ import annotations

from transpiler.definition import AgeRange, Definition, Filters, Part
from transpiler.disclosure import standings
from transpiler.parsing import find_definitions, load_definition, parse_query
from transpiler.resources import data_path

NO_FILTERS = Filters()


def define(name, query, *, version=1, field="ccdd_parsed", filters=NO_FILTERS):
    part = Part((field,), parse_query(query))
    return Definition(name=name, version=version, parts=(part,), filters=filters)


def found(*definitions):
    return {(one.definition, one.version): one for one in standings(definitions)}


def test_a_definition_within_another_is_of_its_family_and_has_no_cuts():
    standing = found(
        define("any", "^;T74[56]^,or,^;Z0481^"),
        define("labor", "^;T746^"),
        define("slice", "^;T7451XA^"),
        define("fever", "^fever^,or,^;R509^"),
    )
    assert {one.family for name, one in standing.items() if name[0] != "fever"} == {"any"}
    assert standing["fever", 1].family == "fever"
    assert [name for (name, _), one in standing.items() if one.may_have_cuts] == ["any", "fever"]


def test_codes_are_the_same_with_and_without_their_dots_and_in_any_field():
    standing = found(
        define("parsed", "^;T742^,or,^rape ^"),
        define("sent", "^[;/ ]T74.2^,or,^ rape^", field="ccdd"),
    )
    assert len({one.family for one in standing.values()}) == 1
    assert sum(one.may_have_cuts for one in standing.values()) == 1


def test_a_definition_that_others_cover_between_them_has_no_cuts_beside_theirs():
    standing = found(
        define("one", "^a1^,or,^b1^,or,^c1^"),
        define("two", "^x1^,or,^y1^,or,^z1^"),
        define("both", "^b1^,or,^y1^"),
    )
    assert len({one.family for one in standing.values()}) == 3
    assert not standing["both", 1].may_have_cuts
    assert standing["one", 1].may_have_cuts
    assert standing["two", 1].may_have_cuts


def test_versions_are_of_one_family_and_one_of_them_has_cuts():
    standing = found(define("v", "^a1^,or,^b1^"), define("v", "^a1^,or,^c1^", version=2))
    assert {one.family for one in standing.values()} == {"v"}
    standing = found(define("v", "^a1^"), define("v", "^a1^,or,^c1^", version=2))
    assert [one.version for one in standing.values() if one.may_have_cuts] == [2]


def test_a_family_that_looks_at_different_ages_has_no_cuts():
    minors = Filters(age=AgeRange(max=17))
    standing = found(define("all", "^a1^,or,^b1^"), define("minors", "^a1^", filters=minors))
    assert not any(one.may_have_cuts for one in standing.values())


def test_the_definitions_that_are_shipped():
    paths = find_definitions([data_path("dbt_project") / "definitions"])
    standing = found(*map(load_definition, paths))
    family = {name: one.family for (name, _), one in standing.items()}
    assert family["forced_labor_exploitation"] == family["human_trafficking_any_form"]
    assert family["cdc_sexual_violence"] == family["cdc_sexual_violence_clause"]
    assert len(set(family.values())) == 4
    assert sorted(one.rank for one in standing.values()) == [1, 2, 3, 4, 5, 6]
