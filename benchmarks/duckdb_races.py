"""DuckDB: one definition and a library, against today's way and against the floors."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import duckdb

from benchmarks import frames
from benchmarks.definitions import FIELD
from benchmarks.floors import hyperscan_database, scan_each, scan_end_to_end
from benchmarks.naive import ilike
from benchmarks.store import FOLDED, RAW, connect, expected, first, flagged, make, texts
from benchmarks.timing import Contestant, Match, Results, race
from transpiler.definition import Definition
from transpiler.emitting import to_sql
from transpiler.library import (
    KEPT,
    as_one_query,
    classification_steps,
    make_library,
    search_steps,
)

NAIVE = "`ILIKE` per term"
NAIVE_IN_CASE = "`ILIKE` per term, inside `CASE`"
OURS = "ours, by itself"
SEARCH = "ours, tokens kept"
CONTAINS = "floor: one `contains`"
SCAN = "floor: the texts' lengths"
HYPERSCAN = "floor: hyperscan, all texts as one"
HYPERSCAN_EACH = "hyperscan, text by text from Python"
LIBRARY = "library, nothing kept"
LIBRARY_KEPT = "library, tokens kept"
INGEST = "tokens, made once"

_CHECKED = 20_000
"""On so many visits the answers of a library are compared."""

_CHECKED_ALONE = 2_000
"""On so many where it is only its growth that is measured."""


def one_definition(
    path: Path, definition: Definition, visits: int, *, rounds: int, threads: int
) -> Results:
    """Race the ways of asking one definition of all visits of a database."""
    sample = min(visits, 200_000)
    naive = ilike(definition, "txt", "duckdb")
    with connect(path, threads) as connection:
        _keep_tokens(connection, [definition])
        read = texts(connection, visits)
        data = [(text or "").encode() for text in read]
        database = hyperscan_database([definition])
        searched = as_one_query(search_steps(definition, "duckdb"), "duckdb")

        def asked(name: str, sql: str, table: str, count: int) -> Contestant:
            run = partial(_run, connection, _flags([sql], first(table, count)))
            found = partial(flagged, connection, definition.name, sql, table)
            return Contestant(name, run, count, found)

        def by_tokens(count: int) -> set[Match]:
            rows = connection.execute(searched).fetchall()
            return {(definition.name, row[0]) for row in rows if row[0] < count}

        floors = [
            (CONTAINS, _flags([f"contains({FIELD}, 'traffick')"], FOLDED)),
            (SCAN, f"SELECT sum(strlen({FIELD})) FROM {FOLDED}"),
        ]
        with frames.contestants(definition, read[:sample]) as others:
            contestants = [
                asked(NAIVE, naive, RAW, sample),
                asked(NAIVE_IN_CASE, f"CASE WHEN {naive} THEN TRUE ELSE FALSE END", RAW, sample),
                asked(OURS, to_sql(definition, "duckdb", folded=True), FOLDED, visits),
                Contestant(
                    SEARCH,
                    partial(_run, connection, f"SELECT count(*) FROM ({searched})"),
                    visits,
                    by_tokens,
                ),
                *others,
                *(Contestant(name, partial(_run, connection, sql), visits) for name, sql in floors),
                Contestant(HYPERSCAN, scan_end_to_end(database, data), visits),
                Contestant(HYPERSCAN_EACH, scan_each(database, data[:sample]), sample),
            ]
            return race(contestants, rounds, expected(connection, [definition], sample))


def library(
    path: Path, definitions: Sequence[Definition], visits: int, *, rounds: int, threads: int
) -> Results:
    """Race the ways of asking many definitions of all visits of a database."""
    few, some = min(visits, 2_000), min(visits, 50_000)
    with connect(path, threads) as connection:
        data = [(text or "").encode() for text in texts(connection, visits)]
        database = hyperscan_database(definitions)
        naive = [ilike(definition, "txt", "duckdb") for definition in definitions]
        ours = [to_sql(definition, "duckdb", folded=True) for definition in definitions]

        def asked(name: str, all_sql: Sequence[str], table: str, count: int) -> Contestant:
            def found(limit: int) -> set[Match]:
                return {
                    match
                    for definition, sql in zip(definitions, all_sql, strict=True)
                    for match in flagged(connection, definition.name, sql, table, limit)
                }

            run = partial(_run, connection, _flags(all_sql, first(table, count)))
            return Contestant(name, run, count, found)

        contestants = [
            asked(NAIVE, naive, RAW, few),
            asked(OURS, ours, FOLDED, some),
            *library_contestants(connection, definitions, visits),
            Contestant(HYPERSCAN, scan_end_to_end(database, data), visits),
            Contestant(HYPERSCAN_EACH, scan_each(database, data[:some]), some),
        ]
        found = expected(connection, definitions, min(visits, _CHECKED))
        return race(contestants, rounds, found)


def library_alone(
    path: Path, definitions: Sequence[Definition], visits: int, *, rounds: int, threads: int
) -> Results:
    """Time the library's own shapes."""
    with connect(path, threads) as connection:
        found = expected(connection, definitions, min(visits, _CHECKED_ALONE))
        return race(library_contestants(connection, definitions, visits), rounds, found)


def library_contestants(
    connection: duckdb.DuckDBPyConnection, definitions: Sequence[Definition], visits: int
) -> list[Contestant]:
    """Return the ways of a library: all in one run, tokens made once, and the rest after that."""
    asked = make_library(definitions)
    once = classification_steps(asked, "duckdb", visits=FOLDED, folded=True)
    kept = classification_steps(asked, "duckdb", visits=FOLDED, folded=True, keeps_tokens=True)
    ingest = [step for step in kept if step.name in KEPT]
    after = [step for step in kept if step.name not in KEPT]

    def nothing_kept() -> None:
        for name in KEPT:
            connection.execute(f"DROP TABLE IF EXISTS {name}")
        make(connection, once, kept=False)
        for name in KEPT:
            connection.execute(f"DROP TABLE {name}")

    def matches(limit: int) -> set[Match]:
        query = f"SELECT definition, visit_id FROM matches WHERE visit_id < {limit}"
        return set(connection.execute(query).fetchall())

    return [
        Contestant(LIBRARY, nothing_kept, visits, matches),
        Contestant(INGEST, partial(make, connection, ingest, kept=True), visits),
        Contestant(LIBRARY_KEPT, partial(make, connection, after, kept=False), visits, matches),
    ]


def _keep_tokens(connection: duckdb.DuckDBPyConnection, definitions: Sequence[Definition]) -> None:
    steps = classification_steps(
        make_library(definitions), "duckdb", visits=FOLDED, folded=True, keeps_tokens=True
    )
    make(connection, [step for step in steps if step.name in KEPT], kept=True)


def _flags(expressions: Sequence[str], rows: str) -> str:
    """Return a query that makes a flag for each definition and visit, and counts them."""
    flags = ", ".join(f"{found} AS f{number}" for number, found in enumerate(expressions))
    counts = ", ".join(f"count_if(f{number})" for number in range(len(expressions)))
    return f"SELECT {counts} FROM (SELECT {flags} FROM {rows})"


def _run(connection: duckdb.DuckDBPyConnection, sql: str) -> object:
    return connection.execute(sql).fetchall()
