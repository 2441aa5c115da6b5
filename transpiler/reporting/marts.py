"""The one place where the report reads a database: stored tables that are published.

Relations and their columns are listed here; nothing else can be asked for. Views are passed over,
because a view would read the restricted tables behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.reporting.published import EMERGENCY

RECENT_PERIODS: Final = 8
"""How many periods of a stratum are read."""

_REBUILD: Final = (
    "run `syndrome compile` and `dbt build` on DuckDB, or name the schema with --schema"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of the mart schema and the columns of it that the report reads.

    Attributes:
        name: the table.
        subject: what it is about, in words.
        columns: column and type, as DuckDB writes it; NULL is refused unless ``?`` follows.
        order: how its rows are sorted.
        counts: the columns that count matches, NULL where they are withheld.
        shares: the columns that follow from them.
    """

    name: str
    subject: str
    columns: tuple[tuple[str, str], ...]
    order: str
    counts: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)


DEFINITIONS: Final = Relation(
    "dim_syndrome_definitions",
    "definitions",
    (
        ("definition", "varchar"),
        ("version", "integer"),
        ("title", "varchar"),
        ("policy", "varchar"),
        ("organization", "varchar?"),
        ("url", "varchar?"),
        ("terms", "integer"),
        ("content_hash", "varchar"),
        ("compiler_version", "varchar"),
    ),
    order="definition, version",
)
TRENDS: Final = Relation(
    "rpt_syndrome_trends",
    "trends",
    (
        ("definition", "varchar"),
        ("version", "integer"),
        ("period", "varchar"),
        ("period_label", "varchar"),
        ("period_start", "date"),
        ("period_end", "date"),
        ("setting", "varchar"),
        ("cut", "varchar"),
        ("stratum", "varchar"),
        ("matched_visits", "bigint?"),
        ("visits", "bigint"),
        ("percent_of_visits", "double?"),
        ("is_suppressed", "boolean"),
        ("is_complete", "boolean"),
        ("is_partial", "boolean"),
    ),
    order="definition, version, setting, cut, stratum, period_start",
    counts=("matched_visits",),
    shares=("percent_of_visits",),
)
PREDICTIVE_VALUES: Final = Relation(
    "rpt_syndrome_ppv",
    "positive predictive value",
    (
        ("definition", "varchar"),
        ("version", "integer"),
        ("reviewed_from", "bigint?"),
        ("reviewed_to", "bigint?"),
        ("ppv_from", "double?"),
        ("ppv_to", "double?"),
        ("is_suppressed", "boolean"),
    ),
    order="definition, version",
    counts=("reviewed_from", "reviewed_to"),
    shares=("ppv_from", "ppv_to"),
)
RELATIONS: Final = (DEFINITIONS, TRENDS, PREDICTIVE_VALUES)
"""All that is ever read."""


class Marts:
    """The published tables of an open database."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        database: Path,
        tables: Mapping[str, tuple[str, str]],
    ) -> None:
        self.database = database
        self.tables = tables
        self._connection = connection
        self._stored = self._stored_tables()

    @property
    def schema(self) -> str:
        """The schema of the trends."""
        return self.tables[TRENDS.name][0]

    def has(self, relation: Relation) -> bool:
        """Return whether the table is there, with all its columns."""
        return set(relation.names) <= self._columns_of(relation)

    def rows(self, relation: Relation) -> list[dict[str, Any]]:
        """Return the rows of a published table; of the strata of a trend, the latest periods.

        Raises:
            DefinitionError: the table is missing, or a column, or a value that must be there.
        """
        assert relation in RELATIONS
        self._require(relation)
        columns = ", ".join(
            f"CAST({name} AS {kind.rstrip('?')}) AS {name}" for name, kind in relation.columns
        )
        schema, table = self.tables[relation.name]
        statement = f"SELECT {columns} FROM {_identifier(schema)}.{_identifier(table)}"
        if relation is TRENDS:
            statement += (
                f" QUALIFY cut = 'all' OR (setting = '{EMERGENCY}' AND dense_rank() OVER"
                " (PARTITION BY definition, version ORDER BY period_start DESC)"
                f" <= {RECENT_PERIODS})"
            )
        statement += f" ORDER BY {relation.order}"
        rows = self._connection.execute(statement).fetchall()
        for at, (name, kind) in enumerate(relation.columns):
            if not kind.endswith("?") and any(row[at] is None for row in rows):
                message = f"the column {name} of {relation.name} is NULL in a row"
                raise refusal("ESS321", message, self.database, _REBUILD)
        return [dict(zip(relation.names, row, strict=True)) for row in rows]

    def _require(self, relation: Relation) -> None:
        if self.has(relation):
            return
        schema, table = self.tables.get(relation.name, (self.schema, relation.name))
        if found := self._columns_of(relation):
            missing = sorted(set(relation.names) - found)
            message = f"{table} has no column {', '.join(missing)}"
        else:
            message = f"there is no stored table {table} in the schema {schema}"
        raise refusal("ESS321", message, self.database, _REBUILD)

    def _columns_of(self, relation: Relation) -> set[str]:
        """Return the columns of a stored table; none where it is not there."""
        if relation.name not in self.tables:
            return set()
        return self._stored.get(self.tables[relation.name], set())

    def _stored_tables(self) -> dict[tuple[str, str], set[str]]:
        """Return the columns of each stored table, by schema and name; views are left out."""
        found: dict[tuple[str, str], set[str]] = {}
        for schema, table, column in self._connection.execute(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns()"
            " INNER JOIN duckdb_tables()"
            " USING (database_oid, schema_oid, table_oid, database_name, schema_name, table_name)"
            " WHERE database_name = current_database()"
        ).fetchall():
            found.setdefault((schema, table), set()).add(column)
        return found


@contextmanager
def open_marts(database: Path, tables: Mapping[str, tuple[str, str]]) -> Iterator[Marts]:
    """Open the published tables of a DuckDB file for reading, without access to anything else.

    Args:
        database: the DuckDB file.
        tables: name of a model → the schema and the name of its table.

    Raises:
        DefinitionError: the file cannot be read.
    """
    if not database.is_file():
        hint = "run `dbt build` first, or name the file with --database"
        raise refusal("ESS320", "there is no such database", database, hint)
    try:
        with duckdb.connect(
            str(database),
            read_only=True,
            config={"enable_external_access": "false", "autoinstall_known_extensions": "false"},
        ) as connection:
            yield Marts(connection, database, tables)
    except duckdb.Error as error:
        # the message of the engine may quote a value
        message = f"it cannot be read as a DuckDB database ({type(error).__name__})"
        hint = "close other programs that have it open; then run `dbt build` again"
        raise refusal("ESS320", message, database, hint) from None


def refusal(code: str, message: str, database: Path, hint: str) -> DefinitionError:
    """Return an error about a database."""
    return DefinitionError(
        [Diagnostic(code, Severity.ERROR, message, path=str(database), hint=hint)]
    )


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
