"""Which changed terms make one definition take a visit that the other does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from transpiler.comparing.diff import Change, diff
from transpiler.comparing.diff_clauses import LeafKey, leaf_key, leaf_text
from transpiler.comparing.equivalence import aligned
from transpiler.definition import (
    And,
    AndNot,
    Definition,
    Filters,
    IsBlank,
    IsNull,
    Leaf,
    Node,
    Or,
    Pattern,
    Visit,
    fold,
    follow,
    terms,
)
from transpiler.meaning.evaluate import (
    Truth,
    conjunction,
    disjunction,
    evaluate_filters,
    negation,
)
from transpiler.proving.solving import PatternTable


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
    reader = _FactReader(old, new)
    changed: dict[LeafKey, set[Change]] = {}
    for change in diff(old, new).terms:
        changed.setdefault(change.key, set()).add(change.change)
    alike: Counter[_Facts] = Counter()
    for visit, times in visits:
        alike[reader.facts(visit)] += times
    counts: Counter[Cause] = Counter()
    for facts, times in alike.items():
        for cause in _causes(old, new, changed, facts):
            counts[cause] += times
    return counts


@dataclass(frozen=True, slots=True)
class _FieldFacts:
    """All that leaves ask of a field's text; missing where there is none."""

    is_missing: bool
    is_blank: bool
    matched: frozenset[Pattern]

    def truth(self, leaf: Leaf) -> Truth:
        if isinstance(leaf, IsNull):
            return self.is_missing
        if self.is_missing:
            return None
        return self.is_blank if isinstance(leaf, IsBlank) else leaf.pattern in self.matched


@dataclass(frozen=True, slots=True)
class _Facts:
    """All that two definitions ask of a visit: visits with the same facts have the same causes."""

    fields: tuple[tuple[str, _FieldFacts], ...]
    passed: frozenset[Filters]


class _FactReader:
    """Reads the facts of visits, all patterns of both definitions at once."""

    def __init__(self, old: Definition, new: Definition) -> None:
        self._filters = (*old.all_filters, *new.all_filters)
        parts = (*old.parts, *new.parts)
        self._fields = tuple(dict.fromkeys(name for part in parts for name in part.fields or ("",)))
        patterns = {term.pattern for part in parts for term in terms(part.query.root)}
        self._table = PatternTable(list(patterns))

    def facts(self, visit: Visit) -> _Facts:
        passed = frozenset(
            found for found in self._filters if evaluate_filters(found, visit) is True
        )
        fields = tuple((name, self._field_facts(visit.get(name))) for name in self._fields)
        return _Facts(fields, passed)

    def _field_facts(self, text: str | None) -> _FieldFacts:
        matched = () if text is None else self._table.matching(fold(text))
        return _FieldFacts(
            is_missing=text is None,
            is_blank=text == "",
            matched=frozenset(self._table.patterns[index] for index in matched),
        )


def _causes(
    old: Definition, new: Definition, changed: dict[LeafKey, set[Change]], facts: _Facts
) -> set[Cause]:
    fields = dict(facts.fields)
    before = _account(old, fields, facts.passed.__contains__)
    after = _account(new, fields, facts.passed.__contains__)
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


def _account(
    definition: Definition,
    facts: Mapping[str, _FieldFacts],
    passes: Callable[[Filters], bool],
) -> _Account:
    is_let_through = passes(definition.filters)
    supporting: list[Leaf] = []
    opposing: list[Leaf] = []
    taken = []
    for part in definition.parts:
        weighed = [_weigh(part.query.root, facts[field]) for field in part.fields or ("",)]
        is_taken = any(truth is True for truth, _, _ in weighed)
        taken.append(is_taken)
        speaking, silent = (opposing, supporting) if part.is_negation else (supporting, opposing)
        for truth, for_it, against in weighed:
            if truth is True:
                speaking += for_it
            elif not is_taken:
                silent += against
    is_match = follow(definition.combination, taken.__getitem__, passes)
    return _Account(is_match and is_let_through, is_let_through, tuple(supporting), tuple(opposing))


def _weigh(node: Node, facts: _FieldFacts) -> tuple[Truth, list[Leaf], list[Leaf]]:
    """Return a node's truth, the leaves it holds by, and the leaves it fails by that do hold."""
    match node:
        case And(below):
            weighed = [_weigh(child, facts) for child in below]
            truth: Truth = conjunction(truth for truth, _, _ in weighed)
        case Or(below):
            weighed = [_weigh(child, facts) for child in below]
            truth = disjunction(truth for truth, _, _ in weighed)
        case AndNot(include, exclude):
            included = _weigh(include, facts)
            # A negation that holds speaks against, and what makes it fail speaks for.
            excluded = [
                (negation(truth), against, for_it)
                for truth, for_it, against in (_weigh(child, facts) for child in exclude)
            ]
            weighed = [included, *excluded]
            truth = conjunction(truth for truth, _, _ in weighed)
        case leaf:
            truth = facts.truth(leaf)
            return truth, [leaf] if truth is True else [], []
    for_it = [leaf for found, leaves, _ in weighed if found is True for leaf in leaves]
    against = [leaf for found, _, leaves in weighed if found is not True for leaf in leaves]
    return truth, for_it, against
