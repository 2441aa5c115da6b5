"""A query without its negations: what it would take if nothing spoke against a match."""

from __future__ import annotations

from dataclasses import replace

from transpiler.definition import And, AndNot, Definition, Node, Or, Part, including


def without_negations(node: Node) -> Node:
    """Return the tree without what stands behind ANDNOT: it takes all visits that it did, or more.

    Trees stay flat: an inclusion that is a group of its parent's kind becomes part of it.
    """
    match node:
        case AndNot(include, _):
            return without_negations(include)
        case And(children) | Or(children):
            found: list[Node] = []
            for child in map(without_negations, children):
                if isinstance(child, And | Or) and type(child) is type(node):
                    found.extend(child.children)
                else:
                    found.append(child)
            return replace(node, children=tuple(found))
    return node


def included(definition: Definition) -> Definition:
    """Return a definition without its negations, part by part in the same places.

    It takes all visits that it did, or more.
    """
    parts = tuple(part if part.is_negation else included_part(part) for part in definition.parts)
    combined = None if definition.combined is None else including(definition.combined)
    return replace(definition, parts=parts, combined=combined)


def included_part(part: Part) -> Part:
    """Return a part without the negations of its query."""
    return replace(part, query=replace(part.query, root=without_negations(part.query.root)))
