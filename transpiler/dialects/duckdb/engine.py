"""DuckDB, in process and in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import duckdb

from transpiler.dialects.engine import EngineColumn, EngineError, EngineRow, is_unicode

_TYPES: Final = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


class DuckDBEngine:
    """A database of its own, which cannot reach files or the network."""

    name = "duckdb"
    dialect = "duckdb"

    def __init__(self) -> None:
        self.version = f"DuckDB {duckdb.__version__}"
        self._connection = duckdb.connect(":memory:")
        self._connection.execute("SET enable_external_access = false")
        self._connection.execute("SET lock_configuration = true")

    def load(self, table: str, columns: Sequence[EngineColumn], rows: Iterable[EngineRow]) -> None:
        """Make ``table``; see `Engine.load`."""
        values = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in columns]
        declared = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in columns)
        unnested = ", ".join(f"unnest(?::{_TYPES[kind]}[])" for _, kind in columns)
        try:
            self._connection.execute(f'CREATE OR REPLACE TABLE "{table}" ({declared})')
            self._connection.execute(f'INSERT INTO "{table}" SELECT {unnested}', values)
        except (duckdb.Error, UnicodeError, ValueError) as error:
            kind = type(error).__name__
            raise EngineError(f"DuckDB cannot load table {table}: {kind}") from None

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT; see `Engine.query`."""
        try:
            return self._connection.execute(sql).fetchall()
        except duckdb.Error as error:
            raise EngineError(f"DuckDB: {error}") from None

    def can_store(self, text: str) -> bool:
        """Return whether ``text`` is Unicode; DuckDB stores everything that is."""
        return is_unicode(text)

    def close(self) -> None:
        """Drop the database."""
        self._connection.close()
