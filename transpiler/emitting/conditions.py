"""A definition in pieces, for a text that asks each field in a loop: a dbt model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transpiler.definition import AllOf, AnyOf, Combination, Definition, Holds, NoneOf, Passes
from transpiler.dialects import Dialect
from transpiler.emitting.comments import notes_of
from transpiler.emitting.identifiers import columns_of
from transpiler.emitting.limits import check_depth, check_length
from transpiler.emitting.logic import all_of
from transpiler.emitting.predicate import field_test, filter_tests
from transpiler.emitting.sql_layout import render


@dataclass(frozen=True, slots=True)
class PartCondition:
    """A query that any one of some fields must answer.

    Attributes:
        fields: the fields, in the order written.
        sql: the test of one of them.
    """

    fields: tuple[str, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Conditions:
    """What must hold for a visit to match: the filters, and every part. NULL, like FALSE, is no.

    Attributes:
        filters: the test of the filters; None where there are none.
        parts: the parts.
        combined: how the parts combine; None where all must hold.
    """

    filters: str | None
    parts: tuple[PartCondition, ...]
    combined: CombinedConditions | None = None


@dataclass(frozen=True, slots=True)
class CombinedConditions:
    """Conditions, and how they combine.

    Attributes:
        kind: ``all``, ``any`` or ``none`` of them must hold; ``part`` or ``sql`` where it is one
            test.
        conditions: the conditions.
        part: where it is a part that is asked, the part.
        sql: where it is a test by itself, the test.
    """

    kind: str
    conditions: tuple[CombinedConditions, ...] = ()
    part: PartCondition | None = None
    sql: str = ""


def to_conditions(
    definition: Definition, dialect: Dialect, field: str, *, numbered: Definition | None = None
) -> Conditions:
    """Return ``definition`` as tests of folded columns that have the names of its fields.

    Args:
        definition: the definition to ask; it names its fields.
        dialect: the engine that will be asked.
        field: what stands for the name of the field in the test of a part.
        numbered: the definition whose clauses comments number, where ``definition`` is made of it,
            part by part.

    Raises:
        UnsupportedByDialect: the engine cannot say what the definition asks.
    """
    check_depth(definition, dialect)
    columns = columns_of(definition, None)
    filters = filter_tests(definition.filters, dialect, columns)
    tests = [
        field_test(part.query.root, dialect.column(field), dialect, notes, folded=True)
        for part, notes in zip(definition.parts, notes_of(numbered or definition), strict=True)
    ]
    for test in (*filters, *tests):
        dialect.check(test)
    parts = tuple(
        PartCondition(part.fields, render(test, dialect))
        for part, test in zip(definition.parts, tests, strict=True)
    )
    check_length("".join(part.sql * len(part.fields) for part in parts), dialect)
    return Conditions(
        filters=render(all_of(filters), dialect) if filters else None,
        parts=parts,
        combined=None
        if definition.combined is None
        else _combined(definition.combined, parts, dialect, columns),
    )


def _combined(
    combined: Combination,
    parts: Sequence[PartCondition],
    dialect: Dialect,
    columns: Mapping[str, str],
) -> CombinedConditions:
    match combined:
        case Holds(number):
            return CombinedConditions("part", part=parts[number])
        case Passes(filters):
            test = all_of(filter_tests(filters, dialect, columns))
            dialect.check(test)
            return CombinedConditions("sql", sql=render(test, dialect))
        case AllOf(()):
            return CombinedConditions("sql", sql="TRUE")
        case AnyOf(()):
            return CombinedConditions("sql", sql="FALSE")
    kinds: dict[type[Combination], str] = {AllOf: "all", AnyOf: "any", NoneOf: "none"}
    below = tuple(_combined(found, parts, dialect, columns) for found in combined.below)
    return CombinedConditions(kinds[type(combined)], below)
