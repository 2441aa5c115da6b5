"""What changed between two definitions, as an author would tell it."""

from dataclasses import replace

import pytest

from transpiler.comparing.diff import Bump, Change, diff, suggested_bump
from transpiler.comparing.equivalence import Verdict
from transpiler.definition import AgeRange, Definition, Filters, Part, Policy, Precedence
from transpiler.parsing import parse_query


def definition(*queries, precedence=Precedence.TIGHT, **values):
    return Definition(
        precedence=precedence,
        parts=tuple(
            Part(("ccdd_parsed",), parse_query(query, precedence=precedence)) for query in queries
        ),
        **values,
    )


def changes(old, new):
    found = diff(definition(old), definition(new))
    return [(change.change, change.term) for change in found.terms], [
        (change.before, change.after) for change in found.operators
    ]


def test_nothing_changed():
    query = "(,^a^,or,^b^,),andnot,^c^"
    assert not diff(definition(query), definition(query))
    assert not diff(definition("^ABC^"), definition("^abc^"))
    assert not diff(definition("^a^,or,^b^"), definition("(,^b^,),or,(,^a^,)"))


@pytest.mark.parametrize(
    ("old", "new", "terms"),
    [
        ("^a^,or,^b^", "^a^,or,^b^,or,^c^", [(Change.ADDED, "^c^")]),
        ("^a^,or,^b^", "^a^", [(Change.REMOVED, "^b^")]),
        ("^a^,andnot,^x^", "^a^,andnot,(,^x^,or,^y^,)", [(Change.ADDED, "^y^")]),
        ("^a^,andnot,^x^", "(,^a^,or,^b^,),andnot,^x^", [(Change.ADDED, "^b^")]),
        ("^a^,and,^b^", "(,^a^,or,^c^,),and,^b^", [(Change.ADDED, "^c^")]),
        ("^a^", "^a^,andnot,^x^", [(Change.ADDED, "^x^")]),
        ("^a^,or,^b^,or,^x^", "(,^a^,or,^b^,),andnot,^x^", [(Change.MOVED, "^x^")]),
        ("^a^,or,^a^", "^a^", [(Change.REMOVED, "^a^")]),
        ("^,andnot,^x^", "ISNULL,or,^,andnot,^x^", [(Change.ADDED, "ISNULL")]),
    ],
)
def test_terms_added_removed_and_moved(old, new, terms):
    assert changes(old, new)[0] == terms
    backwards = {Change.ADDED: Change.REMOVED, Change.REMOVED: Change.ADDED}
    assert changes(new, old)[0] == [(backwards.get(kind, kind), term) for kind, term in terms]


def test_a_term_moved_into_the_negation_names_both_places():
    found = diff(definition("^a^,or,^b^,or,^x^"), definition("(,^a^,or,^b^,),andnot,^x^"))
    (moved,) = found.terms
    assert not moved.before.is_negation
    assert moved.after.is_negation


def test_a_term_moved_from_one_list_to_another():
    old = "(,^a^,or,^b^,or,^c^,),and,(,^x^,or,^y^,)"
    new = "(,^a^,or,^b^,),and,(,^x^,or,^y^,or,^c^,)"
    (moved,) = diff(definition(old), definition(new)).terms
    assert (moved.change, moved.term) == (Change.MOVED, "^c^")
    assert (moved.before.clause, moved.after.clause) == ("1", "2")


def test_a_term_moved_from_one_query_box_to_another():
    old = definition("^a^,or,^b^,or,^c^", "^x^,or,^y^")
    new = definition("^a^,or,^b^", "^x^,or,^y^,or,^c^")
    (moved,) = diff(old, new).terms
    assert (moved.before.part, moved.after.part) == (1, 2)


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ("^a^,or,^b^", "^a^,and,^b^", (), ("and",)),
        ("^a^,and,^b^", "^a^,or,^b^", ("and",), ()),
        (
            "(,^a^,or,^b^,),and,^c^",
            "(,^a^,or,^b^,),andnot,^c^",
            ("and",),
            ("andnot",),
        ),
    ],
)
def test_operators_changed(old, new, before, after):
    assert (before, after) in changes(old, new)[1]


def test_a_query_put_within_another_is_one_change():
    found = diff(
        definition("(,^a^,or,^b^,),andnot,^x^"),
        definition("(,(,^a^,or,^b^,),andnot,^x^,),and,^z^"),
    )
    (change,) = found.operators
    assert (change.before, change.after) == ((), ("and",))
    assert set(change.terms) == {"^a^", "^b^", "^x^"}
    assert [(term.change, term.term) for term in found.terms] == [(Change.ADDED, "^z^")]


def test_additions_change_no_operator():
    for old, new in [
        ("^a^", "^a^,or,^b^"),
        ("^a^,andnot,^x^", "(,^a^,or,^b^,),andnot,(,^x^,or,^y^,)"),
        ("^a^,and,^b^", "(,^a^,or,^c^,),and,^b^"),
    ]:
        assert changes(old, new)[1] == []


def test_precedence_shows_in_settings_and_places():
    query = "^a^,or,^b^,andnot,^c^"
    found = diff(definition(query), definition(query, precedence=Precedence.SEQUENTIAL))
    assert [change.setting for change in found.settings] == ["precedence"]
    assert [change.term for change in found.terms] == ["^a^"]


def test_fields_filters_and_policy():
    old = definition("^a^", filters=Filters(age=AgeRange(11, 34)))
    new = definition("^a^", filters=Filters(age=AgeRange(12, None), emergency_visit=True))
    new = replace(new, policy=Policy.SENSITIVE)
    new = replace(new, parts=(Part(("ccdd_parsed", "dd_parsed"), new.parts[0].query),))
    found = {change.setting: (change.before, change.after) for change in diff(old, new).settings}
    assert found == {
        "fields of part 1": ("ccdd_parsed", "ccdd_parsed, dd_parsed"),
        "age": ("11 to 34", "12 and over"),
        "emergency visit": ("any", "yes"),
        "policy": ("standard", "sensitive"),
    }


def test_suggested_bump():
    assert suggested_bump(Verdict.EQUAL) is Bump.PATCH
    assert suggested_bump(Verdict.NARROWER) is suggested_bump(Verdict.WIDER) is Bump.MINOR
    assert suggested_bump(Verdict.DIFFERENT) is suggested_bump(Verdict.UNDECIDED) is Bump.MAJOR
