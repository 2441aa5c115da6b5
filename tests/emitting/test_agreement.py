"""What is emitted, run on every engine, says what the evaluator says."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from tests.definitions import bare, of
from tests.generative.agreement import disagreements, flags, looked_up
from tests.planning.trees import random_definition, random_texts
from transpiler.definition import (
    MAX_DEPTH,
    AgeRange,
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    Filters,
    Literal,
    Node,
    OneOf,
    Or,
    Part,
    Pattern,
    Sex,
    Span,
    Term,
    Visit,
)
from transpiler.dialects import engine_entries, get_dialect
from transpiler.emitting import to_sql
from transpiler.meaning import matches
from transpiler.parsing import load_definition, parse_query
from transpiler.probing.probes import probe_texts

DEFINITIONS = sorted((Path(__file__).parents[2] / "dbt_project" / "definitions").rglob("*.yml"))

EVERY_FORM = (
    *("^", "^a^", "a^", "^a", "a", "_", "^_^", "a_b", "[ab]", "^[ab]c^", "a^b", "^a^b^", "!a!"),
    *("!a b!", "![ab]!", "!_!", "!a_b!", "^[;/ ]t40[0-9][0-9]^", "[COMMA]", "^a[COMMA]b^"),
    *("isnull", "isblank", "isnull,or,^a^", "^,andnot,^a^", "isnull,or,^,andnot,^a^"),
    *("isblank,or,^a^,andnot,^b^", "^a^,andnot,isnull", "^a^,and,(,^b^,or,isblank,)"),
    *("^50%_^", "^a_b^c^", "^o'b^", "^\\^", "^\\n^", '^"^', "^{{x}}^", "^$^", "^.^", "^(a)^"),
    *("^a|b^", "^[|]^", "^a-b^", "^[a-c-]^", "^*^", "^+^", "^?^", "^é^", "^[É]x^"),
)
STANDING = (
    *(None, "", " ", "\n", "a", "A", "b", "ab", "a b", "a\nb", "ba", "xa", "ax", " a ", "a-b"),
    *("50%", "50%x", "5%", "o'b", "\\", "\\n", '"', "{{x}}", "$", ".", "(a)", "a|b", "|", "]"),
    *("*", "+", "?", "é", "É", "éx", "a,b", ",", ";T4012;", "/T40AA", " t4099", "İ", "ac", "acb"),
    *("acbxc", "50%a", "\u212a", "ſ", "ß", "a" * 10_000, "x" * 9_999 + "a", "😀", "a😀b"),
)


def assert_agree(
    engines,
    definitions,
    visits,
    *,
    columns=(True, False),
):
    """Assert that every engine agrees, on folded and unfolded ``columns``; return the flags."""
    expected = flags(definitions, visits)
    for engine in engines:
        for folded in columns:
            compared, found = disagreements(engine, definitions, visits, expected, folded=folded)
            assert not found, "\n".join(found[:3])
            assert compared >= len(definitions) * (len(visits) - 1)
    return expected


def test_every_form_of_a_term(engines):
    definitions = [bare(query) for query in EVERY_FORM]
    definitions += [bare(f"^zq^,or,{query}") for query in EVERY_FORM]
    expected = assert_agree(engines, definitions, [{"": text} for text in STANDING])
    assert all(any(row) for row in expected[: len(EVERY_FORM)])


def test_every_sign_in_every_class(engines):
    signs = "]-[^\\&|.*a"
    classes = [frozenset(found) for size in (1, 2, 3) for found in combinations(signs, size)]
    classes += [frozenset(signs), frozenset("+,-./"), frozenset("[\\]^_"), frozenset(" \n\t")]
    patterns = [Pattern((AnyRun(), OneOf(found), Literal("z"), AnyRun())) for found in classes]
    patterns += [Pattern(()), *(Pattern((Literal(sign), AnyOne())) for sign in signs)]
    definitions = [of(Term("", pattern, Span(0, 0))) for pattern in patterns]
    texts = [None, "", "z", *(f"{sign}z" for sign in f"{signs}b+,/_ \n\t")]
    expected = assert_agree(engines, definitions, [{"": text} for text in texts], columns=(True,))
    assert all(any(row) for row in expected)


@pytest.mark.parametrize("seed", range(2))
def test_large_random_trees(engines, seed):
    random = Random(seed)
    definitions = [random_definition(random, depth=3, width=16) for _ in range(10)]
    texts = [
        text
        for definition in definitions
        for text in random_texts(random, definition.parts[0].query.root, 8)
    ]
    visits: list[Visit] = [{"": text} for text in dict.fromkeys(texts)]
    expected = assert_agree(engines, definitions, visits)
    assert {flag for row in expected for flag in row} == {True, False}
    with looked_up():
        assert_agree(
            [found for found in engines if found.dialect == "postgres"], definitions, visits
        )


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: f"{path.parent.name}_{path.stem}")
def test_the_projects_definitions(engines, path):
    definition = load_definition(path)
    first = next(definition.fields())
    visits: list[Visit] = [
        {first: text, "age_years": 20, "sex": "F", "is_emergency": True}
        for text in probe_texts(definition, limit=200)
    ]
    (expected,) = assert_agree(engines, [definition], visits)
    assert any(expected)
    assert not all(expected)


def test_fields_parts_and_filters(engines):
    both = ("ccdd_parsed", "chief_complaint_history")
    fall, blank = parse_query("^fall^,andnot,^fallopian^"), parse_query("isnull,or,^,andnot,^rain^")
    definitions = [
        Definition(parts=(Part(both, fall),)),
        Definition(parts=(Part(both[:1], fall), Part(both[1:], blank))),
        Definition(parts=(Part(both[1:], blank), Part(both[:1], fall))),
        Definition(parts=(Part(both, fall),), filters=Filters(age=AgeRange(11, 34))),
        Definition(parts=(Part(both, fall),), filters=Filters(age=AgeRange(None, 34))),
        Definition(parts=(Part(both, blank),), filters=Filters(age=AgeRange(65))),
        Definition(parts=(Part(both, blank),), filters=Filters(age=AgeRange())),
        Definition(parts=(Part(both, fall),), filters=Filters(sex=(Sex.FEMALE, Sex.UNKNOWN))),
        Definition(parts=(Part(both, blank),), filters=Filters(emergency_visit=False)),
        Definition(
            parts=(Part(both[1:], blank), Part(both, fall)),
            filters=Filters(age=AgeRange(0, 120), sex=(Sex.MALE,), emergency_visit=True),
        ),
    ]
    texts = (None, "", "FALL", "fallopian", "rain fall")
    visits: list[Visit] = [
        {both[0]: one, both[1]: other, "age_years": age, "sex": sex, "is_emergency": emergency}
        for one in texts
        for other in texts
        for age, sex, emergency in (
            *((None, None, None), (11, "F", True), (34, "M", True), (35, "U", False)),
            *((0, "f", False), (70, "F", None)),
        )
    ]
    expected = assert_agree(engines, definitions, visits)
    assert all(any(row) and not all(row) for row in expected)


def test_five_thousand_terms(opened):
    engines = [opened(name) for name in engine_entries()]
    random = Random(1)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(random.choices(letters, k=random.randint(4, 9))) for _ in range(5_000)]
    forms = ("^{}^", "^{}^", "^{} ^", "^;{}^", "^[;/ ]{}^", "!{}!", "{}^")
    queried = ",or,".join(random.choice(forms).format(word) for word in words)
    definition = bare(f"(,{queried},),andnot,(,^{words[7]}^,)")
    texts = [f"x ;{random.choice(words).upper()} y" for _ in range(8)]
    texts += [words[0], f"{words[1]} z", f"{words[7]} ;{words[8]}", "nothing", ""]
    (expected,) = assert_agree(
        engines, [definition], [{"": text} for text in texts], columns=(True,)
    )
    assert set(expected) == {True, False}


def test_the_longest_expression(engines):
    for engine in engines:
        most = get_dialect(engine.dialect).limits.regex_length
        definitions = [bare(f"^{'[a-d]' * (most // 5)}^"), bare(f"^{'_' * (most - 4)}[ab]^")]
        texts = ["abcd" * most, "abcd" * (most // 4), "x" * most, "a"]
        expected = assert_agree([engine], definitions, [{"": text} for text in texts])
        assert all(set(row) == {True, False} for row in expected)


def test_the_deepest_tree(engines):
    def nested(kinds):
        root: Node = parse_query("^a^").root
        b, c = parse_query("^b^").root, parse_query("^c^").root
        span = Span(0, 1)
        for level in range(MAX_DEPTH - 1):
            match kinds[level % len(kinds)]:
                case kind if kind is AndNot:
                    root = AndNot(c, (root,), span)
                case kind:
                    root = kind((b if kind is Or else c, root), span)
        return root

    definitions = [of(nested((And, Or))), of(nested((AndNot,))), of(nested((Or, AndNot, And)))]
    texts = [None, "", "a", "b", "c", "ac", "bc", "abc"]
    expected = assert_agree(engines, definitions, [{"": text} for text in texts])
    assert all(any(row) for row in expected)


def test_an_outer_column_may_bear_the_name_that_the_sql_gives(engines):
    definition = bare(",or,".join(f"^{word}^" for word in ("fall", "fell", "trip", "slip")))
    rows = [(1, "FALL"), (2, "no"), (3, None), (4, "a Slip b")]
    for engine in engines:
        engine.load("v", [("id", "integer"), ("folded", "text")], rows)
        for name in ("folded", "v.folded"):
            flag = to_sql(definition, engine.dialect, name)
            answers = dict(engine.query(f"SELECT id, {flag} FROM v"))
            assert answers == {number: matches(definition, text) for number, text in rows}
