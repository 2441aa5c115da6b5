"""Which changed terms make one definition take a visit that the other does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from transpiler.definition import And, AndNot, Definition, Leaf, Node, Or, Visit
from transpiler.meaning.diff import Change, diff
from transpiler.meaning.diff_clauses import LeafKey, leaf_key, leaf_text
from transpiler.meaning.equivalence import aligned
from transpiler.meaning.evaluate import (
    Truth,
    conjunction,
    disjunction,
    evaluate_filters,
    evaluate_leaf,
    negation,
)


class Reason(StrEnum):
    """Why a term decides about a visit in one definition and not in the other."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    STRUCTURE = "structure"
    """The term is unchanged; operators, precedence or fields are not."""
    FILTERS = "filters"
    """The visit's age, sex or kind, not a term."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What is responsible for a visit gained or lost.

    Attributes:
        reason: why.
        term: the term as written; empty for filters.
    """

    reason: Reason
    term: str = ""


_REASONS = {
    Change.ADDED: Reason.ADDED,
    Change.REMOVED: Reason.REMOVED,
    Change.MOVED: Reason.MOVED,
}


def count_causes(
    old: Definition, new: Definition, visits: Iterable[tuple[Visit, int]]
) -> Counter[Cause]:
    """Return how many visits each cause is responsible for.

    Args:
        old: the old definition.
        new: the new definition.
        visits: visits that one of the two takes and the other does not, each with the number of
            times it occurs. A visit may have several causes and then counts for each.
    """
    old, new = aligned(old, new)
    changed: dict[LeafKey, set[Change]] = {}
    for change in diff(old, new).terms:
        changed.setdefault(change.key, set()).add(change.change)
    counts: Counter[Cause] = Counter()
    for visit, times in visits:
        for cause in _causes(old, new, changed, visit):
            counts[cause] += times
    return counts


def _causes(
    old: Definition, new: Definition, changed: dict[LeafKey, set[Change]], visit: Visit
) -> set[Cause]:
    before, after = _account(old, visit), _account(new, visit)
    # What speaks for a match where there is one, and against it where there is none.
    deciding = [
        (account.supporting if account.is_match else account.opposing, changes)
        for account, changes in (
            (before, (Change.REMOVED, Change.MOVED)),
            (after, (Change.ADDED, Change.MOVED)),
        )
    ]
    causes = {
        Cause(_REASONS[change], leaf_text(leaf))
        for leaves, changes in deciding
        for leaf in leaves
        for change in changes
        if change in changed.get(leaf_key(leaf), ())
    }
    if before.is_let_through != after.is_let_through:
        causes.add(Cause(Reason.FILTERS))
    if not causes:
        opposing = before.opposing or after.opposing
        leaves = opposing or (after.supporting if after.is_match else before.supporting)
        causes = {Cause(Reason.STRUCTURE, leaf_text(leaf)) for leaf in leaves}
    return causes


@dataclass(frozen=True, slots=True)
class _Account:
    """What decides about a visit: leaves that hold and speak for a match, or against one."""

    is_match: bool
    is_let_through: bool
    supporting: tuple[Leaf, ...]
    opposing: tuple[Leaf, ...]


def _account(definition: Definition, visit: Visit) -> _Account:
    supporting: list[Leaf] = []
    opposing: list[Leaf] = []
    is_match = True
    for part in definition.parts:
        weighed = [_weigh(part.query.root, visit.get(field)) for field in part.fields or ("",)]
        is_taken = any(truth is True for truth, _, _ in weighed)
        is_match &= is_taken
        for truth, for_it, against in weighed:
            if truth is True:
                supporting += for_it
            elif not is_taken:
                opposing += against
    is_let_through = evaluate_filters(definition.filters, visit) is True
    return _Account(is_match and is_let_through, is_let_through, tuple(supporting), tuple(opposing))


def _weigh(node: Node, text: str | None) -> tuple[Truth, list[Leaf], list[Leaf]]:
    """Return a node's truth, the leaves it holds by, and the leaves it fails by that do hold."""
    match node:
        case And(below):
            weighed = [_weigh(child, text) for child in below]
            truth: Truth = conjunction(truth for truth, _, _ in weighed)
        case Or(below):
            weighed = [_weigh(child, text) for child in below]
            truth = disjunction(truth for truth, _, _ in weighed)
        case AndNot(include, exclude):
            included = _weigh(include, text)
            # A negation that holds speaks against, and what makes it fail speaks for.
            excluded = [
                (negation(truth), against, for_it)
                for truth, for_it, against in (_weigh(child, text) for child in exclude)
            ]
            weighed = [included, *excluded]
            truth = conjunction(truth for truth, _, _ in weighed)
        case leaf:
            truth = evaluate_leaf(leaf, text)
            return truth, [leaf] if truth is True else [], []
    for_it = [leaf for found, leaves, _ in weighed if found is True for leaf in leaves]
    against = [leaf for found, _, leaves in weighed if found is not True for leaf in leaves]
    return truth, for_it, against
