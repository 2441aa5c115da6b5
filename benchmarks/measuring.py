"""Everything that is measured, in one run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import changes, compiling, duckdb_races, growth, memory, postgres_races
from benchmarks.definitions import make_definitions, of_field
from benchmarks.scales import Scale
from benchmarks.store import connect, expected, fill
from benchmarks.timing import Expected, Results
from transpiler.definition import Definition
from transpiler.parsing import load_definition

SST = Path(__file__).parents[1] / "dbt_project/definitions/cdc_suspected_sex_trafficking/v1.yml"

_CHECKED = 20_000


@dataclass(frozen=True)
class Figures:
    """What was measured.

    Attributes:
        one: one definition on DuckDB.
        library: many definitions on DuckDB.
        changed: 1 % of the visits changed, on DuckDB, of more and more visits.
        definitions: libraries of more and more definitions.
        lengths: a library on texts of more and more bytes.
        terms: kind of term → the costs of longer and longer lists, by engine.
        footprints: the memory of a library.
        compilings: the compiler on more and more definitions.
        postgres_one: one definition on PostgreSQL, by locale.
        postgres_searches: single searches on PostgreSQL, by locale.
        postgres_library: many definitions on PostgreSQL.
        postgres_version: what the server calls itself.
    """

    one: Results
    library: Results
    changed: dict[int, Results]
    definitions: dict[int, Results]
    lengths: dict[int, Results]
    terms: dict[str, dict[str, list[growth.Cost]]]
    footprints: list[memory.Footprint]
    compilings: list[compiling.Compiling]
    postgres_one: dict[postgres_races.Locale, Results]
    postgres_searches: dict[postgres_races.Locale, Results]
    postgres_library: Results
    postgres_version: str


def measure(scale: Scale, threads: int, say: Callable[[str], None]) -> Figures:
    """Return the figures of one run.

    Args:
        scale: how much is measured.
        threads: how many DuckDB may use.
        say: told what is under way.
    """
    sst = of_field(load_definition(SST))
    definitions = make_definitions(max(scale.definitions))
    raced = definitions[: scale.raced]
    rounds, visits = scale.rounds, scale.visits
    with tempfile.TemporaryDirectory(prefix="syndrome-benchmarks-") as folder:
        path = Path(folder) / "visits.duckdb"
        say(f"making {visits:,} visits")
        fill(path, visits)
        say("one definition on DuckDB")
        one = duckdb_races.one_definition(path, sst, visits, rounds=rounds, threads=threads)
        say(f"{scale.raced} definitions on DuckDB")
        library = duckdb_races.library(path, raced, visits, rounds=rounds, threads=threads)
        say("1 % of the visits changed")
        changed = {
            count: _changed(Path(folder), raced, count, rounds=rounds, threads=threads)
            for count in scale.changing
        }
        say("more and more definitions")
        smaller = Path(folder) / "fewer.duckdb"
        fewer = max(visits // 5, min(visits, 100_000))
        fill(smaller, fewer)
        by_definitions = growth.by_definitions(
            smaller, definitions, scale.definitions, fewer, rounds=rounds, threads=threads
        )
        say("longer and longer texts")
        by_bytes = growth.by_bytes(
            Path(folder), raced, scale.lengths, fewer, rounds=rounds, threads=threads
        )
        say("longer and longer lists of terms on DuckDB")
        by_terms = {"DuckDB": growth.by_terms(path, scale.terms, scale.swept, rounds=rounds)}
        say("memory")
        footprints = [
            memory.measure(Path(folder), count, scale.raced, threads=threads)
            for count in scale.classified
        ]
        say("compiling")
        compilings = [
            compiling.measure(Path(folder) / f"project_{count}", make_definitions(count))
            for count in scale.compiled
        ]
        postgres_one, searches = {}, {}
        for locale in postgres_races.LOCALES:
            say(f"one definition on PostgreSQL, locale of {locale}")
            with postgres_races.session(path, scale.postgres_visits, locale) as opened:
                found = _expected(path, [sst], scale.postgres_visits)
                postgres_one[locale] = postgres_races.one_definition(
                    opened, sst, scale.postgres_visits, found, rounds=2 * rounds
                )
                searches[locale] = postgres_races.searches(
                    opened, min(scale.postgres_visits, 50_000), rounds=2 * rounds
                )
        with postgres_races.session(path, scale.postgres_visits, "libc") as opened:
            say(f"{scale.raced} definitions on PostgreSQL")
            found = _expected(path, raced, min(scale.postgres_visits, _CHECKED))
            postgres_library = postgres_races.library(
                opened, raced, scale.postgres_visits, found, rounds=rounds
            )
            say("longer and longer lists of terms on PostgreSQL")
            by_terms["PostgreSQL"] = growth.by_terms_on_postgres(
                opened, scale.terms, min(scale.swept, scale.postgres_visits), rounds=rounds
            )
            version = opened.version
    return Figures(
        one,
        library,
        changed,
        by_definitions,
        by_bytes,
        by_terms,
        footprints,
        compilings,
        postgres_one,
        searches,
        postgres_library,
        version,
    )


def _changed(
    folder: Path, definitions: list[Definition], visits: int, *, rounds: int, threads: int
) -> Results:
    path = folder / f"changing_{visits}.duckdb"
    fill(path, visits)
    found = changes.one_percent(path, definitions, visits, rounds=rounds, threads=threads)
    path.unlink()
    return found


def _expected(path: Path, definitions: list[Definition], visits: int) -> Expected:
    with connect(path, 1) as connection:
        return expected(connection, definitions, visits)
