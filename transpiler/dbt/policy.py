"""What a policy allows to be published, and the refusal of a project that would publish more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from transpiler.dbt.project import DbtProject
from transpiler.dbt.seeds import SeedRow, find_seed, read_seed
from transpiler.definition import DefinitionError, Diagnostic, Policy, Severity

PERIODS: Final = ("week", "month", "quarter")
"""The periods a trend can have, the finest first."""
GEOGRAPHIES: Final = ("county", "state")
"""The places a trend can be divided by, the finest first."""
AGE_BANDS: Final = ("fine", "broad")
"""The age bands a trend can be divided by, the finest first."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The most that a policy allows to be published.

    Attributes:
        period: the finest period.
        geography: the finest place.
        age_bands: the finest age bands.
        smallest_count: the smallest count above zero that may be shown, in visits.
        hold_back_days: days after a period's end before it may be shown.
    """

    period: str
    geography: str
    age_bands: str
    smallest_count: int
    hold_back_days: int


FLOORS: Final = MappingProxyType(
    {
        Policy.STANDARD: Floor("week", "county", "fine", 5, 0),
        Policy.SENSITIVE: Floor("month", "county", "broad", 11, 7),
        Policy.NO_CASE_FINDING: Floor("quarter", "state", "broad", 11, 14),
    }
)
"""The floor of each policy; a project may be stricter, never laxer (docs/privacy.md).

Eleven is the smallest count that CMS's cell size suppression policy allows: no cell of 1 to 10
(resdac.org/articles/cms-cell-size-suppression-policy). Five, the days and the coarseness are
decisions of this project.
"""

SEED: Final = Path("seeds") / "syndrome_policies.csv"
"""Where a new project says what it publishes under each policy; dbt knows the file by its name."""

COLUMNS: Final = ("policy", "period", "geography", "age_bands", "smallest_count", "hold_back_days")
_LONGEST_NUMBER: Final = 9
"""Digits of a whole number that every engine holds."""


def check_policies(project: DbtProject) -> list[Diagnostic]:
    """Return a diagnostic for every way in which the project would publish more than allowed."""
    try:
        path = find_seed(project.root, project.seed_paths, SEED.stem)
        rows = read_seed(path, COLUMNS) if path else []
    except DefinitionError as error:
        return list(error.diagnostics)
    if path is None:
        message = f"there is no {SEED.name} in {', '.join(project.seed_paths)}"
        hint = "`syndrome init --here` adds what is missing"
        where = str(project.root)
        return [Diagnostic("ESS302", Severity.ERROR, message, path=where, hint=hint)]
    found = [finding for row in rows for finding in _check_row(row)]
    given = [row.values["policy"] for row in rows]
    for policy in Policy:
        if given.count(policy.value) != 1:
            message = f"the policy {policy.value} stands in {given.count(policy.value)} rows"
            hint = "each policy has one row"
            found.append(Diagnostic("ESS302", Severity.ERROR, message, path=str(path), hint=hint))
    return found


def _check_row(row: SeedRow) -> Iterator[Diagnostic]:
    values, finding = row.values, row.refused
    try:
        floor = FLOORS[Policy(values["policy"])]
    except ValueError:
        yield finding("ESS302", "unknown policy", tuple(policy.value for policy in Policy))
        return
    policy = values["policy"]
    for column, allowed in (
        ("period", PERIODS),
        ("geography", GEOGRAPHIES),
        ("age_bands", AGE_BANDS),
    ):
        value, finest = values[column], getattr(floor, column)
        rest = allowed[allowed.index(finest) :]
        if value not in allowed:
            yield finding("ESS302", f"unknown {column} {value!r}", rest)
        elif value not in rest:
            message = f"{policy} definitions may not be published by {value}: {column} is too fine"
            yield finding("ESS301", message, rest)
    for column in ("smallest_count", "hold_back_days"):
        value, least = values[column], getattr(floor, column)
        if not value.isascii() or not value.isdigit() or len(value) > _LONGEST_NUMBER:
            yield finding("ESS302", f"{column} is {value!r}, not a whole number")
        elif int(value) < least:
            message = f"{policy} definitions need {column} of at least {least}, not {value}"
            yield finding("ESS301", message, (f"{least} or more",))
