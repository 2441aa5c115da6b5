"""Where whole projects are built: a file of DuckDB, or a PostgreSQL server of our own."""

from __future__ import annotations

import os
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import psycopg2

from benchmarks.visits import make_visits
from tests.dbt.targets import postgres_output
from transpiler.dialects.postgres.server import PostgresServer

_COLUMNS = {
    "C_BioSense_ID": ("text", "'visit ' || visit_id"),
    "Visit_ID": ("text", "'number ' || visit_id"),
    "C_Unique_Patient_ID": ("text", "'patient ' || visit_id // 2"),
    "C_Processed_Facility_ID": ("text", "'facility ' || hash(visit_id) % 100"),
    "HospitalState": (
        "text",
        "['AZ', 'CO', 'GA', 'OR', 'TX'][1 + (hash(visit_id) % 100 % 5)::INT]",
    ),
    "HospitalRegion": ("text", "'county ' || hash(visit_id) % 100 % 25"),
    "C_Visit_Date": ("date", "DATE '2022-01-03' + (hash(visit_id + 1) % 1092)::INT"),
    "Arrived_Date_Time": ("timestamp", '"C_Visit_Date"::TIMESTAMP + INTERVAL 30 HOUR'),
    "Age": ("integer", "(hash(visit_id + 2) % 95)::INT"),
    "Sex": ("text", "['F', 'M'][1 + (hash(visit_id + 3) % 2)::INT]"),
    "HasBeenE": ("integer", "(hash(visit_id + 4) % 10 < 8)::INT"),
    "HasBeenI": ("integer", "(hash(visit_id + 5) % 10 < 1)::INT"),
    "CCDDParsed": ("text", "txt"),
}
"""An extract of three years of a hundred facilities of five states: column → its type, and an
expression of DuckDB for what is in it."""

_TABLE = "CREATE TABLE IF NOT EXISTS surveillance.visits ({})".format(
    ", ".join(f'"{name}" {kind}' for name, (kind, _) in _COLUMNS.items())
)
_ROWS = "SELECT {} FROM generated".format(
    ", ".join(f'{value} AS "{name}"' for name, (_, value) in _COLUMNS.items())
)


class Warehouse(ABC):
    """A database in which a project is built over ``surveillance.visits``."""

    title: ClassVar[str]

    @abstractmethod
    def output(self, threads: int) -> dict[str, Any]:
        """Return its entry in a profile of dbt."""

    @abstractmethod
    def load(self, count: int, *, first: int = 0) -> None:
        """Add so many generated visits to the extract, from number ``first`` on."""

    @abstractmethod
    def cpu_seconds(self) -> float:
        """Return the processor time it has used outside the processes that ask it."""


class DuckDB(Warehouse):
    """A file, which dbt reads in its own process."""

    title = "DuckDB"

    def __init__(self, path: Path) -> None:
        self._path = path

    def output(self, threads: int) -> dict[str, Any]:
        return {
            "type": "duckdb",
            "path": str(self._path),
            "schema": "surveillance",
            "threads": threads,
            "settings": {"threads": threads},
        }

    def load(self, count: int, *, first: int = 0) -> None:
        with duckdb.connect(str(self._path)) as connection:
            make_visits(connection, count, first=first, table="generated")
            connection.execute("CREATE SCHEMA IF NOT EXISTS surveillance")
            connection.execute(_TABLE)
            connection.execute(f"INSERT INTO surveillance.visits {_ROWS}")
            connection.execute("DROP TABLE generated")

    def cpu_seconds(self) -> float:
        return 0.0


class Postgres(Warehouse):
    """A server, which has a process for each connection."""

    title = "PostgreSQL"

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        with psycopg2.connect(server.url) as connection:
            self._process = int(_status(connection.info.backend_pid)[1])

    def output(self, threads: int) -> dict[str, Any]:
        return postgres_output(self._server, "surveillance", threads=threads)

    def load(self, count: int, *, first: int = 0) -> None:
        with tempfile.TemporaryDirectory(prefix="syndrome-benchmarks-") as folder:
            file = Path(folder) / "visits.csv"
            with duckdb.connect() as generating:
                make_visits(generating, count, first=first, table="generated")
                generating.execute(
                    f"COPY ({_ROWS}) TO '{file}'"
                    " (FORMAT csv, HEADER false, NULLSTR '\\N', FORCE_QUOTE (\"CCDDParsed\"))"
                )
            with (
                psycopg2.connect(self._server.url) as connection,
                connection.cursor() as cursor,
                file.open(encoding="utf-8") as lines,
            ):
                cursor.execute("CREATE SCHEMA IF NOT EXISTS surveillance")
                cursor.execute(_TABLE)
                cursor.copy_expert(
                    "COPY surveillance.visits FROM STDIN WITH (FORMAT csv, NULL '\\N')", lines
                )
                cursor.execute("ANALYZE surveillance.visits")

    def cpu_seconds(self) -> float:
        ticks = sum(_ticks(process) for process in [self._process, *_children(self._process)])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def opened(title: str, folder: Path) -> Iterator[Warehouse]:
    """Open a new warehouse, and close it at the end.

    Args:
        title: which.
        folder: where its file is, if it is a file.
    """
    if title == DuckDB.title:
        yield DuckDB(folder / "whole.duckdb")
        return
    server = PostgresServer.start()
    try:
        yield Postgres(server)
    finally:
        server.stop()


WAREHOUSES = (DuckDB.title, Postgres.title)


def _status(process: int) -> list[str]:
    """Return what Linux says of a process behind its name: its state, its parent, …"""
    text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    return text.rpartition(")")[2].split()


def _children(process: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if int(_status(int(folder.name))[1]) == process:
                yield int(folder.name)
        except (FileNotFoundError, ProcessLookupError):
            continue  # it has ended meanwhile


def _ticks(process: int) -> int:
    """Return the time of a process, and of those that it began and that have ended."""
    try:
        return sum(int(number) for number in _status(process)[11:15])
    except (FileNotFoundError, ProcessLookupError):
        return 0
