"""Comparison of definitions, held to exhaustive evaluation."""

import random
from dataclasses import replace
from itertools import product

import pytest

from transpiler.comparing.equivalence import Verdict, compare
from transpiler.definition import (
    FILTER_COLUMNS,
    AgeRange,
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    DefinitionError,
    FilterKind,
    Filters,
    IsBlank,
    IsNull,
    Literal,
    OneOf,
    Or,
    Part,
    Pattern,
    Precedence,
    Query,
    Sex,
    Span,
    Term,
    terms,
)
from transpiler.meaning import conjunction, disjunction, evaluate, find_match, matches

HERE = Span(0, 0)
TEXTS = [
    None,
    *("".join(found) for length in range(6) for found in product("ab z", repeat=length)),
]
"""A missing value, and every text of up to five characters: two letters that patterns name, the
blank, and one letter that they do not."""
SHORT_TEXTS = [text for text in TEXTS if text is None or len(text) < 5]


def contains(text):
    return Term(f"^{text}^", Pattern((AnyRun(), Literal(text), AnyRun())), HERE)


def asked(root, *fields, **values):
    return Definition(parts=(Part(fields, Query("", root, Precedence.TIGHT)),), **values)


def any_of(*nodes):
    return Or(nodes, HERE)


def all_of(*nodes):
    return And(nodes, HERE)


def and_not(include, *exclude):
    return AndNot(include, exclude, HERE)


def random_pattern(choose):
    is_word = choose.random() < 0.1
    pieces = []
    for _ in range(choose.randint(1, 3)):
        piece = choose.choice(
            [
                Literal(choose.choice(["a", "b", "ab", " ", "ba"])),
                Literal(choose.choice(["a", "b", "ab", " ", "ba"])),
                AnyOne(),
                OneOf(frozenset(choose.sample("ab ", choose.randint(1, 3)))),
                *([] if is_word else [AnyRun()]),
            ]
        )
        match pieces[-1:], piece:
            case [Literal(before)], Literal(text):
                pieces[-1] = Literal(before + text)
            case [AnyRun()], AnyRun():
                pass
            case _:
                pieces.append(piece)
    if not is_word and choose.random() < 0.7:
        run = AnyRun()
        pieces = [run, *(piece for piece in pieces if piece != run), run]
        merged = []
        for piece in pieces:
            if merged and isinstance(merged[-1], Literal) and isinstance(piece, Literal):
                merged[-1] = Literal(merged[-1].text + piece.text)
            else:
                merged.append(piece)
        pieces = merged if len(merged) > 2 else [run]
    return Pattern(tuple(pieces), is_word)


def random_leaf(choose, pool):
    drawn = choose.random()
    if drawn < 0.06:
        return IsNull(HERE)
    if drawn < 0.1:
        return IsBlank(HERE)
    return Term("", choose.choice(pool), HERE)


def random_tree(choose, pool, depth):
    if depth == 0 or choose.random() < 0.25:
        return random_leaf(choose, pool)
    below = [random_tree(choose, pool, depth - 1) for _ in range(choose.randint(2, 3))]
    kind = choose.choice([And, Or, Or, AndNot])
    if kind is AndNot:
        return AndNot(below[0], tuple(below[1:]), HERE)
    return kind(tuple(below), HERE)


def changed(choose, pool, node):
    """Return the tree with one part of it replaced or taken away."""
    below = list(getattr(node, "children", ()))
    if not below or choose.random() < 0.2:
        return random_tree(choose, pool, 1)
    index = choose.randrange(len(below))
    if len(below) > 2 and choose.random() < 0.5:
        del below[index]
    else:
        below[index] = changed(choose, pool, below[index])
    return replace(node, children=tuple(below))


def differing_directions(old, new, texts):
    """Evaluate both on every combination of texts of the fields; return (lost, gained)."""
    parts = [*old.parts, *new.parts]
    fields = sorted({field for part in parts for field in part.fields or ("",)})
    patterns = {term.pattern for part in parts for term in terms(part.query.root)}
    # Texts on which every term has the same answer are asked once.
    kinds = {
        (
            text is None,
            text == "",
            *(text is not None and find_match(pattern, text) is not None for pattern in patterns),
        ): text
        for text in texts
    }
    answers_by_field = [
        {
            tuple(
                evaluate(part.query.root, text) if field in (part.fields or ("",)) else False
                for part in parts
            )
            for text in kinds.values()
        }
        for field in fields
    ]
    lost = gained = False
    for combination in product(*answers_by_field):
        truths = [disjunction(answers) for answers in zip(*combination, strict=True)]
        takes_old = conjunction(truths[: len(old.parts)]) is True
        takes_new = conjunction(truths[len(old.parts) :]) is True
        lost |= takes_old and not takes_new
        gained |= takes_new and not takes_old
    return lost, gained


def check(old, new, lost, gained):
    found = compare(old, new)
    assert found.verdict is not Verdict.UNDECIDED
    for visit, is_lost in ((found.lost, True), (found.gained, False)):
        if visit is not None:
            assert matches(old, visit) is is_lost
            assert matches(new, visit) is not is_lost
    # Exhaustive evaluation stops at a length; a longer visit has just been confirmed above.
    assert found.lost is not None or not lost
    assert found.gained is not None or not gained
    assert (
        found.verdict
        == {
            (False, False): Verdict.EQUAL,
            (True, False): Verdict.NARROWER,
            (False, True): Verdict.WIDER,
            (True, True): Verdict.DIFFERENT,
        }[found.lost is not None, found.gained is not None]
    )
    return found.verdict


def test_a_thousand_random_pairs_agree_with_exhaustive_evaluation():
    verdicts = []
    for seed in range(1000):
        choose = random.Random(seed)
        pool = [random_pattern(choose) for _ in range(5)]
        root = random_tree(choose, pool, 3)
        other = changed(choose, pool, root) if seed % 2 else random_tree(choose, pool, 3)
        old, new = asked(root), asked(other)
        texts = TEXTS if seed % 10 == 0 else SHORT_TEXTS
        verdicts.append(check(old, new, *differing_directions(old, new, texts)))
    assert all(verdicts.count(verdict) > 20 for verdict in set(Verdict) - {Verdict.UNDECIDED})


def test_random_definitions_of_several_parts_and_fields():
    for seed in range(150):
        choose = random.Random(seed)
        pool = [random_pattern(choose) for _ in range(4)]

        def draw(choose=choose, pool=pool):
            return tuple(
                Part(
                    tuple(choose.sample(["chief_complaint", "ccdd", "dd_parsed"], 2)),
                    Query("", random_tree(choose, pool, 2), Precedence.TIGHT),
                )
                for _ in range(choose.randint(1, 2))
            )

        old, new = Definition(parts=draw()), Definition(parts=draw())
        if seed % 3 == 0:
            part = new.parts[0]
            root = changed(choose, pool, part.query.root)
            new = replace(old, parts=(replace(old.parts[0], query=replace(part.query, root=root)),))
        check(old, new, *differing_directions(old, new, SHORT_TEXTS))


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (contains("sex"), contains("sexual"), Verdict.NARROWER),
        (contains("sexual"), contains("sex"), Verdict.WIDER),
        (any_of(contains("sex"), contains("sexual")), contains("sex"), Verdict.EQUAL),
        (contains("cat"), contains("dog"), Verdict.DIFFERENT),
        (and_not(contains("a"), contains("ab")), contains("a"), Verdict.WIDER),
        (and_not(contains("ab"), contains("a")), and_not(contains("x"), contains("x")), "equal"),
        (
            any_of(contains("a"), and_not(contains("b"), contains("c"))),
            and_not(any_of(contains("a"), contains("b")), contains("c")),
            Verdict.NARROWER,
        ),
    ],
)
def test_queries_that_differ_in_terms_or_structure(old, new, verdict):
    assert compare(asked(old), asked(new)).verdict == verdict


def test_a_class_is_equal_to_its_members():
    wide = Term(
        "^t7[46]^",
        Pattern((AnyRun(), Literal("t7"), OneOf(frozenset("46")), AnyRun())),
        HERE,
    )
    spelled_out = any_of(contains("t74"), contains("t76"))
    assert compare(asked(wide), asked(spelled_out)).verdict == Verdict.EQUAL


def test_missing_fields_tell_the_isnull_idiom_from_the_short_form():
    everything = Term("^", Pattern((AnyRun(),)), HERE)
    short = and_not(everything, contains("denies"))
    long = any_of(IsNull(HERE), short)
    found = compare(asked(short, "chief_complaint"), asked(long, "chief_complaint"))
    assert found.verdict == Verdict.WIDER
    assert found.gained == {"chief_complaint": None}


def test_what_no_present_field_can_do_a_missing_one_may():
    everything = Term("^", Pattern((AnyRun(),)), HERE)
    a_or_b = asked(any_of(contains("a"), contains("b")), "ccdd").parts[0]
    always = asked(any_of(IsNull(HERE), everything), "chief_complaint").parts[0]
    never = and_not(contains("x"), contains("x"))
    missing = asked(any_of(IsNull(HERE), never), "chief_complaint").parts[0]
    found = compare(asked(contains("a"), "ccdd"), Definition(parts=(a_or_b, always, missing)))
    assert found.verdict == Verdict.DIFFERENT
    assert found.gained == {"ccdd": "b", "chief_complaint": None}


def test_negation_in_one_field_does_not_reach_another():
    query = and_not(contains("sex traf"), contains("car"))
    one_field = asked(query, "ccdd_parsed")
    two_fields = asked(query, "ccdd_parsed", "chief_complaint_history")
    found = compare(one_field, two_fields)
    assert found.verdict == Verdict.WIDER
    assert matches(two_fields, found.gained)


EVERY = Filters(
    **{
        column.filter: {
            FilterKind.RANGE: AgeRange(11, 34),
            FilterKind.CHOICE: column.values[:1] or ("E", "I"),
            FilterKind.FLAG: True,
        }[column.kind]
        for column in FILTER_COLUMNS
    }
)
"""A filter of each column: nobody could try every combination of their values."""


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        (EVERY, EVERY, Verdict.EQUAL),
        (EVERY, replace(EVERY, disposition=("i", "e")), Verdict.EQUAL),
        (EVERY, replace(EVERY, disposition=("E",)), Verdict.NARROWER),
        (EVERY, replace(EVERY, steady_facility=None), Verdict.WIDER),
        (EVERY, replace(EVERY, steady_facility=False), Verdict.DIFFERENT),
        (Filters(), Filters(), Verdict.EQUAL),
        (Filters(age=AgeRange(11, 34)), Filters(age=AgeRange(11, 34)), Verdict.EQUAL),
        (Filters(age=AgeRange(11, 34)), Filters(age=AgeRange(12, 34)), Verdict.NARROWER),
        (Filters(age=AgeRange(11, 34)), Filters(age=AgeRange(11, None)), Verdict.WIDER),
        (Filters(age=AgeRange(11, 34)), Filters(age=AgeRange(12, 35)), Verdict.DIFFERENT),
        (Filters(), Filters(age=AgeRange(0, None)), Verdict.NARROWER),
        (Filters(sex=(Sex.FEMALE,)), Filters(sex=(Sex.FEMALE, Sex.MALE)), Verdict.WIDER),
        (Filters(), Filters(emergency_visit=True), Verdict.NARROWER),
        (Filters(emergency_visit=False), Filters(emergency_visit=True), Verdict.DIFFERENT),
        (Filters(age=AgeRange(5, 4)), Filters(age=AgeRange(9, 8)), Verdict.EQUAL),
    ],
)
def test_filters_count(old, new, verdict):
    query = contains("fall")
    one = asked(query, "chief_complaint", filters=old)
    other = asked(query, "chief_complaint", filters=new)
    found = compare(one, other)
    assert found.verdict == verdict
    if found.lost is not None:
        assert matches(one, found.lost)
        assert not matches(other, found.lost)


def test_filters_do_not_matter_where_the_query_takes_nothing():
    nothing = and_not(contains("a"), contains("a"))
    one = asked(nothing, "chief_complaint", filters=Filters(age=AgeRange(1, 2)))
    assert compare(one, asked(nothing, "chief_complaint")).verdict == Verdict.EQUAL


def test_a_bare_query_is_asked_of_the_fields_of_the_definition_it_is_compared_with():
    query = contains("fall")
    full = asked(query, "ccdd", "chief_complaint")
    assert compare(asked(query), full).verdict == Verdict.EQUAL
    assert compare(full, asked(query)).verdict == Verdict.EQUAL
    with pytest.raises(DefinitionError, match=r"ESS520.*several parts"):
        compare(asked(query), replace(full, parts=full.parts * 2))


def test_a_search_that_reaches_its_limit_is_undecided_and_says_so(monkeypatch):
    monkeypatch.setattr("transpiler.proving.witness.MAX_ROUNDS", 0)
    found = compare(asked(contains("a")), asked(contains("b")))
    assert found.verdict == Verdict.UNDECIDED
    assert "lost" in found.reason
    assert "gained" in found.reason


def test_a_query_with_terms_that_hold_every_text_apart():
    terms = [contains(f"t{number:03}") for number in range(400)]
    old = asked(any_of(*terms))
    new = asked(any_of(*reversed(terms)))
    assert compare(old, new).verdict == Verdict.EQUAL
    fewer = asked(any_of(*terms[:-1]))
    assert compare(old, fewer).verdict == Verdict.NARROWER
    mixed = asked(all_of(any_of(*terms[:200]), any_of(*terms[200:])))
    assert compare(old, mixed).verdict == Verdict.NARROWER
