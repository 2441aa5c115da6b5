"""A definition as the plain values that the page's script evaluates."""

from __future__ import annotations

from typing import Any

from transpiler.definition import (
    AllOf,
    And,
    AndNot,
    AnyOf,
    AnyOne,
    Combination,
    Definition,
    FixedPiece,
    Holds,
    IsBlank,
    IsNull,
    Literal,
    Node,
    NoneOf,
    OneOf,
    Or,
    Passes,
    Pattern,
    Term,
    children,
)


def parts(definition: Definition) -> list[dict[str, Any]]:
    """Return the parts as JSON-ready values: their fields and their trees."""
    return [
        {
            "fields": list(part.fields) or [""],
            "root": _node(part.query.root),
            "isNegation": part.is_negation,
        }
        for part in definition.parts
    ]


def combination(definition: Definition) -> dict[str, Any]:
    """Return how the parts combine, as JSON-ready values; filters are not asked."""
    return _combined(definition.combination)


def _combined(combined: Combination) -> dict[str, Any]:
    match combined:
        case Holds(part):
            return {"kind": "part", "part": part}
        case Passes():
            return {"kind": "all", "below": []}
        case AllOf(below) | AnyOf(below) | NoneOf(below):
            kind = {AllOf: "all", AnyOf: "any", NoneOf: "none"}[type(combined)]
            return {"kind": kind, "below": [_combined(found) for found in below]}


def _node(node: Node) -> dict[str, Any]:
    match node:
        case Term(text, pattern):
            return {"kind": "term", "text": text, "pattern": _pattern(pattern)}
        case IsNull():
            return {"kind": "missing"}
        case IsBlank():
            return {"kind": "blank"}
        case Or() | And() | AndNot():
            kind = {Or: "any", And: "all", AndNot: "unless"}[type(node)]
            return {"kind": kind, "clauses": [_node(child) for child in children(node)]}


def _pattern(pattern: Pattern) -> dict[str, Any]:
    return {
        "isWord": pattern.is_word,
        "opens": pattern.opens_with_run,
        "closes": pattern.closes_with_run,
        "segments": [[_piece(piece) for piece in segment] for segment in pattern.segments],
    }


def _piece(piece: FixedPiece) -> str | list[str] | None:
    """Return a literal as a text, a class as its characters in a list, any character as null."""
    match piece:
        case Literal(text):
            return text
        case OneOf(members):
            return sorted(members)
        case AnyOne():
            return None
