"""What an author changed between two definitions: terms, operators, fields, filters.

Terms are the same when their patterns are, whatever their case. A term has moved when it stands on
the other side of a negation or in another clause.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from transpiler.definition import AgeRange, Definition
from transpiler.meaning.diff_clauses import LeafKey, Place, TermClause, recognise, term_clauses
from transpiler.meaning.equivalence import Verdict


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
    before: Place | None
    after: Place | None


@dataclass(frozen=True, slots=True)
class OperatorChange:
    """A clause whose terms are joined, or which is joined to the rest, in another way.

    Attributes:
        before: the clause's place in the old definition.
        after: its place in the new one.
        operators_before: the operators from the whole query down to the clause.
        operators_after: the same in the new one.
        terms: the terms that it lists in both.
    """

    before: Place
    after: Place
    operators_before: tuple[str, ...]
    operators_after: tuple[str, ...]
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
    before, after = list(term_clauses(old)), list(term_clauses(new))
    partner = recognise(before, after)
    return Diff(
        terms=tuple(_term_changes(before, after, partner)),
        operators=tuple(_operator_changes(before, partner)),
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


def _term_changes(
    before: list[TermClause], after: list[TermClause], partner: dict[TermClause, TermClause]
) -> Iterator[TermChange]:
    remaining: defaultdict[LeafKey, list[tuple[TermClause, str]]] = defaultdict(list)
    for clause in after:
        for key, text in clause.leaves:
            remaining[key].append((clause, text))
    unsettled: list[tuple[TermClause, LeafKey, str]] = []
    for clause in before:
        for key, text in clause.leaves:
            stays = next(
                (found for found in remaining[key] if found[0] is partner.get(clause)), None
            )
            if stays is None:
                unsettled.append((clause, key, text))
            else:
                remaining[key].remove(stays)
    for clause, key, text in unsettled:
        if remaining[key]:
            holder, _ = remaining[key].pop(0)
            if clause.place != holder.place:
                yield TermChange(Change.MOVED, text, key, clause.place, holder.place)
        else:
            yield TermChange(Change.REMOVED, text, key, clause.place, None)
    added = [(clause, key, text) for clause in after for key, text in clause.leaves]
    for clause, key, text in added:
        if (clause, text) in remaining[key]:
            remaining[key].remove((clause, text))
            yield TermChange(Change.ADDED, text, key, None, clause.place)


def _operator_changes(
    before: list[TermClause], partner: dict[TermClause, TermClause]
) -> Iterator[OperatorChange]:
    for one in before:
        other = partner.get(one)
        if other is None:
            continue
        keys = {key for key, _ in other.leaves}
        common = tuple(text for key, text in one.leaves if key in keys)
        is_same = one.above == other.above and (one.operator == other.operator or len(common) == 1)
        is_inherited = (
            one.parent is not None
            and partner.get(one.parent) is other.parent
            and one.operators[len(one.parent.above) :] == other.operators[len(one.parent.above) :]
        )
        if not is_same and not is_inherited:
            yield OperatorChange(one.place, other.place, one.operators, other.operators, common)


def _setting_changes(old: Definition, new: Definition) -> Iterator[SettingChange]:
    before, after = _settings(old), _settings(new)
    for setting in dict.fromkeys([*before, *after]):
        one, other = before.get(setting, "none"), after.get(setting, "none")
        if one != other:
            yield SettingChange(setting, one, other)


def _settings(definition: Definition) -> dict[str, str]:
    filters = definition.filters
    emergency = {None: "any", True: "yes", False: "no"}[filters.emergency_visit]
    return {
        **{
            f"fields of part {number}": ", ".join(part.fields)
            for number, part in enumerate(definition.parts, start=1)
        },
        "age": _age(filters.age),
        "sex": ", ".join(filters.sex) or "any",
        "emergency visit": emergency,
        "precedence": definition.precedence.value,
        "policy": definition.policy.value,
    }


def _age(age: AgeRange | None) -> str:
    match age:
        case None:
            return "any"
        case AgeRange(None, None):
            return "known"
        case AgeRange(low, None):
            return f"{low} and over"
        case AgeRange(None, high):
            return f"{high} and under"
        case AgeRange(low, high):
            return f"{low} to {high}"
