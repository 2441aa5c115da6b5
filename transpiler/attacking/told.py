"""What readers have been told: the rows of published tables, also of earlier builds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

ALL: Final = "all"
PLACE: Final = "place"
PEOPLE: Final = "age and sex"
CROSSED: Final = "place, age and sex"
REPORTING: Final = "reporting"
WITH_OTHERS: Final = " and few others"
"""How the stratum of a part ends that is told together with those of few visits or facilities, of
which nothing is told by themselves."""
TOGETHER: Final = " + "
"""What stands between the parts of a group whose sum is told, in the order in which they are taken
together."""
EARLIER_VISIT: Final = "earlier visit"
EARLIER_VISITS: Final = (
    "0-3 days before",
    "4-30 days before",
    "31-90 days before",
    "91-365 days before",
    "none in a year",
    "patient unknown",
)
"""The strata of the cut by earlier visits, in the order in which they are taken together."""
PHASE_OF_CARE: Final = "phase of care"
PHASES_IN_ORDER: Final = ("sequela", "subsequent", "initial", "no such code")
"""Those of the cut by phase of care."""


@dataclass(frozen=True, slots=True)
class Told:
    """A cell of a published table: a count, or that the count is withheld.

    Attributes:
        definition: identifier of the definition, such as ``fall_injury_v1``.
        start: first day of the period.
        end: last day of the period.
        setting: emergency, inpatient, ambulatory or unknown.
        cut: how the visits are divided.
        stratum: the part of the cut.
        place: the place, where the cut divides by it.
        age_group: the age band, likewise.
        sex: F, M or U, likewise.
        count: visits that match; None where withheld.
        visits: all visits of the cell, which everybody knows.
        counted_on: the latest arrival that was counted. Rows of one day are of one state of the
            data.
        smallest_count: the smallest count above zero that the policy shows.
        is_listed: whether a table has a row of it; a cell that no table lists is withheld too.
    """

    definition: str
    start: date
    end: date
    setting: str
    cut: str
    stratum: str
    place: str | None
    age_group: str | None
    sex: str | None
    count: int | None
    visits: int
    counted_on: date
    smallest_count: int
    is_listed: bool = True

    @property
    def members(self) -> tuple[str, ...]:
        """The strata that it is the sum of; just one if it is not a sum."""
        return tuple(self.stratum.split(TOGETHER))

    @property
    def is_of_several(self) -> bool:
        """Whether it is the sum of several strata that have rows of their own."""
        return TOGETHER in self.stratum

    @property
    def width(self) -> int:
        """How many other values the count must be able to have if it is withheld."""
        return (self.smallest_count - 1) // 2


@dataclass(frozen=True, slots=True)
class Present:
    """All visits of a smallest cell, matching or not. We assume that everybody knows them.

    Attributes:
        start: first day of the period.
        end: last day of the period.
        setting: the setting.
        place: the place.
        age_group: the age band.
        sex: F, M or U.
        visits: how many there are.
        counted_on: at which state of the data.
    """

    start: date
    end: date
    setting: str
    place: str
    age_group: str
    sex: str
    visits: int
    counted_on: date


@dataclass(frozen=True, slots=True)
class Overall:
    """A lower bound on the matches of all periods and settings together.

    Attributes:
        definition: identifier of the definition.
        place: the place that it is about; None for all.
        least: how many matches there are at least, at the latest state of the data.
    """

    definition: str
    place: str | None
    least: int


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """A group of codes by which the matches of a definition are divided.

    Attributes:
        cut: the cut it belongs to.
        stratum: the group.
        codes: beginnings of its codes, undotted.
    """

    cut: str
    stratum: str
    codes: tuple[str, ...]


SEVERAL: Final = "several"
NONE: Final = "none"

Groups = Mapping[str, tuple[CodeGroup, ...]]
"""Name of a definition, without its version → the groups of its matches."""
