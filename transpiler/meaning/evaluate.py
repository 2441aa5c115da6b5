"""The meaning of a definition. Every engine must agree with this module on every visit.

Missing values follow SQL's three-valued logic: True, False and None for unknown. A missing field
matches no pattern and is not known not to match one, so ``x,andnot,y`` over it is unknown too.
Once, at the very end, unknown becomes False (docs/language.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from transpiler.definition import (
    And,
    AndNot,
    Definition,
    FilterColumn,
    FilterKind,
    Filters,
    IsBlank,
    IsNull,
    Node,
    Or,
    Part,
    Term,
    Visit,
    fold,
    follow,
)
from transpiler.meaning.match import find_match

Truth = bool | None
"""True, False, or None for unknown."""


def matches(definition: Definition, value: str | Visit | None) -> bool:
    """Return whether ``definition`` takes the visit ``value``.

    Args:
        definition: the definition to ask.
        value: a text, or None where it is missing, for a bare query or for the first field of a
            definition; or a visit, field name → text.
    """
    visit = as_visit(definition, value)
    return evaluate_filters(definition.filters, visit) is True and follow(
        definition.combination,
        lambda part: evaluate_part(definition.parts[part], visit) is True,
        lambda filters: evaluate_filters(filters, visit) is True,
    )


def as_visit(definition: Definition, value: str | Visit | None) -> Visit:
    """Return ``value`` as a visit: a text alone stands for the definition's first field."""
    if isinstance(value, Mapping):
        return value
    return {next(definition.fields(), ""): value}


def evaluate_part(part: Part, visit: Visit) -> Truth:
    """Ask the whole expression of each field by itself; any one field suffices."""
    fields = part.fields or ("",)
    return disjunction(evaluate(part.query.root, visit.get(field)) for field in fields)


def evaluate(node: Node, text: str | None) -> Truth:
    """Return the truth of ``node`` for one field's ``text`` (None where the field is missing)."""
    return truth_of(node, lambda leaf: evaluate_leaf(leaf, text))


def evaluate_leaf(leaf: Node, text: str | None) -> Truth:
    """Return the truth of a term, ``ISNULL`` or ``ISBLANK``."""
    match leaf:
        case IsNull():
            return text is None
        case IsBlank():
            return None if text is None else text == ""
        case Term(pattern=pattern):
            return None if text is None else find_match(pattern, text) is not None
    raise TypeError(f"not a leaf: {type(leaf).__name__}")


def truth_of(node: Node, leaf_truth: Callable[[Node], Truth]) -> Truth:
    """Return the truth of ``node`` when ``leaf_truth`` tells that of its leaves."""
    match node:
        case And(children):
            return conjunction(truth_of(child, leaf_truth) for child in children)
        case Or(children):
            return disjunction(truth_of(child, leaf_truth) for child in children)
        case AndNot(include, exclude):
            included = truth_of(include, leaf_truth)
            excluded = (truth_of(child, leaf_truth) for child in exclude)
            return conjunction([included, *(negation(truth) for truth in excluded)])
        case _:
            return leaf_truth(node)


def evaluate_filters(filters: Filters, visit: Visit) -> Truth:
    """Return whether the visit passes the filters; a value that is missing is unknown."""
    return conjunction(
        _is_wanted(column, wanted, visit.get(column.name)) for column, wanted in filters.asked()
    )


def _is_wanted(column: FilterColumn, wanted: Any, value: Any) -> Truth:
    """Return whether a value of a visit is as a filter wants it."""
    if value is None:
        return None
    match column.kind:
        case FilterKind.RANGE:
            above = wanted.min is None or value >= wanted.min
            return bool(above and (wanted.max is None or value <= wanted.max))
        case FilterKind.CHOICE if column.is_folded:
            return fold(value) in map(fold, wanted)
        case FilterKind.CHOICE:
            return value in wanted
        case FilterKind.FLAG:
            return bool(value == wanted)


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return the three-valued AND: False wins, then unknown."""
    found = list(truths)
    if any(truth is False for truth in found):
        return False
    return None if any(truth is None for truth in found) else True


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return the three-valued OR: True wins, then unknown."""
    found = list(truths)
    if any(truth is True for truth in found):
        return True
    return None if any(truth is None for truth in found) else False


def negation(truth: Truth) -> Truth:
    """Return the three-valued NOT: unknown stays unknown."""
    return None if truth is None else not truth
