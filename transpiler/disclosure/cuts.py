"""The ways in which matches may be divided, and what these ways say about one another.

Two cuts whose sides are of different kinds share only their sum: whatever one shows, the other may
be anything that adds up to the same. Cuts of one kind are tied, by the number of visits of each
place and group of people or by what codes say about one another. They are published in one tree, or
not together at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Side(StrEnum):
    """What a cut divides by."""

    PLACE = "place"
    AGE = "age_group"
    SEX = "sex"
    REPORTING = "reporting"
    CODES = "codes"
    PHASE = "phase of care"
    EARLIER = "earlier visit"


class Tie(StrEnum):
    """What ties cuts to one another."""

    VISITS = "visits"
    """Everybody knows how many visits there are at each crossing of their strata."""
    CODES = "codes"
    """What a code means in one says what it means in the other."""
    PATIENTS = "patients"
    """Patients, whom nobody counts."""


TIES: Final = MappingProxyType(
    {
        Side.PLACE: Tie.VISITS,
        Side.AGE: Tie.VISITS,
        Side.SEX: Tie.VISITS,
        Side.REPORTING: Tie.VISITS,
        Side.CODES: Tie.CODES,
        Side.PHASE: Tie.CODES,
        Side.EARLIER: Tie.PATIENTS,
    }
)
"""Side → what it is tied by; every side has one."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A way to divide the matches of a definition, period and setting.

    Attributes:
        name: as the column ``cut`` has it.
        sides: what it divides by; none for the sum.
    """

    name: str
    sides: tuple[Side, ...] = ()

    @property
    def ties(self) -> frozenset[Tie]:
        """What ties it to other cuts."""
        return frozenset(TIES[side] for side in self.sides)

    def is_tied_to(self, other: Cut) -> bool:
        """Return whether the two say more about one another than their common sum."""
        return bool(self.ties & other.ties)


CUTS: Final = (
    Cut("all"),
    Cut("place", (Side.PLACE,)),
    Cut("age and sex", (Side.AGE, Side.SEX)),
    Cut("place, age and sex", (Side.PLACE, Side.AGE, Side.SEX)),
    Cut("reporting", (Side.REPORTING,)),
    Cut("phase of care", (Side.PHASE,)),
    Cut("earlier visit", (Side.EARLIER,)),
)
"""The cuts of every definition; those of `syndrome_code_groups` come besides."""

_BY_NAME: Final = {cut.name: cut for cut in CUTS}


def find_cut(name: str) -> Cut:
    """Return the cut of a name; a name that is not built in is a cut by codes."""
    return _BY_NAME.get(name) or Cut(name, (Side.CODES,))
