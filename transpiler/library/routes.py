"""A definition as routes: it takes a visit exactly where one of them holds.

A route says: a text holds one of these literals, and a condition holds. Literals can be looked up
for all definitions at once; the condition is asked only of the visits found. What cannot be looked
up is a route without literals, whose condition is asked of every visit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transpiler.definition import (
    AllOf,
    And,
    AndNot,
    AnyOf,
    AnyRun,
    Combination,
    Definition,
    Filters,
    Holds,
    IsNull,
    Node,
    Or,
    Part,
    Pattern,
    Query,
    Span,
    Term,
    alternatives,
)
from transpiler.library.literals import LiteralChoice, cost_of, necessary_literals
from transpiler.planning import included, included_part, split_by_presence, without_negations

_NOWHERE = Span(0, 0)
_NO_FILTERS = Filters()
_ANYTHING = Term("^", Pattern((AnyRun(),)), _NOWHERE)


@dataclass(frozen=True, slots=True)
class Lookup:
    """Literals by which texts are found, in one or more ways.

    Attributes:
        options: a text that is to be found has a literal of every option, so any one of them will
            do; the one that is rarest in the texts at hand is the cheapest.
    """

    options: tuple[LiteralChoice, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """One way for a visit to match a definition.

    Attributes:
        field: the field whose text is asked; empty for a bare query.
        lookups: a text for which the route holds is found by one of these; empty where there is
            nothing to look up and every visit must be asked.
        condition: what must hold of a visit that was found, as a definition; None where it is
            enough that its text holds one of the literals.
        veto: what must hold besides, as a definition; None where nothing must. It is the same
            object for all routes of a definition by one field.
        inclusion: what the definition without its negations asks of a visit that was found; None
            where that is enough.
    """

    field: str
    lookups: tuple[Lookup, ...]
    condition: Definition | None
    veto: Definition | None
    inclusion: Definition | None


@dataclass(frozen=True, slots=True)
class _Way:
    """A route of one query: its lookups, and what is asked of a text that was found."""

    lookups: tuple[Lookup, ...]
    condition: Node | None


def routes(definition: Definition) -> tuple[Route, ...]:
    """Return the routes of a definition, at least one; together they are hardly longer than it.

    A definition that contradicts itself, and so leads nowhere, is its own only condition.
    """
    if definition.combined is not None:
        return tuple(_routes_of_combined(definition, definition.combined))
    indexed = min(definition.parts, key=lambda part: _cost(_find(part.query.root)))
    others = tuple(part for part in definition.parts if part is not indexed)
    fields = indexed.fields or ("",)
    found = tuple(
        route
        for field in fields
        for route in _routes_of_field(definition, indexed.query.root, field, others)
    )
    return found or (Route(fields[0], (), definition, None, definition),)


def _routes_of_combined(definition: Definition, combined: Combination) -> Iterator[Route]:
    """Yield routes for a definition whose parts do not simply all hold.

    They find what the cheapest parts of it find, and ask all of it of these visits.
    """
    inclusion = included(definition)
    found = [definition.parts[number] for number in _cheapest(combined, definition) or ()]
    for part in found:
        lookups = _lookups([part.query.root])
        for field in part.fields or ("",):
            yield Route(field, lookups, None, definition, inclusion)
    if not found:
        yield Route(next(definition.fields(), ""), (), definition, None, inclusion)


def _cheapest(combined: Combination, definition: Definition) -> tuple[int, ...] | None:
    """Return parts that can be looked up, one of which holds wherever ``combined`` does."""
    match combined:
        case Holds(part):
            return None if _find(definition.parts[part].query.root) is None else (part,)
        case AllOf(below):
            known = [found for each in below if (found := _cheapest(each, definition)) is not None]
            return min(known, key=lambda parts: _cost_of(parts, definition), default=None)
        case AnyOf(below):
            each = [_cheapest(found, definition) for found in below]
            kept = [found for found in each if found is not None]
            return None if len(kept) < len(each) else tuple(one for found in kept for one in found)
    return None


def _cost_of(parts: Sequence[int], definition: Definition) -> float:
    return sum(_cost(_find(definition.parts[part].query.root)) for part in parts)


def _routes_of_field(
    definition: Definition, root: Node, field: str, others: tuple[Part, ...]
) -> Iterator[Route]:
    """Yield the routes by one field of a part; ``others`` are the other parts."""

    def asking(node: Node, *further: Part, filters: Filters = _NO_FILTERS) -> Definition:
        part = Part((field,) if field else (), Query("", node, definition.precedence))
        return replace(definition, parts=(part, *further), filters=filters)

    wider = tuple(map(included_part, others))
    presence = split_by_presence(root)
    include, exclude = _sides(presence.present)
    veto = None
    if exclude or others or definition.filters:
        rest = AndNot(_ANYTHING, exclude, _NOWHERE) if exclude else _ANYTHING
        veto = asking(rest, *others, filters=definition.filters)
    for way in _ways(include) if include is not None else ():
        condition = None if way.condition is None else asking(way.condition)
        own = without_negations(way.condition or _ANYTHING)
        inclusion = None
        if own != _ANYTHING or not way.lookups or others or definition.filters:
            inclusion = asking(own, *wider, filters=definition.filters)
        yield Route(field, way.lookups, condition, veto, inclusion)
    if split_by_presence(without_negations(root)).takes_missing:
        missing: Node = IsNull(_NOWHERE)
        inclusion = asking(missing, *wider, filters=definition.filters)
        if not presence.takes_missing:
            of_root = root.children if isinstance(root, And) else (root,)
            missing = And((missing, *of_root), _NOWHERE)  # its negations remove all of these
        condition = asking(missing, *others, filters=definition.filters)
        yield Route(field, (), condition, None, inclusion)


def _sides(node: Node | None) -> tuple[Node | None, tuple[Node, ...]]:
    """Return what ``node`` includes and what it excludes."""
    return (node.include, node.exclude) if isinstance(node, AndNot) else (node, ())


def _ways(node: Node) -> Iterator[_Way]:
    """Yield the ways in which ``node`` holds for a text.

    All terms that need no more than a literal are one way, and all others that need a look at the
    text; every AND and ANDNOT is a way of its own, so that what it asks is asked only where one of
    its own literals was found.
    """
    terms: list[Node] = []
    for child in alternatives(node):
        found = _find(child)
        if found is None:
            yield _Way((), child)
        elif isinstance(child, Term):
            terms.append(child)
        elif isinstance(child, AndNot):
            yield from _ways_of_list(alternatives(child.include), child.exclude)
        else:
            yield _Way(_lookups([child]), child)
    yield from _ways_of_list(terms, ())


def _ways_of_list(nodes: Sequence[Node], exclude: tuple[Node, ...]) -> Iterator[_Way]:
    """Yield the ways in which one of ``nodes`` holds and none of ``exclude`` does, at most two."""
    sufficient = [node for node in nodes if _suffices(node)]
    others = [node for node in nodes if not _suffices(node)]
    if sufficient:
        yield _Way(_lookups(sufficient), _except(_ANYTHING, exclude) if exclude else None)
    if others:
        yield _Way(_lookups(others), _except(_any_of(others), exclude))


def _except(node: Node, exclude: tuple[Node, ...]) -> Node:
    if not exclude:
        return node
    if isinstance(node, AndNot):
        return AndNot(node.include, (*node.exclude, *exclude), _NOWHERE)
    return AndNot(node, exclude, _NOWHERE)


def _lookups(nodes: Sequence[Node]) -> tuple[Lookup, ...]:
    """Return the lookups of ``nodes``, all of which have some; those with one option as one."""
    found = [lookup for node in nodes for lookup in _find(node) or ()]
    literals = [text for lookup in found if len(lookup.options) == 1 for text in lookup.options[0]]
    several = tuple(lookup for lookup in found if len(lookup.options) > 1)
    return (Lookup((_each_once(literals),)), *several) if literals else several


def _find(node: Node) -> tuple[Lookup, ...] | None:
    """Return lookups that find every text for which ``node`` holds; None where there are none."""
    match node:
        case Term(pattern=pattern):
            needed = necessary_literals(pattern)
            return None if needed is None else (Lookup(needed.options),)
        case AndNot(include=include):
            return _find(include)
        case Or(children):
            each = [_find(child) for child in children]
            kept = [lookups for lookups in each if lookups is not None]
            return None if len(kept) < len(each) else tuple(one for found in kept for one in found)
        case And(children):
            options = [_literals(found) for child in children if (found := _find(child))]
            return (Lookup(tuple(options)),) if options else None
    return None


def _literals(lookups: Sequence[Lookup]) -> LiteralChoice:
    """Return the literals of ``lookups``, by the option of each that looks rarest."""
    return _each_once([found for lookup in lookups for found in min(lookup.options, key=cost_of)])


def _cost(lookups: Sequence[Lookup] | None) -> float:
    """Return about how much is found by ``lookups``."""
    return float("inf") if lookups is None else cost_of(_literals(lookups))


def _suffices(node: Node) -> bool:
    """Return whether ``node`` is a term that needs no more than one of its literals."""
    needed = necessary_literals(node.pattern) if isinstance(node, Term) else None
    return needed is not None and needed.suffices


def _any_of(nodes: Sequence[Node]) -> Node:
    flat = [
        below for node in nodes for below in (node.children if isinstance(node, Or) else (node,))
    ]
    return flat[0] if len(flat) == 1 else Or(tuple(flat), _NOWHERE)


def _each_once(literals: Sequence[str]) -> LiteralChoice:
    return tuple(dict.fromkeys(literals))
