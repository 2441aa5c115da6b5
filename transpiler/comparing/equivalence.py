"""Whether two definitions take the same visits: proved, or shown by a visit on which they differ.

Fields vary independently of one another and hold any text. That two definitions are equal therefore
holds for every warehouse, while a visit that tells them apart may break the layout of a field
(docs/diff.md). Work is bounded by counts, never by time, so that an answer can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from transpiler.definition import (
    FILTER_COLUMNS,
    AgeRange,
    Definition,
    DefinitionError,
    Diagnostic,
    FilterKind,
    Filters,
    Part,
    Severity,
    Visit,
    fold,
)
from transpiler.meaning.evaluate import evaluate_filters, matches
from transpiler.proving.propositions import Propositions
from transpiler.proving.witness import GivenUpError, Texts, WitnessFinder

_MOST_WORDS: Final = 100
"""Longer texts than these are not made shorter."""


class Verdict(StrEnum):
    """How the visits of a new definition compare with those of an old one."""

    EQUAL = "equal"
    """Proved: both take the same visits, whatever the fields hold."""
    NARROWER = "narrower"
    """Proved: the new one takes fewer, and no visit that the old one does not take."""
    WIDER = "wider"
    """Proved: the new one takes more, and every visit that the old one takes."""
    DIFFERENT = "different"
    """Each takes a visit that the other does not."""
    UNDECIDED = "undecided"
    """A search was given up at its limit; the reason says which."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer of `compare`.

    Attributes:
        verdict: how the new definition compares with the old one.
        lost: a made-up visit that the old one takes and the new one does not, or None.
        gained: a made-up visit that the new one takes and the old one does not, or None.
        reason: why the verdict is `Verdict.UNDECIDED`; None otherwise.
    """

    verdict: Verdict
    lost: Visit | None = None
    gained: Visit | None = None
    reason: str | None = None


def compare(old: Definition, new: Definition) -> Comparison:
    """Return how the visits that ``new`` takes compare with those that ``old`` takes.

    A bare query compared with a definition is asked of that definition's fields.

    Raises:
        DefinitionError: one is a bare query and the other has several parts.
    """
    old, new = aligned(old, new)
    propositions = Propositions()
    directions = [
        (direction, one, other, list(_questions(propositions, one, other)))
        for direction, one, other in (("lost", old, new), ("gained", new, old))
    ]
    found: dict[str, Visit | None] = {"lost": None, "gained": None}
    given_up = []
    with WitnessFinder(propositions) as finder:
        for direction, one, other, questions in directions:
            try:
                found[direction] = _visit_between(finder, one, other, questions)
            except GivenUpError:
                given_up.append(f"the search for a {direction} visit was given up at its limit")
    lost, gained = found["lost"], found["gained"]
    if given_up:
        return Comparison(Verdict.UNDECIDED, lost, gained, "; ".join(given_up))
    verdicts = {
        (False, False): Verdict.EQUAL,
        (True, False): Verdict.NARROWER,
        (False, True): Verdict.WIDER,
        (True, True): Verdict.DIFFERENT,
    }
    return Comparison(verdicts[lost is not None, gained is not None], lost, gained)


def aligned(old: Definition, new: Definition) -> tuple[Definition, Definition]:
    """Return both, a bare query among them asked of the other's fields.

    Raises:
        DefinitionError: one is a bare query and the other has several parts.
    """
    if old.is_bare == new.is_bare:
        return old, new
    bare, full = (old, new) if old.is_bare else (new, old)
    if len(full.parts) > 1:
        message = "a query without fields cannot be compared with a definition of several parts"
        raise DefinitionError([Diagnostic("ESS520", Severity.ERROR, message)])
    fields = full.parts[0].fields
    asked = replace(bare, parts=tuple(Part(fields, part.query) for part in bare.parts))
    return (asked, new) if bare is old else (old, asked)


_Question = tuple[Visit, list[int]]
"""Values for filters, and literals of which all must hold beside them."""


def _questions(
    propositions: Propositions, one: Definition, other: Definition
) -> Iterator[_Question]:
    """Yield what a visit must be that ``one`` takes and ``other`` does not; one of them suffices.

    Args:
        propositions: where the literals are made.
        one: the definition to take the visit.
        other: the definition not to take it.
    """
    filters = tuple(dict.fromkeys((*one.all_filters, *other.all_filters)))
    for passed, values in _filter_values(filters).items():
        if one.filters not in passed:
            continue
        goals = [propositions.takes(one, passed.__contains__)]
        if other.filters in passed:
            goals.append(-propositions.takes(other, passed.__contains__))
        yield values, goals


def _visit_between(
    finder: WitnessFinder, one: Definition, other: Definition, questions: Sequence[_Question]
) -> Visit | None:
    """Return a visit that ``one`` takes and ``other`` does not; None is the proof of none.

    Args:
        finder: finds texts.
        one: the definition to take the visit.
        other: the definition not to take it.
        questions: what such a visit must be, as `_questions` yields it.

    Raises:
        GivenUpError: neither was found within the limits.
    """
    for values, goals in questions:
        texts = finder.find(goals)
        if texts is not None:
            return _confirmed(one, other, values, texts, finder.unnamed)
    return None


def _confirmed(
    one: Definition, other: Definition, values: Visit, texts: Texts, unnamed: str
) -> Visit:
    """Return the visit with its texts shortened, after the evaluator has confirmed it."""

    def tells_apart(texts: Texts) -> bool:
        visit = {**texts, **values}
        return matches(one, visit) and not matches(other, visit)

    assert tells_apart(texts), "the evaluator does not confirm the visit found"
    return {**_shortened(texts, unnamed, tells_apart), **values}


def _shortened(texts: Texts, unnamed: str, tells_apart: Callable[[Texts], bool]) -> Texts:
    """Return ``texts`` without the fields and words that make no difference."""
    for field, text in texts.items():
        if text is None or tells_apart({**texts, field: None}):
            texts = {**texts, field: None}
            continue
        words = text.replace(unnamed, " ").split(" ")
        if len(words) > _MOST_WORDS or not tells_apart({**texts, field: " ".join(words)}):
            continue
        index = 0
        while index < len(words):
            fewer = words[:index] + words[index + 1 :]
            if fewer and tells_apart({**texts, field: " ".join(fewer)}):
                words = fewer
            else:
                index += 1
        texts = {**texts, field: " ".join(words)}
    return texts


def _filter_values(asked: Sequence[Filters]) -> Mapping[frozenset[Filters], Mapping[str, Any]]:
    """Return, for each selection of some filters that a visit can pass, what it is then.

    Columns are gone through one by one, and of values that let the same filters pass the first are
    kept: present ones come before missing ones, ages that people have before those they have not.
    """
    found: dict[frozenset[Filters], dict[str, Any]] = {frozenset(asked): {}}
    for column in FILTER_COLUMNS:
        wanted = [want for filters in asked for of, want in filters.asked() if of is column]
        match column.kind:
            case _ if not wanted:
                continue
            case FilterKind.RANGE:
                values: list[Any] = _numbers(wanted)
            case FilterKind.CHOICE:
                words = column.values or (*(fold(word) for each in wanted for word in each), "")
                values = [*dict.fromkeys(map(str, words)), None]
            case FilterKind.FLAG:
                values = [True, False, None]
        alone = {filters: filters.alone(column) for filters in asked}
        further: dict[frozenset[Filters], dict[str, Any]] = {}
        for passed, known in found.items():
            for value in values:
                visit = {column.name: value}
                left = frozenset(each for each in passed if evaluate_filters(alone[each], visit))
                further.setdefault(left, {**known, **visit})
        found = further
    return found


def _numbers(ranges: list[AgeRange]) -> list[int | None]:
    """Return the ages at the ends of the ranges and just beyond them, and a missing one."""
    lows = [found.min for found in ranges if found.min is not None]
    highs = [found.max for found in ranges if found.max is not None]
    ages = {*lows, *(low - 1 for low in lows), *highs, *(high + 1 for high in highs)} or {0}
    return [*sorted(ages, key=lambda age: (age < 0, age)), None]
