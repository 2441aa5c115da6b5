"""The grammar, loaded: two LALR parsers from ``grammar/essence.lark``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

from lark import Lark, Token, Transformer

from transpiler.definition import ElementKind, Span
from transpiler.resources import data_path

KINDS: Final = {
    "TERM": ElementKind.TERM,
    "ISNULL": ElementKind.IS_NULL,
    "ISBLANK": ElementKind.IS_BLANK,
    "OR": ElementKind.OR,
    "AND": ElementKind.AND,
    "ANDNOT": ElementKind.AND_NOT,
    "OPEN": ElementKind.OPEN,
    "CLOSE": ElementKind.CLOSE,
    "COMMA": ElementKind.COMMA,
    "LAYOUT": ElementKind.LAYOUT,
}
"""What kind of element each terminal of the start rule ``query`` is."""

OPERATORS: Final = frozenset({"OR", "AND", "ANDNOT"})
"""The terminals that join two items."""

NAMES: Final = {
    "TERM": "a term such as ^fever^",
    "ISNULL": "ISNULL",
    "ISBLANK": "ISBLANK",
    "OR": "or",
    "AND": "and",
    "ANDNOT": "andnot",
    "OPEN": "an opening parenthesis",
    "CLOSE": "a closing parenthesis",
    "COMMA": "a comma",
    "LAYOUT": "a line break",
    "$END": "the end of the query",
    "RUN": "^ (any run of characters)",
    "ANY_CHARACTER": "_ (any one character)",
    "LITERAL_COMMA": "[COMMA]",
    "BANG": "!",
    "LITERAL": "text",
    "CLASS_OPEN": "[",
    "CLASS_CLOSE": "]",
    "RANGE": "a range such as 0-9",
    "MEMBER": "a character",
}
"""Every terminal as the reader of a message would say it."""


def in_words(terminals: Iterable[str]) -> tuple[str, ...]:
    """Return the names of ``terminals``, in the order of `NAMES`."""
    wanted = set(terminals)
    return tuple(name for terminal, name in NAMES.items() if terminal in wanted)


@cache
def _source() -> str:
    return (data_path("grammar") / "essence.lark").read_text(encoding="utf-8")


def query_grammar(actions: Transformer[Token, Any] | None = None) -> Lark:
    """Return the parser of the start rule ``query``, with ``actions`` run at each reduction."""
    # The basic lexer knows every element in every state, so each text has elements, and what is in
    # the wrong place is always a named element in the wrong place.
    return Lark(_source(), start="query", parser="lalr", lexer="basic", transformer=actions)


def term_grammar(actions: Transformer[Token, Any]) -> Lark:
    """Return the parser of the start rule ``term``, with ``actions`` run at each reduction."""
    # The contextual lexer reads the inside of a class differently from the text around it.
    return Lark(_source(), start="term", parser="lalr", lexer="contextual", transformer=actions)


@cache
def _lexer() -> Lark:
    return query_grammar()


def read_elements(text: str) -> Iterator[Token]:
    """Yield the elements of a query, layout included. Joined, they are the query."""
    return _lexer().lex(text, dont_ignore=True)


def span_of(token: Token) -> Span:
    """Return where an element stands."""
    assert token.start_pos is not None
    assert token.end_pos is not None
    return Span(token.start_pos, token.end_pos)
