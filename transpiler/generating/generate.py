"""A year of visits, drawn one by one from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from transpiler.definition import Definition, Filters
from transpiler.generating.categories import Categories
from transpiler.generating.draws import Uniform, Weighted, stream
from transpiler.generating.extract_columns import GeneratedVisit
from transpiler.generating.facilities import Facility, facilities
from transpiler.generating.planting import PlantedKind, draft
from transpiler.generating.planting_plan import plan
from transpiler.generating.timing import days_of, share_by_day
from transpiler.generating.visit import Visitor, draw_visit, draw_visitor
from transpiler.meaning import evaluate_filters, matches

DEFAULT_SEED: Final = 20260101
"""The seed where none is given."""

DEFAULT_YEAR: Final = 2025
"""The year where none is given: fixed, so that a seed gives the same visits whenever it is used."""

_ATTEMPTS: Final = 12
"""How often a planted visit is drawn anew before the visit is left as it is."""


@dataclass(frozen=True, slots=True)
class BusyDay:
    """A day and how many visits it has.

    Attributes:
        day: the day.
        visits: its visits.
    """

    day: date
    visits: int


def busy_days(count: int, *, seed: int, year: int) -> tuple[BusyDay, ...]:
    """Return the days of ``year``, with ``count`` visits among them.

    Raises:
        ValueError: ``count`` is negative.
    """
    if count < 0:
        raise ValueError("the number of visits cannot be negative")
    up_to = [round(share * count) for share in share_by_day(year, seed)]
    return tuple(
        BusyDay(day, ends - begins)
        for day, begins, ends in zip(days_of(year), [0, *up_to], up_to, strict=False)
    )


def generate_visits(
    count: int,
    *,
    seed: int = DEFAULT_SEED,
    definitions: Sequence[Definition] = (),
    year: int = DEFAULT_YEAR,
    days: Sequence[BusyDay] | None = None,
) -> Iterator[GeneratedVisit]:
    """Yield a year of visits in the order of their days.

    The same arguments give the same visits on every machine and every Python. Visits are drawn as
    they are asked for: memory does not grow with ``count``, save by the keys of one day.

    Args:
        count: how many visits, all of the year together.
        seed: another seed gives other facilities, patients and visits.
        definitions: what matches and near-misses are planted for.
        year: the calendar year.
        days: those of `busy_days` that are asked for, whose visits are the same as among all; None
            for all of them.

    Raises:
        ValueError: ``count`` is negative.
    """
    if days is None:
        days = busy_days(count, seed=seed, year=year)
    generator = _Generator(count, seed, definitions)
    for busy in days:
        yield from generator.day(busy.day, busy.visits)


class _Generator:
    """What all visits of a run share, and the visits of each day.

    Each day draws from a stream of its own.
    """

    def __init__(self, count: int, seed: int, definitions: Sequence[Definition]) -> None:
        self._seed = seed
        self._facilities = facilities(seed)
        size = sum(facility.size for facility in self._facilities)
        self._patients = [
            50 + int(1.1 * count * facility.size / size) for facility in self._facilities
        ]
        self._plan = plan(definitions)
        self._categories = Categories(seed, definitions)

    def day(self, day: date, count: int) -> Iterator[GeneratedVisit]:
        """Yield ``count`` visits of one day."""
        uniform = stream(self._seed, day)
        day_of_year = day.timetuple().tm_yday - 1
        reporting = Weighted.of(
            (facility, facility.size)
            for facility in self._facilities
            if facility.reports_on(day_of_year)
        )
        seen: set[tuple[int, int]] = set()
        for _ in range(count):
            facility = reporting.draw(uniform)
            visitor = self._visitor(day, facility, seen, uniform)
            visit = None
            if uniform() < self._plan.share:
                definition, kind = self._plan.choice.draw(uniform)
                for _ in range(_ATTEMPTS):
                    if _passes(definition.filters, visitor):
                        break
                    facility = reporting.draw(uniform)
                    visitor = self._visitor(day, facility, seen, uniform)
                visit = _planted_visit(visitor, definition, kind, uniform)
                if visit is not None:
                    visit = self._categories.tag(visit, definition, kind)
            seen.add((visitor.facility.number, visitor.number))
            yield visit or draw_visit(visitor, uniform)

    def _visitor(
        self, day: date, facility: Facility, seen: set[tuple[int, int]], uniform: Uniform
    ) -> Visitor:
        """Return a patient who has not yet come to this facility today; some come often."""
        patients = self._patients[facility.number]
        regulars = patients // 150 if uniform() < 0.06 else 0
        number = int(uniform() * (regulars or patients))
        while (facility.number, number) in seen:
            number = int(uniform() * patients)
        return draw_visitor(day, facility, number, uniform)


def _passes(filters: Filters, visitor: Visitor) -> bool:
    """Return whether a visitor passes what is known before there is a visit."""
    known = Filters(
        age=filters.age,
        sex=filters.sex,
        emergency_visit=filters.emergency_visit,
        facility_type=filters.facility_type,
    )
    values = {
        "age_years": visitor.age,
        "sex": visitor.sex,
        "is_emergency": visitor.facility.is_emergency,
        "facility_type": visitor.facility.kind,
    }
    return evaluate_filters(known, values) is True


def _planted_visit(
    visitor: Visitor, definition: Definition, kind: PlantedKind, uniform: Uniform
) -> GeneratedVisit | None:
    """Return a visit that is ``kind`` to ``definition``, or None where none was found."""
    for attempt in range(_ATTEMPTS):
        planted = draft(definition, kind, uniform)
        visit = draw_visit(visitor, uniform, planted, is_plain=attempt > _ATTEMPTS // 2)
        if matches(definition, visit._asdict()) == (kind is PlantedKind.MATCH):
            return visit
    return None
