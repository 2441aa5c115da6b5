"""Literals that differ in one character, joined into one pattern."""

from random import Random

import pytest

from transpiler.definition import AnyOne, AnyRun, Literal, Pattern
from transpiler.meaning import find_match
from transpiler.planning import join_alike


def contains(*pieces):
    return Pattern((AnyRun(), *pieces, AnyRun()))


def test_two_codes_become_one_search():
    joined = contains(Literal(";t7"), AnyOne(), Literal("5"))
    assert join_alike([";t745", ";t765"], rest=50) == (joined,)


def test_literals_that_are_not_alike_stay_as_they_are():
    texts = ["traf", "sex", ";t745", ";t74"]
    assert join_alike(texts, rest=50) == tuple(contains(Literal(text)) for text in texts)


def test_joining_that_lets_too_many_texts_through_is_left():
    assert len(join_alike(["eat", "ent"], rest=1)) == 1
    assert len(join_alike(["eat", "ent"], rest=1000)) == 2


@pytest.mark.parametrize("seed", range(4))
def test_a_text_with_a_literal_matches_a_joined_pattern(seed):
    random = Random(seed)
    joined = 0
    for _ in range(200):
        literals = {
            "".join(random.choice("zéq") for _ in range(random.randint(1, 4)))
            for _ in range(random.randint(1, 20))
        }
        found = join_alike(sorted(literals), rest=random.choice((0, 2, 50, 1000)))
        joined += len(found) < len(literals)
        for literal in literals:
            text = random.choice(("", "q ", "\n")) + literal + random.choice(("", " q", "\n"))
            assert any(find_match(pattern, text) is not None for pattern in found)
    assert joined > 50
