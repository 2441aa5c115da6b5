"""How many visits of a file one definition takes and another does not, and by which terms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transpiler.classifying.disclosure import shown_together
from transpiler.comparing import Cause, count_causes
from transpiler.definition import Definition, Diagnostic, Visit
from transpiler.emitting import to_sql
from transpiler.visit_files import (
    TABLE,
    UNREADABLE_LIMIT,
    ColumnMapping,
    Intake,
    open_visit_file,
    reading,
)

if TYPE_CHECKING:
    import duckdb

_ASKED: Final = "asked"

_GROUPS: Final = {
    "kept": "is_old AND is_new",
    "lost": "is_old AND NOT is_new",
    "gained": "is_new AND NOT is_old",
    "neither": "NOT is_old AND NOT is_new",
}
"""What can become of a visit."""

_BATCH: Final = 10_000


@dataclass(frozen=True, slots=True)
class ChangedCounts:
    """How many visits of a file two definitions take, None where they are few.

    Attributes:
        visits: how many visits the file has.
        kept: taken by both.
        lost: taken by the old one only.
        gained: taken by the new one only.
        neither: taken by neither.
        lost_by: what is responsible for visits lost → how many of them; a visit may have several
            causes.
        gained_by: the same for visits gained.
        intake: the file in numbers.
        warnings: values that could not be read.
    """

    visits: int
    kept: int | None
    lost: int | None
    gained: int | None
    neither: int | None
    lost_by: Mapping[Cause, int | None]
    gained_by: Mapping[Cause, int | None]
    intake: Intake
    warnings: tuple[Diagnostic, ...]


def count_changes(
    path: Path,
    old: Definition,
    new: Definition,
    columns: ColumnMapping | None = None,
    unreadable: float = UNREADABLE_LIMIT,
) -> ChangedCounts:
    """Ask two definitions of every visit of a CSV or Parquet file, and count the differences.

    Args:
        path: the file; its header has the names of ESSENCE or of this project.
        old: a definition; it names its fields.
        new: another.
        columns: where the file has what is read, if not under its own name.
        unreadable: how many per cent of the values of a column may be unreadable.

    Raises:
        DefinitionError: a field has no column, the file cannot be read, or a definition cannot be
            said in DuckDB's SQL.
        OSError: the file is not there.
    """
    with (
        open_visit_file(path, (old, new), columns, unreadable=unreadable) as file,
        reading(path),
    ):
        connection, wanted = file.connection, file.names
        _ask(connection, wanted, old, new)
        counts = shown_together(
            {name: _count(connection, condition) for name, condition in _GROUPS.items()},
            spare="neither",
        )
        lost_by, gained_by = (
            shown_together(count_causes(old, new, _visits(connection, wanted, _GROUPS[name])))
            for name in ("lost", "gained")
        )
    return ChangedCounts(
        visits=file.count,
        **counts,
        lost_by=lost_by,
        gained_by=gained_by,
        intake=file.intake,
        warnings=file.warnings,
    )


def _ask(
    connection: duckdb.DuckDBPyConnection,
    names: tuple[str, ...],
    old: Definition,
    new: Definition,
) -> None:
    """Fill the table of answers: what is read of each visit, and whether each takes it."""
    answers = [
        f"{to_sql(definition, 'duckdb', folded=True)} AS {name}"
        for definition, name in ((old, "is_old"), (new, "is_new"))
    ]
    values = [f'"{name}"' for name in names]
    connection.execute(
        f"CREATE TABLE {_ASKED} AS SELECT {', '.join(values + answers)} FROM {TABLE}"
    )


def _count(connection: duckdb.DuckDBPyConnection, condition: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {_ASKED} WHERE {condition}").fetchone()
    assert row is not None, "an aggregate has a row"
    return int(row[0])


def _visits(
    connection: duckdb.DuckDBPyConnection, names: tuple[str, ...], condition: str
) -> Iterator[tuple[Visit, int]]:
    """Yield the different visits that satisfy ``condition``, and how often each occurs."""
    values = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(
        f"SELECT {values}, count(*) FROM {_ASKED} WHERE {condition} GROUP BY ALL ORDER BY ALL"
    )
    while rows := found.fetchmany(_BATCH):
        for *row, times in rows:
            yield dict(zip(names, row, strict=True)), times
