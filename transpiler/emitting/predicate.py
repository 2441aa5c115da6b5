"""A definition as one boolean expression, a tree of sqlglot nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from transpiler.definition import (
    AllOf,
    AnyOf,
    Combination,
    Definition,
    FilterKind,
    Filters,
    Holds,
    Node,
    NoneOf,
    Part,
    Passes,
    fold,
)
from transpiler.dialects import Dialect
from transpiler.emitting.asking import ask, ask_unfolded
from transpiler.emitting.comments import Notes, notes_of
from transpiler.emitting.identifiers import column
from transpiler.emitting.logic import all_of, any_of, decided, is_decided, none_of
from transpiler.emitting.term import is_missing, is_present
from transpiler.planning import split_by_presence


def predicate(
    definition: Definition, dialect: Dialect, columns: Mapping[str, str], *, folded: bool
) -> exp.Expression:
    """Return whether ``definition`` takes a visit: TRUE or FALSE, never NULL.

    Args:
        definition: the definition to ask.
        dialect: the engine that will be asked.
        columns: field or filter → column.
        folded: whether the columns hold folded text.
    """
    notes = notes_of(definition)

    def test(number: int) -> exp.Expression:
        part = definition.parts[number]
        return _part(part, dialect, columns, notes[number], folded=folded)

    tests = filter_tests(definition.filters, dialect, columns)
    if definition.combined is None:
        tests += map(test, range(len(definition.parts)))
    else:
        tests.append(_combined(definition.combined, test, dialect, columns))
    whole = all_of(tests)
    return whole if is_decided(whole) else decided(whole)


def _combined(
    combined: Combination,
    test: Callable[[int], exp.Expression],
    dialect: Dialect,
    columns: Mapping[str, str],
) -> exp.Expression:
    """Return whether a combination holds; NULL, like FALSE, is no."""
    match combined:
        case Holds(part):
            return test(part)
        case Passes(filters):
            return all_of(filter_tests(filters, dialect, columns))
        case AllOf(()):
            return exp.true()
        case AnyOf(()):
            return exp.false()
    below = [_combined(found, test, dialect, columns) for found in combined.below]
    match combined:
        case AllOf():
            return all_of(below)
        case AnyOf():
            return any_of(below)
        case NoneOf():
            return none_of([found if is_decided(found) else decided(found) for found in below])


def filter_tests(
    filters: Filters, dialect: Dialect, columns: Mapping[str, str]
) -> list[exp.Expression]:
    """Return the tests of a definition's filters, all of which must hold."""
    return list(_filters(filters, dialect, columns))


def _filters(
    filters: Filters, dialect: Dialect, columns: Mapping[str, str]
) -> Iterator[exp.Expression]:
    for found, wanted in filters.asked():
        stored = column(columns[found.name], dialect)
        match found.kind:
            case FilterKind.RANGE:
                if wanted.min is not None:
                    yield exp.GTE(this=stored, expression=_integer(wanted.min))
                if wanted.max is not None:
                    yield exp.LTE(this=stored.copy(), expression=_integer(wanted.max))
                if wanted.min is None and wanted.max is None:
                    yield is_present(stored)
            case FilterKind.CHOICE:
                words = map(fold, wanted) if found.is_folded else wanted
                asked = dialect.fold(stored) if found.is_folded else dialect.exact(stored)
                yield exp.In(this=asked, expressions=[dialect.literal(word) for word in words])
            case FilterKind.FLAG:
                yield stored if wanted else exp.Not(this=stored)


def _integer(value: int) -> exp.Expression:
    return exp.Literal(this=str(int(value)), is_string=False)


def _part(
    part: Part, dialect: Dialect, columns: Mapping[str, str], notes: Notes, *, folded: bool
) -> exp.Expression:
    """Return whether any one field of the part answers its query."""
    found = [
        field_test(part.query.root, column(columns[field], dialect), dialect, notes, folded=folded)
        for field in part.fields or ("",)
    ]
    return any_of(found)


def field_test(
    root: Node, stored: exp.Expression, dialect: Dialect, notes: Notes, *, folded: bool
) -> exp.Expression:
    """Return whether one field answers a query; NULL, like FALSE, is no."""
    presence = split_by_presence(root)
    tests = [is_missing(stored.copy())] if presence.takes_missing else []
    if presence.present is not None:
        asked = ask if folded else ask_unfolded
        tests.append(asked(presence.present, stored, dialect, notes))
    return any_of(tests) if tests else exp.false()
