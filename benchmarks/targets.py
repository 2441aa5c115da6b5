"""What the figures are held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import changes
from benchmarks.duckdb_races import HYPERSCAN, LIBRARY, LIBRARY_KEPT, NAIVE, OURS, SEARCH
from benchmarks.growth import most_per_step
from benchmarks.measuring import Figures
from benchmarks.timing import Results


@dataclass(frozen=True)
class Target:
    """A figure and its bound.

    Attributes:
        name: what was measured.
        value: the figure.
        bound: what it should reach, or keep to.
        at_least: whether more is better.
        unit: behind the figures.
    """

    name: str
    value: float
    bound: float
    at_least: bool
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the figure keeps to the bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


def targets(found: Figures) -> Iterator[Target]:
    """Yield every target with what was measured."""

    def faster(results: Results, name: str) -> float:
        return results[NAIVE].times(results[name])

    def over_floor(name: str) -> float:
        return found.library[name].times(found.library[HYPERSCAN])

    one, library = "SST v1, DuckDB", "library, DuckDB"
    yield Target(f"{one}: faster than `ILIKE`", faster(found.one, OURS), 25, True)
    yield Target(f"{one}, tokens kept: faster than `ILIKE`", faster(found.one, SEARCH), 100, True)
    yield Target(f"{library}: faster than `ILIKE`", faster(found.library, LIBRARY), 400, True)
    yield Target(f"{library}: over hyperscan", over_floor(LIBRARY), 6, False)
    yield Target(
        f"{library}, tokens kept: faster than `ILIKE`",
        faster(found.library, LIBRARY_KEPT),
        1_000,
        True,
    )
    yield Target(f"{library}, tokens kept: over hyperscan", over_floor(LIBRARY_KEPT), 2.5, False)
    few, many = _ends(found)
    yield Target(
        f"{library}: {many} definitions over {few}",
        found.definitions[many][LIBRARY].cpu / found.definitions[few][LIBRARY].cpu,
        5,
        False,
    )
    for locale, results in found.postgres_one.items():
        name = f"SST v1, PostgreSQL, no index, locale of {locale}: faster than `ILIKE`"
        yield Target(name, faster(results, OURS), 7, True)
    yield Target(
        "library, PostgreSQL: faster than `ILIKE`",
        faster(found.postgres_library, LIBRARY),
        500,
        True,
    )
    for engine, kinds in found.terms.items():
        worst = max(map(most_per_step, kinds.values()))
        yield Target(f"most that a term costs more at the next size, {engine}", worst, 2, False)
    for visits, results in found.changed.items():
        share = results[changes.CHANGED].times(results[LIBRARY])
        name = f"1 % of {visits:,} visits changed, of a full run"
        yield Target(name, 100 * share, 3, False, " %")
    most = found.compilings[-1]
    name = f"compiling {most.definitions:,} definitions"
    yield Target(name, most.first, 10, False, " s")
    yield Target(f"{name}, nothing changed", most.again, 2, False, " s")
    largest = found.footprints[-1]
    yield Target(
        f"memory of a library, {largest.visits:,} visits", largest.mebibytes, 4_096, False, " MiB"
    )


def _ends(found: Figures) -> tuple[int, int]:
    """Return the smallest library, and the largest of up to 120 definitions."""
    return min(found.definitions), max(size for size in found.definitions if size <= 120)
