"""PostgreSQL: one definition and a library, against today's way."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Literal

import psycopg2

from benchmarks.definitions import FIELD
from benchmarks.duckdb_races import (
    CONTAINS,
    INGEST,
    LIBRARY,
    LIBRARY_KEPT,
    NAIVE,
    OURS,
    SCAN,
    SEARCH,
)
from benchmarks.naive import ilike
from benchmarks.store import FOLDED, RAW, connect, first
from benchmarks.timing import Contestant, Expected, Match, Results, cpu_seconds, race
from transpiler.definition import Definition
from transpiler.dialects.postgres.server import PostgresServer
from transpiler.emitting import to_sql
from transpiler.library import (
    KEPT,
    LibraryStep,
    as_one_query,
    classification_steps,
    make_library,
    search_steps,
)

SETTINGS = {"jit": "off", "max_parallel_workers_per_gather": "0", "work_mem": "256MB"}
"""One process for each query; the rest as PostgreSQL has it."""

Locale = Literal["libc", "builtin"]

LOCALES: Mapping[Locale, Sequence[str]] = {
    "libc": ("--locale-provider=libc", "--locale=C.UTF-8"),
    "builtin": ("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
}
"""The C library's C.UTF-8, which `initdb` takes by itself where it is the system's locale, and
PostgreSQL's own since version 17, in which ILIKE costs less than half."""


class Session:
    """A connection, and the processor time of the server process behind it."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg2.connect(url)
        self._connection.autocommit = True
        self._process = self._connection.info.backend_pid
        for name, value in SETTINGS.items():
            self.run(f"SET {name} = '{value}'")

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a statement, none for one that has none."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def copy(self, table: str, file: Path) -> None:
        """Fill a table from a CSV file."""
        with self._connection.cursor() as cursor, file.open(encoding="utf-8") as lines:
            cursor.copy_expert(f"COPY {table} FROM STDIN WITH (FORMAT csv, NULL '\\N')", lines)

    def make(self, steps: Sequence[LibraryStep]) -> None:
        """Make the tables of a classification."""
        for step in steps:
            self.run(f"DROP TABLE IF EXISTS {step.name}")
            self.run(f"CREATE UNLOGGED TABLE {step.name} AS {step.sql}")
            self.run(f"ANALYZE {step.name}")

    def cpu_seconds(self) -> float:
        """Return the processor time that the server has used for this connection."""
        return cpu_seconds(self._process)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    @property
    def version(self) -> str:
        """What the server calls itself."""
        return str(self.run("SHOW server_version")[0][0])


@contextmanager
def session(path: Path, visits: int, locale: Locale) -> Iterator[Session]:
    """Start a server with the first visits of a DuckDB database, and stop it at the end."""
    server = PostgresServer.start(initdb_options=LOCALES[locale])
    try:
        opened = Session(server.url)
        _load(opened, path, visits)
        yield opened
        opened.close()
    finally:
        server.stop()


def _load(opened: Session, path: Path, visits: int) -> None:
    opened.run(f"CREATE UNLOGGED TABLE {RAW} (visit_id integer PRIMARY KEY, txt text)")
    opened.run(
        f'CREATE UNLOGGED TABLE {FOLDED} (visit_id integer PRIMARY KEY, {FIELD} text COLLATE "C")'
    )
    with tempfile.TemporaryDirectory() as folder, connect(path, 1) as stored:
        for table, column in ((RAW, "txt"), (FOLDED, FIELD)):
            file = Path(folder) / f"{table}.csv"
            stored.execute(
                f"COPY (SELECT visit_id, {column} FROM {first(table, visits)}) TO '{file}'"
                f" (FORMAT csv, HEADER false, NULLSTR '\\N', FORCE_QUOTE ({column}))"
            )
            opened.copy(table, file)
    opened.run("VACUUM ANALYZE")


def one_definition(
    opened: Session, definition: Definition, visits: int, expected: Expected, *, rounds: int
) -> Results:
    """Race the ways of asking one definition."""
    kept = _steps([definition], keeps_tokens=True)
    opened.make([step for step in kept if step.name in KEPT])
    searched = as_one_query(search_steps(definition, "postgres"), "postgres")

    def by_tokens(limit: int) -> set[Match]:
        return {(definition.name, row[0]) for row in opened.run(searched) if row[0] < limit}

    def floor(name: str, sql: str) -> Contestant:
        return Contestant(name, partial(opened.run, sql), visits, cpu=opened.cpu_seconds)

    naive = ilike(definition, "txt", "postgres")
    ours = to_sql(definition, "postgres", folded=True)
    search = f"SELECT count(*) FROM ({searched}) AS found"
    contestants = [
        _asked(opened, NAIVE, [definition], [naive], RAW, min(visits, 50_000)),
        _asked(opened, OURS, [definition], [ours], FOLDED, visits),
        Contestant(SEARCH, partial(opened.run, search), visits, by_tokens, cpu=opened.cpu_seconds),
        floor(CONTAINS, _flags([f"strpos({FIELD}, 'traffick') > 0"], FOLDED)),
        floor(SCAN, f"SELECT sum(octet_length({FIELD})) FROM {FOLDED}"),
    ]
    return race(contestants, rounds, expected)


def searches(opened: Session, visits: int, *, rounds: int) -> Results:
    """Race the ways of searching a folded text, and ILIKE a raw one, for a literal or several."""
    asked = {
        "`ILIKE '%traf%'`": ("txt ILIKE '%traf%'", RAW),
        "`STRPOS`, 3 characters": (f"strpos({FIELD}, 'sex') > 0", FOLDED),
        "`STRPOS`, 4": (f"strpos({FIELD}, 'traf') > 0", FOLDED),
        "`STRPOS`, 10": (f"strpos({FIELD}, ';713834002') > 0", FOLDED),
        "`STRPOS`, 19": (f"strpos({FIELD}, 'forced prostitution') > 0", FOLDED),
        "`LIKE`, 3 characters": (f"{FIELD} LIKE '%sex%'", FOLDED),
        "`LIKE`, 4": (f"{FIELD} LIKE '%traf%'", FOLDED),
        "`LIKE`, 10": (f"{FIELD} LIKE '%;713834002%'", FOLDED),
        "`LIKE`, two codes by `;t7_5`": (f"{FIELD} LIKE '%;t7_5%'", FOLDED),
        "`LIKE ANY`, two codes": (f"{FIELD} LIKE ANY (ARRAY['%;t745%', '%;t765%'])", FOLDED),
        "`~`, one literal": (f"{FIELD} ~ 'traf'", FOLDED),
        "`~`, two literals": (f"{FIELD} ~ 'traf|sex'", FOLDED),
        "`~`, two codes by a class": (f"{FIELD} ~ ';t7[46]5'", FOLDED),
        "the length of the text": (f"octet_length({FIELD}) > 0", FOLDED),
    }
    return race(
        [
            Contestant(
                name,
                partial(opened.run, _flags([sql], first(table, visits))),
                visits,
                cpu=opened.cpu_seconds,
            )
            for name, (sql, table) in asked.items()
        ],
        rounds,
        None,
    )


def library(
    opened: Session,
    definitions: Sequence[Definition],
    visits: int,
    expected: Expected,
    *,
    rounds: int,
) -> Results:
    """Race the ways of asking many definitions."""
    once = _steps(definitions, keeps_tokens=False)
    kept = _steps(definitions, keeps_tokens=True)
    naive = [ilike(definition, "txt", "postgres") for definition in definitions]
    ours = [to_sql(definition, "postgres", folded=True) for definition in definitions]

    def matches(limit: int) -> set[Match]:
        rows = opened.run(f"SELECT definition, visit_id FROM matches WHERE visit_id < {limit}")
        return {(name, visit_id) for name, visit_id in rows}

    def making(name: str, steps: Sequence[LibraryStep], *, answers: bool) -> Contestant:
        run, found = partial(opened.make, steps), matches if answers else None
        return Contestant(name, run, visits, found, opened.cpu_seconds)

    contestants = [
        _asked(opened, NAIVE, definitions, naive, RAW, min(visits, 300)),
        _asked(opened, OURS, definitions, ours, FOLDED, min(visits, 2_000)),
        making(LIBRARY, once, answers=True),
        making(INGEST, [step for step in kept if step.name in KEPT], answers=False),
        making(LIBRARY_KEPT, [step for step in kept if step.name not in KEPT], answers=True),
    ]
    return race(contestants, rounds, expected)


def _asked(
    opened: Session,
    name: str,
    definitions: Sequence[Definition],
    expressions: Sequence[str],
    table: str,
    visits: int,
) -> Contestant:
    """Return a contestant that makes a flag for each definition with an expression of its own."""

    def found(limit: int) -> set[Match]:
        return {
            (definition.name, row[0])
            for definition, sql in zip(definitions, expressions, strict=True)
            for row in opened.run(f"SELECT visit_id FROM {first(table, limit)} WHERE {sql}")
        }

    run = partial(opened.run, _flags(expressions, first(table, visits)))
    return Contestant(name, run, visits, found, opened.cpu_seconds)


def _steps(definitions: Sequence[Definition], *, keeps_tokens: bool) -> tuple[LibraryStep, ...]:
    return classification_steps(
        make_library(definitions),
        "postgres",
        visits=FOLDED,
        folded=True,
        keeps_tokens=keeps_tokens,
    )


def _flags(expressions: Sequence[str], rows: str) -> str:
    """Return a query that makes a flag for each definition and visit, and counts them."""
    flags = ", ".join(f"{found} AS f{number}" for number, found in enumerate(expressions))
    counts = ", ".join(f"sum(f{number}::int)" for number in range(len(expressions)))
    # OFFSET 0 keeps each flag from being worked out again where it is counted.
    return f"SELECT {counts} FROM (SELECT {flags} FROM {rows} OFFSET 0) AS flagged"
