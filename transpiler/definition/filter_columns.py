"""The columns of a visit that filters ask of. Whatever reads, stores or names them reads this list.

A new filter is a line here, its key in `Filters` and in the JSON Schema, and its test: for the
evaluator (`transpiler/meaning/evaluate.py`) and for SQL (`transpiler/emitting/predicate.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class FilterColumn:
    """One column of ``syndrome_visits`` that a filter asks of.

    Attributes:
        name: the column, also the key of a visit's value in an example.
        filter: the attribute of `Filters` that asks of it.
        type: its type, by the name that engines share (`transpiler.dialects.ColumnType`).
        essence_names: the columns that hold it in an ESSENCE extract.
        reader: the macro that reads a value as sent.
        unreadable: what is said of values that the macro cannot read.
        description: its contents, for the data dictionary.
    """

    name: str
    filter: str
    type: Literal["integer", "text", "boolean"]
    essence_names: tuple[str, ...]
    reader: str
    unreadable: str
    description: str


FILTER_COLUMNS: Final[tuple[FilterColumn, ...]] = (
    FilterColumn(
        "age_years",
        "age",
        "integer",
        ("Age", "C_Patient_Age"),
        "read_age",
        "are no ages; write completed years, or 6 M",
        "Age in completed years; NULL where unknown.",
    ),
    FilterColumn(
        "sex",
        "sex",
        "text",
        (),
        "read_sex",
        "are none of F, M and U",
        "F, M or U; NULL where unknown.",
    ),
    FilterColumn(
        "is_emergency",
        "emergency_visit",
        "boolean",
        ("HasBeenE",),
        "read_flag",
        "are neither 1 nor 0, neither true nor false",
        "Whether it was an emergency visit; NULL where unknown.",
    ),
)

FILTER_NAMES: Final = tuple(column.name for column in FILTER_COLUMNS)
