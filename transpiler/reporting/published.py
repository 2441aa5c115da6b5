"""What a built project publishes, as the report holds it.

A withheld count is None here as it is NULL in the warehouse; it is never 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

EMERGENCY = "emergency"
"""The setting that trends are about; the others stand in a table."""

CROSSED = "place, age and sex"
"""A cut of so many strata that only those with a count that is shown are read."""


@dataclass(frozen=True, slots=True)
class PolicyLimits:
    """The least that a policy withholds.

    Attributes:
        smallest_count: the smallest number of visits above zero that may be shown.
        hold_back_days: days after a period's end before it may be shown at all.
    """

    smallest_count: int
    hold_back_days: int


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend.

    Attributes:
        label: name of the period, such as ``2025-Q1``.
        start: its first day.
        end: its last day.
        matched_visits: visits that match, or None where the count is withheld.
        visits: all visits of the period.
        percent: share of the matches in all visits, in percent, or None where withheld.
        is_complete: whether its codes have arrived.
        is_partial: whether the visits begin within it, so that it is too low.
    """

    label: str
    start: date
    end: date
    matched_visits: int | None
    visits: int
    percent: float | None
    is_complete: bool
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The published periods of one stratum, in order of time.

    A period without any visit is in no table; `absences` says where such periods are.
    """

    period: str
    points: tuple[Point, ...]

    def absences(self) -> Iterator[tuple[date, date]]:
        """Yield the first and last day of each stretch between points that has no period."""
        for before, after in pairwise(self.points):
            start = before.end + timedelta(days=1)
            if start < after.start:
                yield start, after.start - timedelta(days=1)

    def withheld(self) -> tuple[Point, ...]:
        """Return the points whose counts are withheld."""
        return tuple(point for point in self.points if point.matched_visits is None)


@dataclass(frozen=True, slots=True)
class PredictiveValue:
    """Share of the reviewed matches that reviewers call true, as a tenth.

    Attributes:
        reviewed_from: the fewest matches that may be labelled; None where withheld.
        reviewed_to: the most, or None.
        low: the least that the share may be, 0 to 1, or None.
        high: the most, or None.
    """

    reviewed_from: int | None
    reviewed_to: int | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PublishedDefinition:
    """One version of a definition and all that is published of it.

    Attributes:
        name: the definition's name.
        version: its version.
        title: the name people use.
        policy: what may be published of its matches.
        organization: who published the definition, or None.
        url: where, or None.
        terms: how many terms it has.
        content_hash: its file at the time of the build, as a hash.
        compiler_version: what compiled it.
        trends: setting → all visits of the setting.
        strata: cut → stratum → emergency visits, latest periods only.
        predictive_value: None where the project has no such model.
    """

    name: str
    version: int
    title: str
    policy: str
    organization: str | None
    url: str | None
    terms: int
    content_hash: str
    compiler_version: str
    trends: Mapping[str, Trend]
    strata: Mapping[str, Mapping[str, Trend]]
    predictive_value: PredictiveValue | None

    @property
    def identifier(self) -> str:
        """Name and version, such as ``fall_v2``."""
        return f"{self.name}_v{self.version}"


@dataclass(frozen=True, slots=True)
class PublishedProject:
    """All definitions of a project, and where they were read.

    Attributes:
        schema: the mart schema.
        relations: the tables read.
        absent: what the report could show and the schema has no table of.
        definitions: by name and version.
        limits: policy → the least that it withholds.
    """

    schema: str
    relations: tuple[str, ...]
    absent: tuple[str, ...]
    definitions: tuple[PublishedDefinition, ...]
    limits: Mapping[str, PolicyLimits]

    def families(self) -> Iterator[tuple[PublishedDefinition, ...]]:
        """Yield the versions of each definition that has several, the earliest first."""
        by_name: dict[str, list[PublishedDefinition]] = {}
        for definition in self.definitions:
            by_name.setdefault(definition.name, []).append(definition)
        return (tuple(versions) for versions in by_name.values() if len(versions) > 1)
