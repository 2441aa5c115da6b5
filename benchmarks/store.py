"""Generated visits in a DuckDB file, and the tables of a classification beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from benchmarks.definitions import FIELD
from benchmarks.timing import Expected, Match
from benchmarks.visits import MEAN_BYTES, make_visits
from transpiler.definition import Definition
from transpiler.dialects import get_dialect
from transpiler.emitting import to_sql
from transpiler.library import LibraryStep

RAW = "visits"
"""As sent: ``visit_id`` and ``txt``."""

FOLDED = "syndrome_visits"
"""Folded once, as the dbt project keeps them: ``visit_id`` and `FIELD`."""


def fill(path: Path, count: int, *, mean_bytes: int = MEAN_BYTES, seed: int = 0) -> None:
    """Make a database of ``count`` visits at ``path``, unless it is there."""
    if path.exists():
        return
    dialect = get_dialect("duckdb")
    folded = dialect.fold(dialect.column("txt")).sql(dialect="duckdb")
    with duckdb.connect(str(path)) as connection:
        make_visits(connection, count, mean_bytes=mean_bytes, seed=seed, table=RAW)
        connection.execute(
            f"CREATE TABLE {FOLDED} AS SELECT visit_id, {folded} AS {FIELD} FROM {RAW}"
        )


def connect(path: Path, threads: int) -> duckdb.DuckDBPyConnection:
    """Open a database."""
    return duckdb.connect(str(path), config={"threads": threads})


def first(table: str, visits: int) -> str:
    """Return a subquery of the first visits of ``table``."""
    return f"(SELECT * FROM {table} WHERE visit_id < {visits}) AS few"


def make(
    connection: duckdb.DuckDBPyConnection, steps: Iterable[LibraryStep], *, kept: bool
) -> None:
    """Make the tables of a classification.

    Args:
        connection: where.
        steps: in order.
        kept: in the database's file, rather than for this connection alone.
    """
    kind = "TABLE" if kept else "TEMP TABLE"
    for step in steps:
        connection.execute(f"CREATE OR REPLACE {kind} {step.name} AS {step.sql}")


def texts(connection: duckdb.DuckDBPyConnection, visits: int) -> list[str | None]:
    """Return the folded texts of the first visits, in order."""
    query = f"SELECT {FIELD} FROM {first(FOLDED, visits)} ORDER BY visit_id"
    return [row[0] for row in connection.execute(query).fetchall()]


def flagged(
    connection: duckdb.DuckDBPyConnection, name: str, expression: str, table: str, visits: int
) -> set[Match]:
    """Return which of the first ``visits`` of ``table`` an expression takes."""
    query = f"SELECT visit_id FROM {first(table, visits)} WHERE {expression}"
    return {(name, row[0]) for row in connection.execute(query).fetchall()}


def expected(
    connection: duckdb.DuckDBPyConnection, definitions: Sequence[Definition], visits: int
) -> Expected:
    """Return what the emitted expressions of ``definitions`` take, each asked by itself."""
    found: set[Match] = set()
    for definition in definitions:
        sql = to_sql(definition, "duckdb", folded=True)
        found |= flagged(connection, definition.name, sql, FOLDED, visits)
    return Expected(found, visits)
