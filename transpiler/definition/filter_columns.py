"""The columns of a visit that filters ask of, and the ways in which they are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class FilterKind(StrEnum):
    """How a filter asks of its column."""

    RANGE = "range"
    """A whole number, ends included; an end may be open."""
    CHOICE = "choice"
    """One of some values."""
    FLAG = "flag"
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class FilterColumn:
    """One column of ``syndrome_visits`` that a filter asks of.

    Attributes:
        name: the column, also the key of a visit's value in an example.
        filter: the attribute of `Filters` that asks of it.
        kind: how it is asked.
        essence_names: the columns that hold it in an ESSENCE extract.
        reader: the macro that reads a value as sent.
        unreadable: what is said of values that the macro cannot read.
        description: its contents, for the data dictionary.
        values: the values there are; none where any word is one, and case does not count.
        most: of a range, the greatest number that may be asked.
        bands: of a range, named ones and their ends, the last None where it is open.
        is_told_by_texts: whether the texts of a visit tell it, where a source has no column of it.
        lasts: whether a visit is what it once was: one row of it suffices.
    """

    name: str
    filter: str
    kind: FilterKind
    essence_names: tuple[str, ...]
    reader: str
    unreadable: str
    description: str
    values: tuple[str, ...] = ()
    most: int = 0
    bands: Mapping[str, tuple[int, int | None]] = field(default_factory=dict, hash=False)
    is_told_by_texts: bool = False
    lasts: bool = False

    @property
    def label(self) -> str:
        """What the filter is called in a sentence."""
        return self.filter.replace("_", " ")

    @property
    def type(self) -> Literal["integer", "text", "boolean"]:
        """Its type, by the name that engines share (`transpiler.dialects.ColumnType`)."""
        match self.kind:
            case FilterKind.RANGE:
                return "integer"
            case FilterKind.CHOICE:
                return "text"
            case FilterKind.FLAG:
                return "boolean"

    @property
    def is_folded(self) -> bool:
        """Whether case does not count."""
        return self.kind is FilterKind.CHOICE and not self.values
