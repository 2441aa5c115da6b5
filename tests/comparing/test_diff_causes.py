"""Which changed terms are responsible for visits gained and lost."""

from dataclasses import replace
from itertools import permutations, product

import pytest

from transpiler.comparing.diff_causes import Cause, Reason, count_causes
from transpiler.definition import AgeRange, Definition, Filters, Part, Precedence
from transpiler.meaning import matches
from transpiler.parsing import parse_query


def definition(query, *fields, precedence=Precedence.TIGHT, **values):
    parsed = parse_query(query, precedence=precedence)
    return Definition(precedence=precedence, parts=(Part(fields, parsed),), **values)


def causes(old, new, text):
    assert matches(old, text) != matches(new, text)
    visit = {next(old.fields(), ""): text}
    return {(cause.reason.value, cause.term) for cause in count_causes(old, new, [(visit, 1)])}


@pytest.mark.parametrize(
    ("old", "new", "text", "found"),
    [
        ("^a^", "^a^,or,^b^,or,^c^", "b", {("added", "^b^")}),
        ("^a^,or,^b^", "^a^", "b", {("removed", "^b^")}),
        ("^a^", "^a^,andnot,^x^", "a x", {("added", "^x^")}),
        ("^a^,andnot,(,^x^,or,^y^,)", "^a^,andnot,^y^", "a x", {("removed", "^x^")}),
        ("(,^a^,or,^b^,),andnot,^x^", "^a^,or,^b^,or,^x^", "a x", {("moved", "^x^")}),
        ("^a^,and,^b^", "^a^,or,^b^", "a", {("structure", "^a^")}),
        (
            "^a^,andnot,(,^x^,or,^y^,)",
            "^a^,andnot,(,^x^,or,^y^,andnot,^z^,)",
            "a y z",
            {("added", "^z^"), ("moved", "^y^")},
        ),
        ("^,andnot,^x^", "ISNULL,or,^,andnot,^x^", None, {("added", "ISNULL")}),
    ],
)
def test_terms_responsible(old, new, text, found):
    assert causes(definition(old), definition(new), text) == found
    swapped = {"added": "removed", "removed": "added"}
    assert causes(definition(new), definition(old), text) == {
        (swapped.get(reason, reason), term) for reason, term in found
    }


def test_a_term_that_another_reading_exposes_to_a_negation():
    query = "^a^,or,^b^,andnot,^x^"
    old, new = definition(query), definition(query, precedence=Precedence.SEQUENTIAL)
    assert causes(old, new, "a x") == {("moved", "^a^")}


def test_filters_responsible():
    old = definition("^a^", "ccdd")
    new = replace(old, filters=Filters(age=AgeRange(65, None)))
    visits = [({"ccdd": "a", "age_years": 40}, 3), ({"ccdd": "a", "age_years": None}, 2)]
    assert count_causes(old, new, visits) == {Cause(Reason.FILTERS): 5}


def test_a_field_more_is_structure():
    old, new = definition("^a^", "ccdd"), definition("^a^", "ccdd", "chief_complaint")
    visit = {"ccdd": "b", "chief_complaint": "a"}
    assert count_causes(old, new, [(visit, 1)]) == {Cause(Reason.STRUCTURE, "^a^"): 1}


def test_visits_count_for_every_cause():
    old, new = definition("^a^"), definition("^a^,or,^b^,or,^c^")
    counts = count_causes(old, new, [({"": "b c"}, 4), ({"": "c"}, 1)])
    assert counts == {Cause(Reason.ADDED, "^b^"): 4, Cause(Reason.ADDED, "^c^"): 5}


def test_every_visit_gained_or_lost_has_a_cause():
    queries = [
        "^a^,or,^b^,andnot,^c^",
        "(,^a^,or,^b^,),andnot,^c^",
        "^a^,and,^b^",
        "ISNULL,or,^,andnot,(,^a^,andnot,^b^,)",
        "ISBLANK,or,^c^",
        "!b!,or,^a_c^",
    ]
    texts = [
        None,
        *("".join(found) for length in range(4) for found in product("abc ", repeat=length)),
    ]
    checked = 0
    for one, other in permutations(map(definition, queries), 2):
        for text in texts:
            if matches(one, text) != matches(other, text):
                assert count_causes(one, other, [({"": text}, 1)])
                checked += 1
    assert checked
