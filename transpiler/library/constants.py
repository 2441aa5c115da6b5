"""A library's routes and literals as constants in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Final

from transpiler.definition import (
    AnyRun,
    Definition,
    Literal,
    Node,
    Or,
    Part,
    Pattern,
    Precedence,
    Query,
    Span,
    Term,
)
from transpiler.dialects import Dialect
from transpiler.emitting import to_sql
from transpiler.library.plan import Library
from transpiler.library.tokens import Fragment, fragments

_LITERALS_IN_A_ROW: Final = 200
"""How many literals stand in one constant: with a row each, engines take seconds to read."""

_FEW_FRAGMENTS: Final = 300
"""Up to how many fragments are asked of every token at once, instead of being looked up. It took
DuckDB 17 to 23 % less for 50 to 200 terms, 7 to 13 % for 300 to 500, and as much for 1,000
(``python -m benchmarks.figures``)."""

_NOWHERE: Final = Span(0, 0)


def route_rows(library: Library, dialect: Dialect) -> list[tuple[str, ...]]:
    """Return the rows of ``routes``."""
    return [
        (
            str(found.route_no),
            str(found.definition_no),
            _literal(library.definitions[found.definition_no].name, dialect),
            str(library.definitions[found.definition_no].version),
            _literal(found.route.field, dialect),
            str(library.has_negations(found.definition_no)).lower(),
            str(found.route.condition is not None).lower(),
            str(found.veto_no is not None).lower(),
            str(-1 if found.veto_no is None else found.veto_no),
        )
        for found in library.routes
    ]


def literal_rows(library: Library, dialect: Dialect) -> list[tuple[str, ...]]:
    """Return the rows of ``literals``, each with many literals as a JSON array.

    Raises:
        UnsupportedByDialect: the engine cannot hold one of them.
    """
    return [
        (str(route_no), str(lookup_no), str(option_no), _json(texts, dialect))
        for route_no, lookup_no, option_no, literals in _options(library)
        for texts in (
            literals[start : start + _LITERALS_IN_A_ROW]
            for start in range(0, len(literals), _LITERALS_IN_A_ROW)
        )
    ]


def is_worth_a_look(library: Library, dialect: Dialect) -> str | None:
    """Return whether a ``token`` holds one of the fragments; None where they are many, or none."""
    found: set[Fragment] = set()
    for *_, literals in _options(library):
        for literal in literals:
            found.update(fragments(literal))
        if len(found) > _FEW_FRAGMENTS:
            return None
    if not found:
        return None
    terms: list[Node] = [_term(fragment) for fragment in sorted(found, key=_order)]
    root = terms[0] if len(terms) == 1 else Or(tuple(terms), _NOWHERE)
    query = Query("", root, Precedence.TIGHT)
    return to_sql(Definition(parts=(Part((), query),)), dialect, "token", folded=True)


def _options(library: Library) -> Iterator[tuple[int, int, int, Sequence[str]]]:
    for found in library.routes:
        for lookup_no, lookup in enumerate(found.route.lookups):
            for option_no, literals in enumerate(lookup.options):
                yield found.route_no, lookup_no, option_no, literals


def _term(fragment: Fragment) -> Term:
    before = () if fragment.starts else (AnyRun(),)
    after = () if fragment.ends else (AnyRun(),)
    return Term("", Pattern((*before, Literal(fragment.text), *after)), _NOWHERE)


def _order(fragment: Fragment) -> tuple[str, bool, bool]:
    return fragment.text, fragment.starts, fragment.ends


def _json(texts: Sequence[str], dialect: Dialect) -> str:
    dialect.literal("".join(texts))  # JSON would hide what the engine cannot hold
    return _literal(json.dumps(texts, ensure_ascii=False), dialect)


def _literal(text: str, dialect: Dialect) -> str:
    return dialect.literal(text).sql(dialect=dialect.sqlglot)
