"""Definitions of nothing but a query, as many tests want them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from transpiler.definition import (
    AllOf,
    And,
    AndNot,
    AnyOf,
    Combination,
    Definition,
    Node,
    NoneOf,
    Or,
    Part,
    Precedence,
    Query,
)
from transpiler.parsing import parse_query


def bare(query: str, **attributes: Any) -> Definition:
    """Return the definition that asks ``query`` of the default fields."""
    return Definition(parts=(Part((), parse_query(query)),), **attributes)


def of(root: Node) -> Definition:
    """Return the definition that asks the tree ``root``, without a text, of the default fields."""
    return Definition(parts=(Part((), Query("", root, Precedence.TIGHT)),))


def without_negations(definition: Definition) -> Definition:
    """Return a definition without what stands behind ANDNOT, by other code than the library's."""
    parts = tuple(
        replace(part, query=replace(part.query, root=_included(part.query.root)))
        for part in definition.parts
    )
    combined = None if definition.combined is None else _without_exclusions(definition.combined)
    return replace(definition, parts=parts, combined=combined)


def _without_exclusions(combined: Combination) -> Combination:
    match combined:
        case NoneOf():
            return AllOf(())
        case AllOf(below) | AnyOf(below):
            return replace(combined, below=tuple(map(_without_exclusions, below)))
    return combined


def _included(node: Node) -> Node:
    match node:
        case AndNot(include, _):
            return _included(include)
        case And(children) | Or(children):
            return replace(node, children=tuple(map(_included, children)))
    return node
