"""A definition in pieces, for a text that asks each field in a loop: a dbt model."""

from __future__ import annotations

from dataclasses import dataclass

from transpiler.definition import Definition
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
    """

    filters: str | None
    parts: tuple[PartCondition, ...]


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
    filters = filter_tests(definition.filters, dialect, columns_of(definition, None))
    tests = [
        field_test(part.query.root, dialect.column(field), dialect, notes, folded=True)
        for part, notes in zip(definition.parts, notes_of(numbered or definition), strict=True)
    ]
    for test in (*filters, *tests):
        dialect.check(test)
    found = Conditions(
        filters=render(all_of(filters), dialect) if filters else None,
        parts=tuple(
            PartCondition(part.fields, render(test, dialect))
            for part, test in zip(definition.parts, tests, strict=True)
        ),
    )
    check_length("".join(part.sql * len(part.fields) for part in found.parts), dialect)
    return found
