"""A definition with what it asks of others put in: its own parts, theirs, and how they combine."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from transpiler.definition.combination import (
    ALWAYS,
    NEVER,
    Combination,
    Holds,
    Passes,
    all_of,
    any_of,
    none_of,
)
from transpiler.definition.fields import Layout
from transpiler.definition.filters import NO_FILTERS
from transpiler.definition.model import Definition, Part, Policy, Reference
from transpiler.definition.nodes import And, AndNot, IsNull, Node, Or, Term, terms
from transpiler.definition.pattern import AnyRun, Literal
from transpiler.definition.query import Query

FindCalled = Callable[[Term], Sequence[Definition]]
"""A term that is asked of the names of categories → the definitions that are called so."""

_WORD: Final = re.compile(r"[^\W\d_]{4}")
"""So many letters in a row as no code of a diagnosis has."""

_STRICTNESS = (Policy.STANDARD, Policy.SENSITIVE, Policy.NO_CASE_FINDING)


def link(own: Definition, asked: Sequence[Reference], find_called: FindCalled) -> Definition:
    """Return ``own`` with the definitions that it asks compiled in.

    A visit has the flag of a definition or not; so a definition that is asked is never unknown.
    The definition follows the strictest policy among its own and theirs.

    Args:
        own: the definition as its file has it, without the definitions that it asks as parts.
        asked: the definitions that it asks as parts, each linked itself.
        find_called: who is called as a term of a field of categories says, likewise linked.
    """
    putting = _Putting(find_called)
    for part in own.parts:
        putting.put_own(part)
    filters = own.filters
    for reference in asked:
        found = reference.definition
        takes_filters = not reference.is_negation and filters in (NO_FILTERS, found.filters)
        if takes_filters:
            filters = found.filters or filters
        combined = putting.put(found, reference.is_negation, leaves_filters=takes_filters)
        putting.below.append(none_of((combined,)) if reference.is_negation else combined)
        putting.references.append(reference)
    if not putting.references:
        return own
    references = putting.distinct_references()
    combined = all_of(tuple(putting.below))
    parts = tuple(putting.parts)
    return replace(
        own,
        parts=parts,
        combined=None if combined == all_of(tuple(map(Holds, range(len(parts))))) else combined,
        references=references,
        as_written=replace(own, references=references),
        filters=filters,
        policy=max(
            (own.policy, *(found.definition.policy for found in references)),
            key=_STRICTNESS.index,
        ),
    )


def names_of_categories(part: Part) -> tuple[str, ...]:
    """Return the fields of a part that hold the names of categories."""
    return tuple(name for name in part.fields if part.field(name).layout is Layout.LIST)


@dataclass(slots=True)
class _Putting:
    """Puts parts side by side, and says how they combine."""

    find_called: FindCalled
    parts: list[Part] = field(default_factory=list)
    below: list[Combination] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def distinct_references(self) -> tuple[Reference, ...]:
        """Return what is asked, each once: several fields may be asked for one name."""
        found = {
            (each.definition.identifier, each.is_negation, each.called): each
            for each in self.references
        }
        return tuple(found.values())

    def put(
        self, found: Definition, is_negation: bool, *, leaves_filters: bool = False
    ) -> Combination:
        """Put in the parts of a definition that is asked, and return when it takes a visit."""
        start = len(self.parts)
        self.parts += (
            replace(
                part,
                of=part.of or found.identifier,
                is_negation=part.is_negation is not is_negation,
            )
            for part in found.parts
        )
        below = [_shifted(found.combination, start)]
        if found.filters and not leaves_filters:
            below.append(Passes(found.filters))
        return all_of(tuple(below))

    def put_own(self, part: Part) -> None:
        """Put in a part of its own; where it names categories, the definitions called so."""
        called = {term: self.find_called(term) for term in _named(part)}
        if not any(called.values()):
            self.below.append(self.holds(part))
            return
        fields = names_of_categories(part)
        others = tuple(name for name in part.fields if name not in fields)
        unknown = [term for term in called if not called[term] and not _is_anything(term)]
        is_whole = not any(_is_name(term) for term in unknown) if others else not unknown
        found = [
            _Names(self, replace(part, fields=(name,)), called, bool(others), is_whole).hold(
                part.query.root, is_negation=False
            )
            for name in (fields[:1] if is_whole else fields)
        ]
        if others:
            found.append(self.holds(replace(part, fields=others)))
        self.below.append(any_of(tuple(found)))

    def holds(self, part: Part) -> Combination:
        """Put in a part, and return that it holds."""
        self.parts.append(part)
        return Holds(len(self.parts) - 1)


@dataclass(frozen=True, slots=True)
class _Names:
    """A query of the names of categories.

    Attributes:
        putting: where the definitions are put that are called so.
        part: the query, asked of one field.
        called: term → the definitions that are called so.
        has_others: whether the query is asked of other fields too.
        is_whole: whether all names are those of definitions; then the field is not looked at.
    """

    putting: _Putting
    part: Part
    called: Mapping[Term, Sequence[Definition]]
    has_others: bool
    is_whole: bool

    def hold(self, node: Node, *, is_negation: bool) -> Combination:
        """Return when ``node`` holds; ``is_negation`` where that speaks against a match."""
        match node:
            case Term() if asked := self.called[node]:
                self.putting.references += (
                    Reference(found, is_negation, called=node.text) for found in asked
                )
                return any_of(tuple(self.putting.put(found, is_negation) for found in asked))
            case Term() if self.has_others and not _is_anything(node) and not _is_name(node):
                return NEVER
            case Term() if self.is_whole:
                return ALWAYS
            case IsNull() if self.is_whole:
                return NEVER
            case And(children):
                return all_of(tuple(self.hold(one, is_negation=is_negation) for one in children))
            case Or(children):
                return any_of(tuple(self.hold(one, is_negation=is_negation) for one in children))
            case AndNot(include, exclude):
                against = tuple(self.hold(one, is_negation=not is_negation) for one in exclude)
                return all_of((self.hold(include, is_negation=is_negation), none_of(against)))
        query = Query("", node, self.part.query.precedence)
        return self.putting.holds(replace(self.part, query=query, is_negation=is_negation))


def _named(part: Part) -> Iterator[Term]:
    """Yield the terms of a part that are asked of the names of categories."""
    if names_of_categories(part):
        yield from terms(part.query.root)


def _is_name(term: Term) -> bool:
    """Return whether a term beside names is one: ``^;MotorVehicle;^``, not ``^;R05;^`` or a word.

    What is none is for the other fields of its part; no category is called so.
    """
    match [piece for piece in term.pattern.pieces if not isinstance(piece, AnyRun)]:
        case [Literal(text)]:
            return text[:1] == ";" and _WORD.search(text) is not None
    return False


def _is_anything(term: Term) -> bool:
    return term.pattern.pieces == (AnyRun(),)


def _shifted(combined: Combination, by: int) -> Combination:
    """Return ``combined`` about parts that stand ``by`` places later."""
    if isinstance(combined, Holds):
        return Holds(combined.part + by)
    if isinstance(combined, Passes):
        return combined
    return replace(combined, below=tuple(_shifted(found, by) for found in combined.below))
