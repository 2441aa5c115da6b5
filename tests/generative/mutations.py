"""Faults to put into the emitter, one at a time, all of which the comparison must notice.

A fault in how the emitter reads a definition is made by handing it another definition than the
evaluator gets; a fault in what it writes by changing the SQL; a fault of a dialect in the dialect.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import sqlglot
from sqlglot import exp

from transpiler.definition import (
    FOLD_FROM,
    FOLD_TO,
    AgeRange,
    And,
    AndNot,
    AnyOne,
    AnyRun,
    Definition,
    Filters,
    IsBlank,
    IsNull,
    Literal,
    Node,
    OneOf,
    Or,
    Pattern,
    Piece,
    Precedence,
    Term,
)
from transpiler.dialects.base import function
from transpiler.dialects.duckdb.text import DuckDB
from transpiler.parsing import parse_query


@dataclass(frozen=True)
class Mutation:
    """One fault.

    Attributes:
        read: what the emitter takes a definition for.
        write: what becomes of the SQL.
        dialect: methods of the dialect that are replaced.
        engine: who is asked, and so whose dialect is at fault.
    """

    read: Callable[[Definition], Definition] = lambda definition: definition
    write: Callable[[str], str] = lambda sql: sql
    dialect: Mapping[str, Callable[..., Any]] | None = None
    engine: str = "duckdb"


def _roots(change: Callable[[Node], Node]) -> Callable[[Definition], Definition]:
    """Return a misreading of every node of every query, the innermost first."""

    def everywhere(node: Node) -> Node:
        match node:
            case And(children, span):
                return change(And(tuple(map(everywhere, children)), span))
            case Or(children, span):
                return change(Or(tuple(map(everywhere, children)), span))
            case AndNot(include, exclude, span):
                return change(AndNot(everywhere(include), tuple(map(everywhere, exclude)), span))
        return change(node)

    def read(definition: Definition) -> Definition:
        parts = (
            replace(part, query=replace(part.query, root=everywhere(part.query.root)))
            for part in definition.parts
        )
        return replace(definition, parts=tuple(parts))

    return read


def _patterns(change: Callable[[Pattern], Pattern]) -> Callable[[Definition], Definition]:
    """Return a misreading of every pattern."""
    return _roots(
        lambda node: replace(node, pattern=change(node.pattern)) if isinstance(node, Term) else node
    )


def _pieces(change: Callable[[Piece], Piece]) -> Callable[[Definition], Definition]:
    """Return a misreading of every piece of every pattern."""
    return _patterns(lambda pattern: replace(pattern, pieces=tuple(map(change, pattern.pieces))))


def _other_precedence(definition: Definition) -> Definition:
    other = Precedence.SEQUENTIAL if definition.precedence is Precedence.TIGHT else Precedence.TIGHT
    parts = (
        replace(part, query=parse_query(part.query.text, precedence=other))
        for part in definition.parts
    )
    return replace(definition, parts=tuple(parts))


def _swapped(node: Node) -> Node:
    match node:
        case And(children, span):
            return Or(children, span)
        case Or(children, span):
            return And(children, span)
    return node


def _last_alternative_lost(node: Node) -> Node:
    match node:
        case Or(children, span) if len(children) > 2:
            return Or(children[:-1], span)
        case Or((first, _)):
            return first
    return node


def _contained(pattern: Pattern) -> Pattern:
    """Return a pattern that may stand anywhere."""
    if pattern.is_word:
        return pattern
    run = (AnyRun(),)
    front = () if pattern.opens_with_run else run
    back = () if pattern.closes_with_run else run
    return Pattern((*front, *pattern.pieces, *back))


def _word_anywhere(pattern: Pattern) -> Pattern:
    return Pattern((AnyRun(), *pattern.pieces, AnyRun())) if pattern.is_word else pattern


def _word_at_edge(pattern: Pattern) -> Pattern:
    """Return a word that needs the blank, even at the edge of the field."""
    if not pattern.is_word:
        return pattern
    return Pattern((AnyRun(), Literal(" "), *pattern.pieces, Literal(" "), AnyRun()))


def _last_member_lost(piece: Piece) -> Piece:
    if isinstance(piece, OneOf) and len(piece.members) > 1:
        return OneOf(piece.members - {max(piece.members)})
    return piece


def _bounds_excluded(definition: Definition) -> Definition:
    age = definition.filters.age
    if age is None:
        return definition
    inside = AgeRange(
        None if age.min is None else age.min + 1, None if age.max is None else age.max - 1
    )
    return replace(definition, filters=replace(definition.filters, age=inside))


def _unknown_left(sql: str) -> str:
    """Return the SQL without the CASE that makes unknown false."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    match tree:
        case exp.Case(args={"ifs": [exp.If(this=condition, args={"true": exp.Boolean()})]}):
            return str(condition.sql(dialect="duckdb"))
    return sql


def _half_fold(self: DuckDB, column: exp.Expression) -> exp.Expression:
    """Return a fold that knows A to Z only."""
    ascii_from, ascii_to = self.literal(FOLD_FROM[:26]), self.literal(FOLD_TO[:26])
    return function("TRANSLATE", column, ascii_from, ascii_to)


MUTATIONS: Final[dict[str, Mutation]] = {
    "case is not folded": Mutation(dialect={"fold": lambda self, column: column}),
    "case is folded by the engine's own LOWER": Mutation(
        dialect={"fold": lambda self, column: function("LOWER", column)}
    ),
    "the fold knows A to Z only": Mutation(dialect={"fold": _half_fold}),
    "a quote is not escaped": Mutation(write=lambda sql: sql.replace("''", "'")),
    "the dot stops at line breaks": Mutation(write=lambda sql: sql.replace("(?s)", "")),
    "a full stop in an expression is a wildcard": Mutation(
        write=lambda sql: sql.replace("[.]", ".")
    ),
    "a bar in an expression is not escaped": Mutation(write=lambda sql: sql.replace("[|]", "|")),
    "a backslash in a class is lost": Mutation(write=lambda sql: sql.replace("\\\\", "")),
    "a backslash in a literal is not escaped": Mutation(
        write=lambda sql: sql.replace("\\\\", "\\"), engine="googlesql"
    ),
    "a backslash is written as it is": Mutation(
        write=lambda sql: sql.replace("' || CHR(92) || CHR(92) || '", "\\"), engine="postgres"
    ),
    "the last piece of a word is not looked up": Mutation(
        write=lambda sql: sql.replace('LENGTH("a word") - 2', 'LENGTH("a word") - 3'),
        engine="postgres",
    ),
    "unknown is not made false": Mutation(write=_unknown_left),
    "a missing field is taken for an empty one": Mutation(
        write=lambda sql: sql.replace("IS NULL", "= ''")
    ),
    "OR binds as AND does": Mutation(read=_other_precedence),
    "AND and OR are swapped": Mutation(read=_roots(_swapped)),
    "negations are skipped": Mutation(
        read=_roots(lambda node: node.include if isinstance(node, AndNot) else node)
    ),
    "only the first negation counts": Mutation(
        read=_roots(
            lambda node: (
                AndNot(node.include, node.exclude[:1], node.span)
                if isinstance(node, AndNot)
                else node
            )
        )
    ),
    "the last alternative is lost": Mutation(read=_roots(_last_alternative_lost)),
    "ISNULL is read as ISBLANK": Mutation(
        read=_roots(lambda node: IsBlank(node.span) if isinstance(node, IsNull) else node)
    ),
    "ISBLANK is read as ISNULL": Mutation(
        read=_roots(lambda node: IsNull(node.span) if isinstance(node, IsBlank) else node)
    ),
    "the ends of a field do not bind": Mutation(read=_patterns(_contained)),
    "a whole word needs no boundary": Mutation(read=_patterns(_word_anywhere)),
    "a whole word needs a blank at the field's edge": Mutation(read=_patterns(_word_at_edge)),
    "one character is any run": Mutation(
        read=_pieces(lambda piece: AnyRun() if isinstance(piece, AnyOne) else piece)
    ),
    "an inner run is one character": Mutation(
        read=_patterns(
            lambda pattern: replace(
                pattern,
                pieces=tuple(
                    AnyOne()
                    if isinstance(piece, AnyRun) and 0 < at < len(pattern.pieces) - 1
                    else piece
                    for at, piece in enumerate(pattern.pieces)
                ),
            )
        )
    ),
    "a class loses its last member": Mutation(read=_pieces(_last_member_lost)),
    "only the first field is asked": Mutation(
        read=lambda definition: replace(
            definition,
            parts=tuple(replace(part, fields=part.fields[:1]) for part in definition.parts),
        )
    ),
    "only the first part is asked": Mutation(
        read=lambda definition: replace(definition, parts=definition.parts[:1])
    ),
    "filters are dropped": Mutation(read=lambda definition: replace(definition, filters=Filters())),
    "the ends of an age range are left out": Mutation(read=_bounds_excluded),
}
"""Name → fault."""
