"""What an author changed between two definitions: terms, operators, fields, filters.

Terms are the same when their patterns are, whatever their case. A term has moved when it stands on
the other side of a negation or in another clause.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from transpiler.comparing.diff_clauses import (
    LeafKey,
    TermClause,
    TermPlace,
    recognise,
    term_clauses,
)
from transpiler.comparing.equivalence import Verdict
from transpiler.definition import FILTER_COLUMNS, Definition, Filters, filters_in_words
from transpiler.definition.combination import in_words


class Change(StrEnum):
    """What happened to a term."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


class Bump(StrEnum):
    """What a change asks of the version, by what it does to counts."""

    PATCH = "patch"
    """The same visits: the version may stay."""
    MINOR = "minor"
    """Only fewer or only more visits: a new version, its series comparable in one direction."""
    MAJOR = "major"
    """Visits go and others come, or it could not be decided: a new version and a new series."""


@dataclass(frozen=True, slots=True)
class TermChange:
    """A term that was added, removed or moved.

    Attributes:
        change: which of these.
        term: the term as written.
        key: what makes it the same as another term.
        before: its place in the old definition; None where added.
        after: its place in the new definition; None where removed.
    """

    change: Change
    term: str
    key: LeafKey
    before: TermPlace | None
    after: TermPlace | None


@dataclass(frozen=True, slots=True)
class OperatorChange:
    """Terms that other operators decide about than before.

    Attributes:
        before: the operators above them, from the whole query down, as far as they changed.
            ``negation`` is the far side of an ANDNOT, ``andnot`` its near side.
        after: the same in the new definition.
        terms: the terms, as written.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettingChange:
    """A change outside the queries: fields, filters, precedence, policy."""

    setting: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything an author changed."""

    terms: tuple[TermChange, ...]
    operators: tuple[OperatorChange, ...]
    settings: tuple[SettingChange, ...]

    def __bool__(self) -> bool:
        return bool(self.terms or self.operators or self.settings)


def diff(old: Definition, new: Definition) -> Diff:
    """Return what was changed between ``old`` and ``new``."""
    changes, stays = _settle(list(term_clauses(old)), list(term_clauses(new)))
    return Diff(
        terms=tuple(changes),
        operators=tuple(_operator_changes(stays)),
        settings=tuple(_setting_changes(old, new)),
    )


def suggested_bump(verdict: Verdict) -> Bump:
    """Return what a comparison's verdict asks of the version."""
    match verdict:
        case Verdict.EQUAL:
            return Bump.PATCH
        case Verdict.NARROWER | Verdict.WIDER:
            return Bump.MINOR
        case _:
            return Bump.MAJOR


_Stay = tuple[TermClause, TermClause, str]
"""A term that stays where it was: its clause in the old definition, in the new one, its text."""

_Listed = tuple[TermClause, LeafKey, str]
"""A term in its clause."""


def _settle(
    before: list[TermClause], after: list[TermClause]
) -> tuple[list[TermChange], list[_Stay]]:
    """Return the terms that changed, and those that stay where they were."""
    partner = recognise(before, after)
    holders: defaultdict[LeafKey, list[_Listed]] = defaultdict(list)
    for listed in _listed(after):
        holders[listed[1]].append(listed)
    stays: list[_Stay] = []
    unsettled: list[_Listed] = []
    for clause, key, text in _listed(before):
        same = next((found for found in holders[key] if found[0] is partner.get(clause)), None)
        if same is None:
            unsettled.append((clause, key, text))
        else:
            holders[key].remove(same)
            stays.append((clause, same[0], text))
    changes: list[TermChange] = []
    for clause, key, text in unsettled:
        holder = holders[key].pop(0)[0] if holders[key] else None
        if holder is None:
            changes.append(TermChange(Change.REMOVED, text, key, clause.place, None))
        elif holder.place == clause.place:
            stays.append((clause, holder, text))
        else:
            changes.append(TermChange(Change.MOVED, text, key, clause.place, holder.place))
    for listed in _listed(after):
        clause, key, text = listed
        if listed in holders[key]:
            holders[key].remove(listed)
            changes.append(TermChange(Change.ADDED, text, key, None, clause.place))
    return changes, stays


def _listed(clauses: list[TermClause]) -> list[_Listed]:
    return [(clause, key, text) for clause in clauses for key, text in clause.leaves]


def _operator_changes(stays: list[_Stay]) -> Iterator[OperatorChange]:
    together = Counter((one, other) for one, other, _ in stays)
    changed: defaultdict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for one, other, text in stays:
        # A term alone becomes a list when another joins it: that is no change of operators.
        is_list = together[one, other] > 1
        heads = _without_common_end(
            one.operators if is_list else one.above, other.operators if is_list else other.above
        )
        if any(heads):
            changed[heads].append(text)
    for (before, after), texts in changed.items():
        yield OperatorChange(before, after, tuple(texts))


def _without_common_end(
    one: tuple[str, ...], other: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return one, other


def _setting_changes(old: Definition, new: Definition) -> Iterator[SettingChange]:
    before, after = _settings(old), _settings(new)
    for setting in dict.fromkeys([*before, *after]):
        one, other = before.get(setting, "none"), after.get(setting, "none")
        if one != other:
            yield SettingChange(setting, one, other)


def _settings(definition: Definition) -> dict[str, str]:
    asked = [
        f"{'not ' if found.is_negation else ''}{found.definition.key}"
        for found in definition.references
    ]
    return {
        **{
            f"fields of part {number}": ", ".join(part.fields)
            for number, part in enumerate(definition.parts, start=1)
        },
        "asks": ", ".join(asked) or "no other",
        "combination": in_words(definition.combination, _filters_in_words)
        if definition.combined is not None
        else "all parts hold",
        **_filters(definition.filters),
        "precedence": definition.precedence.value,
        "policy": definition.policy.value,
    }


def _filters(filters: Filters) -> dict[str, str]:
    return {column.label: "any" for column in FILTER_COLUMNS} | dict(filters_in_words(filters))


def _filters_in_words(filters: Filters) -> str:
    return "; ".join(f"{name} {said}" for name, said in filters_in_words(filters))
