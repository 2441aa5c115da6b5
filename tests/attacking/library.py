"""Definitions and told cells for attacks written by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from transpiler.attacking import Told
from transpiler.definition import AgeRange, Definition, Filters, Part, Policy, Sex
from transpiler.parsing import parse_query

SMALLEST = 11
"""The smallest count that the policy of these cells shows."""

_QUARTER = (date(2025, 1, 1), date(2025, 3, 31))


def defined(
    name: str,
    query: str,
    *,
    age: tuple[int | None, int | None] | None = None,
    sex: Iterable[str] = (),
    version: int = 1,
    policy: str = "standard",
) -> tuple[str, Definition]:
    """Return identifier and definition of a query in the field of complaints and codes."""
    definition = Definition(
        name=name,
        version=version,
        title=name,
        policy=Policy(policy),
        parts=(Part(("ccdd_parsed",), parse_query(query)),),
        filters=Filters(None if age is None else AgeRange(*age), tuple(map(Sex, sex))),
    )
    return definition.identifier, definition


def told(
    definition: str,
    cut: str,
    stratum: str,
    count: int | None,
    visits: int = 10_000,
    *,
    counted_on: date = date(2025, 5, 1),
    period: tuple[date, date] = _QUARTER,
) -> Told:
    """Return a cell; its place, age and sex are read off the stratum."""
    parts = stratum.split(", ")
    place = parts[0] if cut.startswith("place") else None
    age_group, sex = parts[-2:] if cut.endswith("age and sex") else (None, None)
    return Told(
        definition,
        *period,
        "emergency",
        cut,
        stratum,
        place,
        age_group,
        sex,
        count,
        visits,
        counted_on,
        SMALLEST,
    )
