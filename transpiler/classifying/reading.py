"""A CSV or Parquet file of visits as a table of DuckDB, its texts folded once."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from transpiler.definition import BY_NAME, DefinitionError, Diagnostic, Severity
from transpiler.dialects import get_dialect

TABLE: Final = "visits"
"""The table that `load_visits` makes: a column for each field, filter and `VISIT_ID` it is given,
of the same name."""

SCRATCH: Final = "syndrome-visits-"
"""How the names of folders begin where DuckDB puts texts that do not fit into memory."""

_SOURCE: Final = "source"

_SEPARATORS: Final = {".csv": ",", ".tsv": "\t"}

_VALUES: Final = {
    "age_years": ("floor(TRY_CAST({0} AS DOUBLE))", "are not numbers"),
    "sex": ("CASE WHEN {0} IN ('F', 'M', 'U') THEN {0} END", "are none of F, M and U"),
    "is_emergency": (
        "coalesce(TRY_CAST({0} AS BOOLEAN), TRY_CAST(TRY_CAST({0} AS DOUBLE) AS BOOLEAN))",
        "are neither 1 nor 0, neither true nor false",
    ),
}
"""How the values that filters read are read, and what is wrong with those that cannot be."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of an unreadable file into a diagnostic without a word of the file.

    DuckDB's own messages quote the line they stumble over, and that line is a visit.
    """
    try:
        yield
    except duckdb.OutOfMemoryException:
        finding = Diagnostic(
            "ESS401",
            Severity.ERROR,
            "the file of visits does not fit into memory and into the space for temporary files",
            path=str(path),
            hint="free some memory, point TMPDIR to a larger disk, or divide the file",
        )
        raise DefinitionError([finding]) from None
    except duckdb.Error as error:
        line = re.search(r"Line: (\d+)", str(error))
        where = f", line {line[1]}" if line else ""
        is_encoding = "unicode" in str(error).lower() or "utf" in str(error).lower()
        reason = "it is not UTF-8" if is_encoding else type(error).__name__
        finding = Diagnostic(
            "ESS401",
            Severity.ERROR,
            f"the file of visits cannot be read{where}: {reason}",
            path=str(path),
            hint="save it as UTF-8 CSV, with commas and every text in double quotes, or as Parquet",
        )
        raise DefinitionError([finding]) from None


def open_source(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, ...]:
    """Make the file known to DuckDB and return its columns; nothing is copied yet.

    In CSV an empty cell is a missing value and ``""`` an empty text.

    Raises:
        DefinitionError: the file cannot be read, or its name ends in something else.
        OSError: the file is not there.
    """
    with path.open("rb"):
        pass  # says why it cannot be opened, as the operating system does
    name = glob.escape(str(path))  # DuckDB takes a name for a pattern of names
    suffix = path.suffix.lower()
    if suffix != ".parquet" and suffix not in _SEPARATORS:
        message = f"the name of a file of visits ends in .csv, .tsv or .parquet, not in {suffix!r}"
        raise DefinitionError([Diagnostic("ESS401", Severity.ERROR, message, path=str(path))])
    with reading(path):
        if suffix == ".parquet":
            relation = connection.read_parquet(name)
        else:
            relation = connection.read_csv(
                name,
                header=True,
                sep=_SEPARATORS[suffix],
                quotechar='"',
                escapechar='"',
                all_varchar=True,
                allow_quoted_nulls=False,
            )
        relation.create_view(_SOURCE)
        return tuple(relation.columns)


def load_visits(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    columns: Mapping[str, str],
    *,
    folded: bool = True,
) -> tuple[int, list[Diagnostic]]:
    """Copy what is read of the file into `TABLE`.

    Args:
        connection: where `open_source` was called.
        path: the file, for diagnostics.
        columns: field, filter or `VISIT_ID` → column of the file.
        folded: whether the case of texts is folded on the way.

    Returns:
        How many visits there are; and warnings for values that could not be read and count as
        missing.

    Raises:
        DefinitionError: the file cannot be read, or a filter can read none of its values.
    """
    selected = ", ".join(
        f'{_value(name, column, folded=folded)} AS "{name}"' for name, column in columns.items()
    )
    with reading(path):
        connection.execute(
            f"CREATE TABLE {TABLE} AS SELECT {selected or 'TRUE AS nothing'} FROM {_SOURCE}"
        )
        (visits,) = _one(connection, f"SELECT count(*) FROM {TABLE}")
        findings = [
            finding
            for name, column in columns.items()
            if name in _VALUES
            for finding in _unreadable(connection, path, name, column)
        ]
    return visits, findings


def _value(name: str, column: str, *, folded: bool) -> str:
    if name in BY_NAME and folded:
        dialect = get_dialect("duckdb")
        return dialect.fold(dialect.column(column)).sql(dialect=dialect.sqlglot)
    text = f"CAST({_quoted(column)} AS VARCHAR)"
    return _VALUES[name][0].format(text) if name in _VALUES else text


def _unreadable(
    connection: duckdb.DuckDBPyConnection, path: Path, name: str, column: str
) -> Iterator[Diagnostic]:
    read, fault = _VALUES[name]
    text = f"nullif(CAST({_quoted(column)} AS VARCHAR), '')"
    value = read.format(text)
    counts = f"count({text}), count({text}) FILTER (WHERE {value} IS NULL)"
    given, unreadable = _one(connection, f"SELECT {counts} FROM {_SOURCE}")
    if not unreadable:
        return
    message = f"{unreadable} of {given} values of {column} {fault} and count as missing"
    if unreadable == given:
        raise DefinitionError([Diagnostic("ESS404", Severity.ERROR, message, path=str(path))])
    yield Diagnostic("ESS404", Severity.WARNING, message, path=str(path))


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'
