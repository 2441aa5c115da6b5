"""The smallest parts of time, of place, and of age and sex by which visits are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from transpiler.definition import Definition

UNKNOWN: Final = "unknown"
ANY: Final = "any"
"""A sex that is not told apart."""
_OLDEST: Final = 200


@dataclass(frozen=True, slots=True)
class Days:
    """Some days, both ends included."""

    start: date
    end: date

    def within(self, other: Days) -> bool:
        """Return whether all of them are among the other ones."""
        return other.start <= self.start and self.end <= other.end


def pieces(block: Days, periods: Iterable[Days]) -> list[Days]:
    """Return the pieces into which the periods cut the days of a block."""
    starts = {block.start}
    for period in periods:
        starts |= {period.start, period.end + timedelta(days=1)}
    inner = sorted(day for day in starts if block.start <= day <= block.end)
    ends = [day - timedelta(days=1) for day in inner[1:]] + [block.end]
    return [Days(*piece) for piece in zip(inner, ends, strict=True)]


def blocks(periods: Iterable[Days]) -> list[Days]:
    """Return the periods that lie in no other one."""
    found = sorted(set(periods), key=lambda days: (days.start, -days.end.toordinal()))
    return [
        days for days in found if not any(days != other and days.within(other) for other in found)
    ]


@dataclass(frozen=True, slots=True)
class Place:
    """A smallest place: a state, or a county of one where counties are told.

    Attributes:
        state: the state as it is told.
        county: the county, or None where no county is told.
    """

    state: str
    county: str | None

    def within(self, label: str) -> bool:
        """Return whether it is, or is part of, a place as told."""
        return label in (self.state, self.county)


def places(labels: Iterable[str]) -> list[Place]:
    """Return the smallest places that some labels tell apart; one if there are no labels.

    A county is told as ``MI_Wayne``, with its state in front.
    """
    found = sorted(set(labels))
    states = {label for label in found if "_" not in label}
    counties = [label for label in found if "_" in label]
    states |= {county.split("_", 1)[0] for county in counties}
    if not counties:
        return [Place(state, None) for state in sorted(states or {UNKNOWN})]
    return [
        Place(state, county)
        for state in sorted(states)
        for county in [*(c for c in counties if c.startswith(f"{state}_")), UNKNOWN]
    ]


@dataclass(frozen=True, slots=True)
class People:
    """A smallest group of age and sex."""

    age_group: str
    sex: str

    def within(self, age_group: str, sex: str) -> bool:
        """Return whether it is, or is part of, a group as told."""
        if self.sex != sex:
            return False
        if UNKNOWN in (age_group, self.age_group):
            return age_group == self.age_group
        least, most = ages(self.age_group)
        from_, until = ages(age_group)
        return from_ <= least and most <= until

    def may_pass(self, definition: Definition) -> bool:
        """Return whether the filters can let through somebody of the group."""
        age, sexes = definition.filters.age, definition.filters.sex
        if age is not None:
            if self.age_group == UNKNOWN:
                return False
            least, most = ages(self.age_group)
            if (age.min is not None and age.min > most) or (
                age.max is not None and age.max < least
            ):
                return False
        return not sexes or self.sex in (*sexes, ANY)

    def may_fail(self, definition: Definition) -> bool:
        """Return whether the filters can keep out somebody of the group."""
        age, sexes = definition.filters.age, definition.filters.sex
        if age is not None:
            if self.age_group == UNKNOWN:
                return True
            least, most = ages(self.age_group)
            if (age.min or 0) > least or (age.max is not None and age.max < most):
                return True
        # a sex that is missing is told as U, and passes no filter
        return bool(sexes) and (self.sex in ("U", ANY) or self.sex not in sexes)


def people(groups: Iterable[tuple[str, str]]) -> list[People]:
    """Return the smallest groups of age and sex that the told groups make, or one of all."""
    told = [People(*group) for group in sorted(set(groups))] or [People(f"0-{_OLDEST}", ANY)]
    return [
        group
        for group in told
        if not any(other != group and other.within(group.age_group, group.sex) for other in told)
    ]


@cache
def ages(band: str) -> tuple[int, int]:
    """Return the least and the greatest age of a band such as ``0-17`` or ``65+``."""
    least, _, most = re.sub(r"\+$", f"-{_OLDEST}", band).partition("-")
    return int(least), int(most)


def may_pass_setting(definition: Definition, setting: str) -> bool:
    """Return whether a visit of the setting can pass the filters by class of care."""
    emergency, inpatient = definition.filters.emergency_visit, definition.filters.inpatient
    if emergency is False and setting == "emergency":
        return False
    if inpatient is None:
        return True
    return setting not in ("ambulatory", "unknown") if inpatient else setting != "inpatient"


def may_fail_setting(definition: Definition, setting: str) -> bool:
    """Return whether filters other than age and sex can keep out a visit of the setting."""
    filters = definition.filters
    if filters.emergency_visit is not None and not (
        filters.emergency_visit and setting == "emergency"
    ):
        return True
    if filters.inpatient and setting == "inpatient":
        filters = replace(filters, inpatient=None)
    return bool(filters.further)
