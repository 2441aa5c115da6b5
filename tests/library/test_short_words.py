"""Every short text over letters, blanks and semicolons, asked of terms that are little more."""

from __future__ import annotations

from itertools import product

import pytest

from tests.library.asking import FIELD, classified, expected, of_field
from transpiler.definition import Definition, Part
from transpiler.dialects import engine_entries
from transpiler.parsing import parse_query

QUERIES = (
    *("a", "ab", "^ab^", "^ab", "ab^", "!a!", "!ab!", "^;a^", "^;ab^", "^a;^", "^;a;^", "^é^"),
    *("^ a ^", "^a b^", "^ab b^", "^a  b^", "^ ab^", "^ab ^", "^ ;^", "^; ^", "^;;^", "^;a;b^"),
    *("^[ab] b^", "^[a;]b^", "^a[; ]b^", "^a_b^", "^a^b^", "^ab^ba^", "^ a ^,and,^b^"),
    *("^ a ^,or,^;b^", "^ab^,andnot,^ b^", "ISNULL", "ISBLANK,or,^a b^", "^a;^,and,^;b^"),
)

TEXTS = tuple("".join(found) for size in range(6) for found in product("ab ;", repeat=size))


@pytest.fixture(scope="module")
def definitions():
    return [
        of_field(Definition(parts=(Part((), parse_query(query)),)), f"d{number}")
        for number, query in enumerate(QUERIES)
    ]


@pytest.mark.parametrize("keeps_tokens", [False, True])
@pytest.mark.parametrize("name", engine_entries())
def test_every_short_text(opened, definitions, name, keeps_tokens):
    engine = opened(name)
    visits = [{FIELD: text} for text in (*TEXTS, "a b c", "x;ab b", None)]
    wanted = expected(definitions, visits)
    assert {name for _, name, *_ in wanted} >= {f"d{at}" for at in range(11)}
    assert classified(engine, definitions, visits, keeps_tokens=keeps_tokens) == wanted
