"""The three targets of the dbt project, each on an engine of its own, by one interface."""

from __future__ import annotations

import hashlib
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import psycopg2
import yaml

from tests.dbt.bigquery_endpoint import BigQueryEndpoint
from transpiler.dbt.run import run_dbt
from transpiler.dialects.postgres.server import PostgresServer


class Target(ABC):
    """Where a project is built."""

    name: ClassVar[str]

    @abstractmethod
    def output(self, schema: str) -> dict[str, Any]:
        """Return the target's entry in a profile."""

    @abstractmethod
    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a SELECT whose names have the form ``schema.table``."""

    @abstractmethod
    def close(self) -> None:
        """Stop what runs."""

    def write_profile(self, project: Path, schema: str) -> Path:
        """Write a profile of this target alone into a project, and return its folder."""
        profile = {"syndrome_surveillance": {"target": self.name, "outputs": {}}}
        profile["syndrome_surveillance"]["outputs"][self.name] = self.output(schema)
        profiles = project / "profiles" / self.name
        profiles.mkdir(parents=True, exist_ok=True)
        (profiles / "profiles.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
        return profiles

    def dbt(
        self, project: Path, *arguments: str, schema: str = "surveillance", **variables: Any
    ) -> Any:
        """Run a dbt command in a project, with a profile of this target alone.

        Args:
            project: the project.
            arguments: the command and its options.
            schema: what the names of the project's schemas begin with.
            variables: vars of the project.
        """
        profiles = self.write_profile(project, schema)
        common = [
            *("--project-dir", str(project), "--profiles-dir", str(profiles)),
            *("--target-path", f"target/{self.name}", "--log-level", "none"),
            *("--log-path", f"logs/{self.name}", "--log-level-file", "debug"),
        ]
        given = yaml.safe_dump(variables)
        with _parsed_alike(project / "target" / self.name, f"{schema}\n{given}"):
            return run_dbt([*arguments, "--vars", given, *common])


@contextmanager
def _parsed_alike(target_path: Path, given: str) -> Iterator[None]:
    """Let dbt begin with what it parsed the last time that it was given the same.

    It keeps one such file, and parses everything anew where the schema or a var is another one.
    """
    kept = target_path / "parsed" / hashlib.sha256(given.encode()).hexdigest()
    parsed = target_path / "partial_parse.msgpack"
    if kept.exists():
        shutil.copyfile(kept, parsed)
    yield
    if parsed.exists():
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(parsed, kept)


class DuckDBTarget(Target):
    name = "duckdb"

    def __init__(self, folder: Path) -> None:
        self._path = folder / "syndrome.duckdb"

    def output(self, schema: str) -> dict[str, Any]:
        return {"type": "duckdb", "path": str(self._path), "schema": schema, "threads": 2}

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self._path)) as connection:
            return connection.execute(sql).fetchall()

    def close(self) -> None:
        self._path.unlink(missing_ok=True)


def postgres_output(server: PostgresServer, schema: str, *, threads: int) -> dict[str, Any]:
    """Return the entry of a dbt profile for a server of our own."""
    return {
        "type": "postgres",
        "host": str(server.folder),
        "port": 5432,
        "user": "postgres",
        "password": "",
        "dbname": "postgres",
        "schema": schema,
        "threads": threads,
    }


class PostgresTarget(Target):
    name = "postgres"

    def __init__(self) -> None:
        self._server = PostgresServer.start()

    def output(self, schema: str) -> dict[str, Any]:
        return postgres_output(self._server, schema, threads=2)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(self._server.url)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def close(self) -> None:
        self._server.stop()


class BigQueryTarget(Target):
    name = "bigquery"

    def __init__(self) -> None:
        self._endpoint = BigQueryEndpoint()
        self._endpoint.start()

    def output(self, schema: str) -> dict[str, Any]:
        return {
            "type": "bigquery",
            "method": "oauth-secrets",
            "token": "none",
            "project": "local",
            "dataset": schema,
            "location": "US",
            "threads": 2,
            "api_endpoint": self._endpoint.url,
        }

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self._endpoint.warehouse.run(sql, "local").table.values()

    def close(self) -> None:
        self._endpoint.stop()
