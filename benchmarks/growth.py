"""How the cost grows: with definitions, terms, the length of a text, and visits."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks import duckdb_races
from benchmarks.definitions import KINDS, make_list
from benchmarks.postgres_races import Session
from benchmarks.store import FOLDED, connect, fill, first
from benchmarks.timing import Contestant, Results, race
from transpiler.definition import Definition, terms
from transpiler.emitting import to_sql


@dataclass(frozen=True)
class Cost:
    """What one list of terms costs.

    Attributes:
        terms: how many there are.
        per_visit: nanoseconds of processor time for each visit, without the planning.
        planning: milliseconds of processor time before the first visit is read.
    """

    terms: int
    per_visit: float
    planning: float

    @property
    def per_term(self) -> float:
        """Nanoseconds for each visit and term."""
        return self.per_visit / self.terms


def by_definitions(
    path: Path,
    definitions: Sequence[Definition],
    sizes: Sequence[int],
    visits: int,
    *,
    rounds: int,
    threads: int,
) -> dict[int, Results]:
    """Time libraries of more and more definitions: all of them in one table of matches."""
    return {
        count: duckdb_races.library_alone(
            path, definitions[:count], visits, rounds=rounds, threads=threads
        )
        for count in sizes
    }


def by_bytes(
    folder: Path,
    definitions: Sequence[Definition],
    sizes: Sequence[int],
    visits: int,
    *,
    rounds: int,
    threads: int,
) -> dict[int, Results]:
    """Time a library on texts of more and more bytes; of long ones there are fewer."""
    found = {}
    for size in sizes:
        count = max(visits // 10, min(visits, visits * 87 // size))
        path = folder / f"visits_{count}_of_{size}_bytes.duckdb"
        fill(path, count, mean_bytes=size)
        found[size] = duckdb_races.library_alone(
            path, definitions, count, rounds=rounds, threads=threads
        )
    return found


def by_terms(
    path: Path, sizes: Sequence[int], visits: int, *, rounds: int
) -> dict[str, list[Cost]]:
    """Time lists of more and more terms of each kind on DuckDB, by one thread."""
    with connect(path, 1) as connection:

        def ask(name: str, sql: str, rows: int) -> Contestant:
            query = f"SELECT count_if(f) FROM (SELECT {sql} AS f FROM {first(FOLDED, rows)})"
            return Contestant(name, lambda: connection.execute(query).fetchall(), rows)

        return {kind: _costs(kind, sizes, visits, "duckdb", ask, rounds) for kind in KINDS}


def by_terms_on_postgres(
    opened: Session, sizes: Sequence[int], visits: int, *, rounds: int
) -> dict[str, list[Cost]]:
    """Time lists of more and more terms of each kind on PostgreSQL."""

    def ask(name: str, sql: str, rows: int) -> Contestant:
        query = f"SELECT sum(f::int) FROM (SELECT {sql} AS f FROM {first(FOLDED, rows)}) AS flagged"
        return Contestant(name, partial(opened.run, query), rows, cpu=opened.cpu_seconds)

    return {kind: _costs(kind, sizes, visits, "postgres", ask, rounds) for kind in KINDS}


def _costs(
    kind: str,
    sizes: Sequence[int],
    visits: int,
    dialect: str,
    ask: Callable[[str, str, int], Contestant],
    rounds: int,
) -> list[Cost]:
    """Return the costs of lists of one kind; long ones are asked of fewer visits."""
    found = []
    for size in sizes:
        definition = make_list(kind, size)
        sql = to_sql(definition, dialect, folded=True)
        rows = min(visits, max(1_000, visits * _AS_WRITTEN // size))
        timed = race([ask("all", sql, rows), ask("one", sql, 1)], rounds, None)
        every, one = timed["all"].cpus, timed["one"].cpus
        visit = statistics.median(a - b / rows for a, b in zip(every, one, strict=True))
        visit = max(visit, 1.0)  # planning varies by more than a few visits take
        terms_asked = sum(1 for part in definition.parts for _ in terms(part.query.root))
        found.append(Cost(terms_asked, visit, timed["one"].cpu / 1e6))
    return found


_AS_WRITTEN = 50
"""Up to so many terms a list is asked of all visits."""


def most_per_step(costs: Sequence[Cost]) -> float:
    """Return the largest factor from one size to the next in the cost of a term."""
    return max((b.per_term / a.per_term for a, b in pairwise(costs)), default=1.0)
