"""What besides its texts a visit must be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from transpiler.definition.filter_columns import FILTER_COLUMNS


class Sex(StrEnum):
    """Administrative sex of a visit, as ESSENCE codes it."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age in completed years, both ends included; None leaves an end open."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What besides the text a visit must be. A missing value never passes a filter."""

    age: AgeRange | None = None
    sex: tuple[Sex, ...] = ()
    emergency_visit: bool | None = None

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the `FILTER_COLUMNS` that they ask of."""
        return tuple(
            column.name
            for column in FILTER_COLUMNS
            if getattr(self, column.filter) not in (None, ())
        )


NO_FILTERS: Final = Filters()
"""Every visit passes."""
