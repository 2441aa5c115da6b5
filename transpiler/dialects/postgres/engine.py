"""PostgreSQL: a server of our own, or one that a URL names."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

import psycopg2

from transpiler.dialects.engine import EngineColumn, EngineError, EngineRow, is_unicode
from transpiler.dialects.postgres.server import PostgresServer

_TYPES: Final = {
    "text": "TEXT",
    "integer": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}

_TIMEOUT: Final = 600_000
"""Milliseconds after which PostgreSQL gives up on a statement."""

_COPY_ESCAPES: Final = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class PostgresEngine:
    """A session on a PostgreSQL server. Its tables are temporary: nothing outlives the session.

    Args:
        url: libpq URL or connection string; None starts a server that stops with the session.
        server: a server that is already running and stays the caller's to stop.
    """

    name = "postgres"
    dialect = "postgres"

    def __init__(self, url: str | None = None, *, server: PostgresServer | None = None) -> None:
        self._own_server = None
        if url is None:
            if server is None:
                server = self._own_server = PostgresServer.start()
            url = server.url
        try:
            self._connection = psycopg2.connect(url)
        except psycopg2.Error as error:
            self._stop_own_server()
            raise EngineError(f"PostgreSQL cannot be reached: {error}") from None
        self._connection.autocommit = True
        self._connection.set_client_encoding("UTF8")
        with self._connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = {_TIMEOUT}")
        number = self._connection.server_version
        self.version = f"PostgreSQL {number // 10_000}.{number % 10_000}"

    def load(self, table: str, columns: Sequence[EngineColumn], rows: Iterable[EngineRow]) -> None:
        """Make ``table``; see `Engine.load`."""
        declared = ", ".join(f'"{name}" {_TYPES[kind]}' for name, kind in columns)
        try:
            lines = "".join("\t".join(map(_copy_field, row)) + "\n" for row in rows)
            with self._connection.cursor() as cursor:
                cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{table}"')
                cursor.execute(f'CREATE TEMPORARY TABLE "{table}" ({declared})')
                cursor.copy_expert(f'COPY pg_temp."{table}" FROM STDIN', io.StringIO(lines))
        except (psycopg2.Error, ValueError) as error:
            kind = type(error).__name__
            raise EngineError(f"PostgreSQL cannot load table {table}: {kind}") from None

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT; see `Engine.query`."""
        try:
            with self._connection.cursor() as cursor:
                cursor.execute(sql)
                return list(cursor.fetchall())
        except psycopg2.Error as error:
            raise EngineError(f"PostgreSQL: {error}") from None

    def can_store(self, text: str) -> bool:
        """Return whether ``text`` is Unicode without NUL, which PostgreSQL's text cannot hold."""
        return "\0" not in text and is_unicode(text)

    def close(self) -> None:
        """End the session, and the server if the session started it."""
        self._connection.close()
        self._stop_own_server()

    def _stop_own_server(self) -> None:
        if self._own_server is not None:
            self._own_server.stop()


def _copy_field(value: Any) -> str:
    r"""Return a value as COPY's text format has it: ``\N`` for NULL, backslash escapes."""
    return r"\N" if value is None else str(value).translate(_COPY_ESCAPES)
