"""The ways that definitions are run today, as SQL and as regular expressions of Python and R."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import reduce
from typing import Any

from transpiler.definition import (
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    Literal,
    Node,
    Or,
    Pattern,
    Piece,
    Term,
)

Mask = Any
"""Which texts match: a boolean array of any library."""


def ilike(definition: Definition, column: str, engine: str) -> str:
    """Return one ILIKE per term, and a regular expression where a term has a class."""
    return _sql(definition.parts[0].query.root, column, engine)


def _sql(node: Node, column: str, engine: str) -> str:
    match node:
        case And(children):
            return f"({' AND '.join(_sql(child, column, engine) for child in children)})"
        case Or(children):
            return f"({' OR '.join(_sql(child, column, engine) for child in children)})"
        case AndNot(include, exclude):
            parts = [_sql(include, column, engine)]
            parts += [f"NOT {_sql(child, column, engine)}" for child in exclude]
            return f"({' AND '.join(parts)})"
        case Term(pattern=pattern):
            return _term(pattern, column, engine)
    raise ValueError("generated definitions have no ISNULL and no ISBLANK")


def _term(pattern: Pattern, column: str, engine: str) -> str:
    if not pattern.is_word and all(isinstance(p, Literal | AnyRun) for p in pattern.pieces):
        like = "".join(p.text if isinstance(p, Literal) else "%" for p in pattern.pieces)
        return f"{column} ILIKE '{_quoted(like)}'"
    if engine == "postgres":
        return f"{column} ~* '{_quoted(regex(pattern))}'"
    return f"regexp_matches({column}, '(?is){_quoted(regex(pattern))}')"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def regex(pattern: Pattern) -> str:
    """Return the regular expression that is found where ``pattern`` matches."""
    if pattern.is_word:
        return f"(?:^| ){''.join(map(_piece, pattern.pieces))}(?: |$)"
    pieces = list(pattern.pieces)
    start = "" if pattern.opens_with_run else "^"
    end = "" if pattern.closes_with_run else "$"
    inner = pieces[pattern.opens_with_run : len(pieces) - pattern.closes_with_run]
    return start + "".join(map(_piece, inner)) + end


def _piece(piece: Piece) -> str:
    match piece:
        case Literal(text):
            return re.sub(r"([.\\+*?\[^\]$(){}|])", r"\\\1", text)
        case AnyOne():
            return "."
        case AnyRun():
            return ".*"
        case _:
            members = "".join(
                f"\\{found}" if found in "\\]^-[" else found for found in sorted(piece.members)
            )
            return f"[{members}]"


def by_lists(definition: Definition, search: Callable[[str], Mask]) -> Mask:
    """Return which texts match, every list of terms searched with one regular expression.

    Args:
        definition: the definition to ask, one part of it.
        search: regular expression → which texts it is found in; ``&``, ``|`` and ``~`` combine
            them.
    """
    return _mask(definition.parts[0].query.root, search)


def _mask(node: Node, search: Callable[[str], Mask]) -> Mask:
    match node:
        case And(children):
            return reduce(operator.and_, (_mask(child, search) for child in children))
        case AndNot(include, exclude):
            excluded = reduce(operator.or_, (_mask(child, search) for child in exclude))
            return _mask(include, search) & ~excluded
        case Or(children):
            terms = [child for child in children if isinstance(child, Term)]
            masks = [_mask(child, search) for child in children if not isinstance(child, Term)]
            if terms:
                masks.append(search("|".join(regex(term.pattern) for term in terms)))
            return reduce(operator.or_, masks)
        case Term(pattern=pattern):
            return search(regex(pattern))
    raise ValueError("generated definitions have no ISNULL and no ISBLANK")
