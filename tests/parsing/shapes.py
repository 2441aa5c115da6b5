"""Trees and queries written tersely, so that a test says what it means on one line."""

from __future__ import annotations

from hypothesis import strategies as st

from transpiler.definition import And, AndNot, IsBlank, IsNull, Node, Or, Term


def shape(node: Node):
    """Return a tree as nested tuples, without spans: ``("or", "^a^", ("and", "^b^", "^c^"))``."""
    match node:
        case Or(children):
            return ("or", *map(shape, children))
        case And(children):
            return ("and", *map(shape, children))
        case AndNot(include, exclude):
            return ("andnot", shape(include), *map(shape, exclude))
        case IsNull():
            return "ISNULL"
        case IsBlank():
            return "ISBLANK"
        case Term(text):
            return text


def meaning(node: Node):
    """Return a tree as nested tuples of patterns, without spans or the terms as written."""
    match node:
        case Term(pattern=pattern):
            return pattern
        case AndNot(include, exclude):
            return ("andnot", meaning(include), *map(meaning, exclude))
        case And(children) | Or(children):
            return (type(node).__name__, *map(meaning, children))
        case _:
            return type(node).__name__


_LETTERS = ["a", "rape", "orb", " ", "T74", ".", ";", "/", "-", "é", "(x)", "]", "%", "'", "\\"]
_SIGNS = ["^", "_", "[au]", "[0-9]", "[;/ ]", "[ -]", "[., ]", "[COMMA]"]
_PIECES = st.sampled_from(_LETTERS + _SIGNS)
_BODIES = st.lists(_PIECES, min_size=1, max_size=5).map("".join)


def _is_plain(text: str) -> bool:
    """Return whether ``text`` is one term to repair mode too: nothing at its ends needs mending."""
    return text.strip().lower() not in ("or", "and", "andnot") and text == text.strip("() ")


TERMS = st.one_of(
    _BODIES.map(lambda body: f"^{body}^"),
    _BODIES.filter(_is_plain).map(lambda body: f"{body}^"),
    _BODIES.filter(_is_plain).map(lambda body: f"^{body}"),
    st.sampled_from(["tick", " tick", "tick ", "^", "!meth!", "![2345]!", "!sea doo!", "mv[ac]"]),
)
"""Terms that strict mode takes, some of them with a warning."""

_LEAVES = st.one_of(TERMS, TERMS, TERMS, st.sampled_from(["ISNULL", "isblank"]))
_COMMAS = st.sampled_from([",", ",", ",", ",\n", ",\r\n   ", ",\n\n\t"])
_OPERATORS = st.sampled_from(["or", "OR", "or", "and", "And", "andnot", "ANDNOT", None])


def _comma_before(item: str, comma: str) -> str:
    """Return a comma, laid out unless the blank that follows would become indentation."""
    return "," if item.startswith(" ") else comma


@st.composite
def _levels(draw: st.DrawFn, items: st.SearchStrategy[str]) -> str:
    text = draw(items)
    for _ in range(draw(st.integers(0, 4))):
        operator = draw(_OPERATORS)
        if operator is not None:
            text += draw(_COMMAS) + operator
        item = draw(items)
        text += _comma_before(item, draw(_COMMAS)) + item
    return text


@st.composite
def _groups(draw: st.DrawFn) -> str:
    level = draw(_levels(_ITEMS))
    return f"({_comma_before(level, draw(_COMMAS))}{level}{draw(_COMMAS)})"


_ITEMS: st.SearchStrategy[str] = st.deferred(lambda: st.one_of(_LEAVES, _LEAVES, _groups()))

QUERIES = _levels(_ITEMS)
"""Queries that strict mode takes, laid out at random."""
