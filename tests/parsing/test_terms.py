import pytest

from transpiler.definition import (
    AnyOne,
    AnyRun,
    DefinitionError,
    Literal,
    OneOf,
    Pattern,
    Term,
    fold,
)
from transpiler.parsing import parse_query

RUN, ONE = AnyRun(), AnyOne()
DIGITS = OneOf(frozenset("0123456789"))
LETTERS = OneOf(frozenset("abcdefghijklmnopqrstuvwxyz"))


def one_of(members):
    return OneOf(frozenset(members))


def pattern_of(text):
    root = parse_query(text).root
    assert isinstance(root, Term)
    assert root.text == text
    return root.pattern


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("^", (RUN,)),
        ("^^^", (RUN,)),
        ("Fall", (Literal("fall"),)),
        ("^Fall^", (RUN, Literal("fall"), RUN)),
        ("^a^^b", (RUN, Literal("a"), RUN, Literal("b"))),
        ("^4_wheeler^", (RUN, Literal("4"), ONE, Literal("wheeler"), RUN)),
        ("__", (ONE, ONE)),
        ("^[;/ ]T74", (RUN, one_of(";/ "), Literal("t74"))),
        ("mv[AC]", (Literal("mv"), one_of("ac"))),
        ("[0-9]", (DIGITS,)),
        ("[A-Z]", (LETTERS,)),
        ("[a-Z]", (LETTERS,)),
        ("[X0-289]", (one_of("x01289"),)),
        ("[1-467]", (one_of("123467"),)),
        ("[5-5]", (one_of("5"),)),
        ("[À-Â]", (one_of("àáâ"),)),
        ("[ -]", (one_of(" -"),)),
        ("[- ]", (one_of("- "),)),
        ("[-]", (one_of("-"),)),
        ("[.*+?$\\{#]", (one_of(".*+?$\\{#"),)),
        ("[o|r]", (one_of("o|r"),)),
        ("[_%]", (one_of("_%"),)),
        ("[;., ]", (one_of(";., "),)),
        ("[ -/\\.;:]", (one_of(" -/\\.;:"),)),
        ("[a!]", (one_of("a!"),)),
        ("[0-9[0-9]", (one_of("0123456789["),)),
        ("[X[14]", (one_of("x[14"),)),
        ("^;2505[0-3];];^", (RUN, Literal(";2505"), one_of("0123"), Literal(";];"), RUN)),
        ("a[COMMA]b", (Literal("a,b"),)),
        ("[comma]", (Literal(","),)),
        ("a.b*c+?$\\{#-/;:%'(\"", (Literal("a.b*c+?$\\{#-/;:%'(\""),)),
        ("^España^", (RUN, Literal("españa"), RUN)),
        ("^ÖL^", (RUN, Literal("öl"), RUN)),
        ("^ rape  x^", (RUN, Literal(" rape  x"), RUN)),
    ],
)
def test_what_a_term_means(text, pieces):
    assert pattern_of(text) == Pattern(pieces)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("!TICK!", (Literal("tick"),)),
        ("!z[iy]_k!", (Literal("z"), one_of("iy"), ONE, Literal("k"))),
        ("![2345]!", (one_of("2345"),)),
        ("!SHORTNESS BREATH!", (Literal("shortness breath"),)),
        ("!a[COMMA]b!", (Literal("a,b"),)),
    ],
)
def test_what_a_whole_word_means(text, pieces):
    assert pattern_of(text) == Pattern(pieces, is_word=True)


@pytest.mark.parametrize(
    ("text", "code", "spot"),
    [
        ("^a[bc^", "ESS022", "[bc^"),
        ("^a[b]c[^", "ESS022", "[^"),
        ("[", "ESS022", "["),
        ("!a[b!", "ESS022", "[b!"),
        ("^a[]b^", "ESS023", "[]"),
        ("^[^a]b^", "ESS024", "^"),
        ("^[a^]b^", "ESS024", "^"),
        ("^[!a]b^", "ESS024", "!"),
        ("^[9-0]^", "ESS025", "9-0"),
        ("^[z-a]^", "ESS025", "z-a"),
        ("^[0-z]^", "ESS025", "0-z"),
        ("^[a-9]^", "ESS025", "a-9"),
        ("^[ -9]^", "ESS025", " -9"),
        ("^[a-é]^", "ESS025", "a-é"),
        ("^[一-龥]^", "ESS025", "一-龥"),
        ("^[à-÷]^", "ESS025", "à-÷"),
        ("!meth", "ESS026", "!"),
        ("meth!", "ESS026", "!"),
        ("!me^th!", "ESS026", "!"),
        ("!a!b!", "ESS026", "!"),
        ("^help!^", "ESS026", "!"),
        ("!", "ESS026", "!"),
        ("!!", "ESS028", "!!"),
        ("not", "ESS031", "not"),
        ("OR NOT", "ESS031", "OR NOT"),
        ("Xor", "ESS031", "Xor"),
    ],
)
def test_what_a_term_cannot_be(text, code, spot):
    query = f"^x^,or,{text}"
    with pytest.raises(DefinitionError) as caught:
        parse_query(query)
    (found,) = caught.value.diagnostics
    start = found.position.column - 1
    assert (found.code, query[start : start + found.length]) == (code, spot)
    assert found.expected or found.hint


@pytest.mark.parametrize("low", "0aà")
@pytest.mark.parametrize("high", "9zþ")
def test_ranges_hold_what_lies_between_within_one_alphabet(low, high):
    try:
        (piece,) = pattern_of(f"[{low}-{high}]").pieces
    except DefinitionError as error:
        assert [found.code for found in error.diagnostics] == ["ESS025"]
        assert "09az".count(low + high) == 0
        return
    between = {fold(chr(code)) for code in range(ord(low), ord(high) + 1)}
    assert piece.members == {character for character in between if character.isalnum()}
