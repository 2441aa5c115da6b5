"""Hypothesis strategies: any definition the model can hold, and texts meant to trip an engine."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from transpiler.definition import (
    FILTER_COLUMNS,
    AgeRange,
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    FilterColumn,
    FilterKind,
    Filters,
    IsBlank,
    IsNull,
    Literal,
    Node,
    OneOf,
    Or,
    Part,
    Pattern,
    Piece,
    Precedence,
    Query,
    Reference,
    Span,
    Term,
    Visit,
    fold,
    link,
)
from transpiler.probing.near_misses import hit, near_misses

NOWHERE = Span(0, 0)

WORDS = "abcsKIi"
SQL_SIGNS = "%_\\'\"`{};-/*$@#:?"
REGEX_SIGNS = "^.$*+?()[]{}|\\&~!<>=,-"
BLANKS = " \n\r\t\u00a0\u2028\u0085\x0b"
ODD_LETTERS = "ſ\u212aßẞİıΣςσéÉ×÷þÞÿŸﬁ"
OTHERS = "\u0301\U0001f600\u200d\ufeff07"
ALPHABET = "".join(dict.fromkeys(WORDS + SQL_SIGNS + REGEX_SIGNS + BLANKS + ODD_LETTERS + OTHERS))
"""Letters that fold, letters that fold oddly, and the signs of SQL, expressions and templates.
The plain letters come first, so that a counterexample shrinks to them."""

CHARACTERS = st.one_of(st.sampled_from(WORDS), st.sampled_from(ALPHABET))

LONG_LIST = 10

FIELDS = ("ccdd_parsed", "chief_complaint_history")

literals = st.text(CHARACTERS, min_size=1, max_size=4).map(lambda text: Literal(fold(text)))
classes = st.frozensets(CHARACTERS.map(fold), min_size=1, max_size=5).map(OneOf) | st.just(
    OneOf(frozenset("abcdefghijklmnopqrstuvwxyz"))
)
fixed_pieces = st.one_of(literals, literals, st.just(AnyOne()), classes)


def _pattern(pieces: list[Piece]) -> Pattern:
    """Return a pattern of ``pieces``, joined where two literals or runs stand side by side."""
    joined: list[Piece] = []
    for piece in pieces:
        match joined[-1:], piece:
            case [Literal(before)], Literal(text):
                joined[-1] = Literal(before + text)
            case [AnyRun()], AnyRun():
                pass
            case _:
                joined.append(piece)
    return Pattern(tuple(joined))


_fixed = st.lists(fixed_pieces, min_size=1, max_size=3)
_mixed = st.lists(st.one_of(fixed_pieces, st.just(AnyRun())), max_size=6)
_RUN: list[Piece] = [AnyRun()]

patterns = st.one_of(
    literals.map(lambda literal: _pattern([*_RUN, literal, *_RUN])),
    literals.map(lambda literal: _pattern([literal])),
    literals.map(lambda literal: _pattern([literal, *_RUN])),
    literals.map(lambda literal: _pattern([*_RUN, literal])),
    _fixed.map(lambda pieces: _pattern([*_RUN, *pieces, *_RUN])),
    _mixed.map(_pattern),
    _mixed.map(lambda pieces: _pattern([*_RUN, *pieces, *_RUN])),
    _fixed.map(lambda pieces: Pattern(_pattern(pieces).pieces, is_word=True)),
)

terms = patterns.map(lambda pattern: Term(spell_pattern(pattern), pattern, NOWHERE))

_emptiness: st.SearchStrategy[Node] = st.sampled_from([IsNull(NOWHERE), IsBlank(NOWHERE)])

leaves: st.SearchStrategy[Node] = st.one_of(terms, terms, _emptiness)


def _or(children: list[Node]) -> Node:
    flat = [grandchild for child in children for grandchild in _opened(child, Or)]
    return Or(tuple(flat), NOWHERE)


def _and(children: list[Node]) -> Node:
    flat = [grandchild for child in children for grandchild in _opened(child, And)]
    return And(tuple(flat), NOWHERE)


def _and_not(include: Node, exclude: list[Node]) -> Node:
    if isinstance(include, AndNot):
        return AndNot(include.include, (*include.exclude, *exclude), NOWHERE)
    return AndNot(include, tuple(exclude), NOWHERE)


def _opened(node: Node, kind: type[And] | type[Or]) -> tuple[Node, ...]:
    """Return the children of a node of ``kind``, which the model keeps flat, or the node."""
    return node.children if isinstance(node, kind) else (node,)


def _levels(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=4)
    return st.one_of(
        several.map(_or),
        several.map(_and),
        st.builds(_and_not, inner, st.lists(inner, min_size=1, max_size=3)),
    )


def _trees(below: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.recursive(below, _levels, max_leaves=8)


_repeating = st.lists(leaves, min_size=2, max_size=3).flatmap(
    lambda pool: _trees(st.sampled_from(pool))
)
"""Trees in which the same terms stand in several places."""

_long_lists = st.lists(terms, min_size=LONG_LIST, max_size=LONG_LIST + 8).map(_or)
"""More alternatives than the dialects put into one expression."""

nodes = st.one_of(
    _trees(leaves),
    _levels(_emptiness | terms),
    _repeating,
    st.one_of(
        _long_lists, st.builds(_and_not, terms, st.lists(_long_lists, min_size=1, max_size=1))
    ),
)

queries = nodes.map(lambda node: Query(spell(node), node, Precedence.TIGHT))

bare_definitions = queries.map(lambda query: Definition(parts=(Part((), query),)))

_ages = st.integers(0, 110)
_words = st.sampled_from(["E", "Urgent Care", "é", "it's", "{{ x }}", ""])
_WANTED = {
    FilterKind.RANGE: st.builds(AgeRange, min=st.none() | _ages, max=st.none() | _ages),
    FilterKind.FLAG: st.booleans(),
}
_VALUES = {FilterKind.RANGE: _ages, FilterKind.FLAG: st.booleans()}


def _wanted(column: FilterColumn) -> st.SearchStrategy:
    choices = st.sampled_from(column.values) if column.values else _words
    several = st.lists(choices, unique=True, min_size=1, max_size=3).map(tuple)
    return _WANTED.get(column.kind, several)


filters = st.lists(
    st.sampled_from(FILTER_COLUMNS), unique_by=lambda column: column.name, min_size=1, max_size=3
).flatmap(lambda asked: st.builds(Filters, **{one.filter: _wanted(one) for one in asked}))
"""Filters of every kind, a few at a time."""


def _value(column: FilterColumn) -> st.SearchStrategy:
    choices = st.sampled_from(list(map(str, column.values))) if column.values else _words
    return st.none() | _VALUES.get(column.kind, choices | choices.map(str.swapcase))


_parts = st.builds(
    Part,
    fields=st.lists(st.sampled_from(FIELDS), unique=True, min_size=1).map(tuple),
    query=queries,
)

full_definitions = st.builds(
    Definition,
    parts=st.lists(_parts, min_size=1, max_size=2).map(tuple),
    filters=st.one_of(st.just(Filters()), st.just(Filters()), filters),
)


@st.composite
def asking_definitions(draw: st.DrawFn) -> Definition:
    """Draw a definition that asks others, as parts of it and by their names as categories."""
    library = draw(st.lists(full_definitions, min_size=1, max_size=3))
    for number in range(len(library)):
        named = replace(library[number], name=f"asked_{number}")
        if number and draw(st.booleans()):
            named = link(named, draw(_references(library[:number])), _nobody)
        library[number] = named
    own = draw(full_definitions)
    called = {f"C{number}": found for number, found in enumerate(library)}
    if draw(st.booleans()):
        query = draw(_queries_of_names)
        fields = draw(st.sampled_from([("ccdd_category",), ("ccdd_category", FIELDS[0])]))
        own = replace(own, parts=(*own.parts, Part(fields, query)))
    return link(
        own,
        draw(_references(library)),
        lambda term: [called[name]] if (name := term.text.strip("^;")) in called else [],
    )


def _references(library: list[Definition]) -> st.SearchStrategy[list[Reference]]:
    each = st.builds(Reference, definition=st.sampled_from(library), is_negation=st.booleans())
    return st.lists(each, max_size=2)


def _nobody(_term: Term) -> list[Definition]:
    return []


def _of_name(name: str) -> Term:
    pattern = Pattern((AnyRun(), Literal(f";{name.lower()};"), AnyRun()))
    return Term(f"^;{name};^", pattern, NOWHERE)


_queries_of_names = _trees(
    st.one_of(
        st.sampled_from(["C0", "C1", "C2", "unknown"]).map(_of_name),
        st.just(Term("^", Pattern((AnyRun(),)), NOWHERE)),
        st.just(IsNull(NOWHERE)),
    )
).map(lambda node: Query(spell(node), node, Precedence.TIGHT))
"""Queries of the names of categories, one of which no definition has."""

STANDING_TEXTS = (
    None,
    "",
    "FEVER | ;R509;",
    "{1};FEVER;|{2};COUGH;",
    "' OR 1=1; -- \" /* */",
    "{{ ref('x') }}{# a #}",
    "%s %(a)s $1 ${a} ? \\",
    "e\u0301\U0001f600\n",
    "S\u017f K\u212a \u00df\u1e9e I\u0130\u0131 \u03a3\u03c3\u03c2",
)
"""Texts that every definition is asked about."""

hostile_texts = st.one_of(
    st.none(),
    st.text(CHARACTERS, max_size=12),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
    st.sampled_from("aK\u00e9\u0130 ;").map(lambda character: character * 10_000),
)


@st.composite
def texts_for(draw: st.DrawFn, definition: Definition) -> str | None:
    """Draw a text for one definition: near one of its terms, around several, or anything."""
    found = [
        node.pattern
        for part in definition.parts
        for node in _walk(part.query.root)
        if isinstance(node, Term)
    ]
    if not found or draw(st.integers(0, 3)) == 0:
        return draw(hostile_texts)
    random = draw(st.randoms(use_true_random=False))
    chosen = draw(st.lists(st.sampled_from(found), min_size=1, max_size=3))
    pieces = [
        hit(pattern, random)
        if draw(st.booleans())
        else draw(st.sampled_from([*near_misses(pattern, random)]))
        for pattern in chosen
    ]
    return draw(st.sampled_from([" ", "", "\n", " | ;"])).join(pieces)


def visits_for(definition: Definition) -> st.SearchStrategy[Visit]:
    """Visits for one definition; any value may be missing."""
    return st.fixed_dictionaries(
        {
            **{field: texts_for(definition) for field in FIELDS},
            "ccdd_category": st.sampled_from([None, "", ";C1;", ";unknown;C0;"]),
            **{column.name: _value(column) for column in FILTER_COLUMNS},
        }
    )


def _walk(node: Node) -> list[Node]:
    match node:
        case And(children) | Or(children):
            return [node, *(found for child in children for found in _walk(child))]
        case AndNot(include, exclude):
            return [node, *(found for child in (include, *exclude) for found in _walk(child))]
    return [node]


_SPELLED = {"^": "[^]", "_": "[_]", ",": "[COMMA]"}


def spell_pattern(pattern: Pattern) -> str:
    """Return a pattern as a definition's author would write it, as far as it can be written."""
    written = "".join(_spell_piece(piece) for piece in pattern.pieces)
    return f"!{written}!" if pattern.is_word else written


def _spell_piece(piece: Piece) -> str:
    match piece:
        case Literal(text):
            return "".join(_SPELLED.get(character, character) for character in text)
        case AnyOne():
            return "_"
        case OneOf(members):
            return "[" + "".join(sorted(members)) + "]"
        case AnyRun():
            return "^"


def spell(node: Node) -> str:
    """Return a tree as a query, with every level in parentheses."""
    match node:
        case Term(text):
            return text
        case IsNull():
            return "ISNULL"
        case IsBlank():
            return "ISBLANK"
        case Or(children):
            return ",OR,".join(_in_parentheses(child) for child in children)
        case And(children):
            return ",AND,".join(_in_parentheses(child) for child in children)
        case AndNot(include, exclude):
            return ",ANDNOT,".join(_in_parentheses(child) for child in (include, *exclude))


def _in_parentheses(node: Node) -> str:
    return f"(,{spell(node)},)" if isinstance(node, And | Or | AndNot) else spell(node)
