"""A file of visits, opened: read, its values in one form, one row a visit."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transpiler.definition import Definition, Diagnostic, Visit
from transpiler.macros import MacroError
from transpiler.scratch import scratch_folder
from transpiler.visit_files.columns import VISIT_ID, declared_by, find_columns, read_by
from transpiler.visit_files.intake import Intake
from transpiler.visit_files.mapping import (
    ColumnMapping,
    check_types,
    map_source,
    names_in_header,
    refused_by_macro,
)
from transpiler.visit_files.reading import read_source, reading
from transpiler.visit_files.table import TABLE, load_visits

if TYPE_CHECKING:
    import duckdb

UNREADABLE_LIMIT: Final = 1.0
"""How many per cent of the values of a column may be unreadable, as in the dbt project."""

_SCRATCH: Final = "syndrome-visits-"
"""How the names of folders begin where DuckDB puts texts that do not fit into memory."""

_WITHOUT_LINES: Final = (".parquet", ".pq", ".gz", ".zst")

_BATCH: Final = 2_000
"""How many visits are asked about at a time: what GoogleSQL answers in a second or two."""


@dataclass(frozen=True)
class VisitFile:
    """A file of visits that has been read into the table `TABLE`.

    Attributes:
        path: the file.
        connection: where the table is.
        names: its columns.
        count: how many visits it has.
        intake: the file in numbers.
        warnings: values that could not be read and count as missing, and what else was assumed.
    """

    path: Path
    connection: duckdb.DuckDBPyConnection
    names: tuple[str, ...]
    count: int
    intake: Intake
    warnings: tuple[Diagnostic, ...]

    def batches(self) -> Iterator[list[Visit]]:
        """Yield the visits in the order of the table, some at a time."""
        selected = ", ".join(f'"{name}"' for name in self.names)
        rows = self.connection.execute(f"SELECT {selected} FROM {TABLE} ORDER BY rowid")
        while found := rows.fetchmany(_BATCH):
            yield [dict(zip(self.names, row, strict=True)) for row in found]


@contextmanager
def open_visit_file(
    path: Path,
    definitions: Sequence[Definition],
    columns: ColumnMapping | None = None,
    *,
    with_key: bool = False,
    folded: bool = True,
    unreadable: float = UNREADABLE_LIMIT,
) -> Iterator[VisitFile]:
    """Read what ``definitions`` read of a file.

    Args:
        path: a CSV or Parquet file; its header has the names of ESSENCE or of this project.
        definitions: what will be asked; each names its fields.
        columns: where the file has what is read, if not under its own name.
        with_key: whether the key of a visit is wanted too.
        folded: whether the case of texts is folded on the way.
        unreadable: how many per cent of the values of a column may be unreadable.

    Raises:
        DefinitionError: a field has no column, or the file cannot be read.
        OSError: the file is not there.
    """
    import duckdb  # noqa: PLC0415 (an extra)

    wanted = (*read_by(definitions), *((VISIT_ID,) if with_key else ()))
    mapping = columns or ColumnMapping()
    declared = declared_by(definitions)
    with (
        # texts that do not fit into memory go to a folder of their own, which is removed
        scratch_folder(_SCRATCH) as folder,
        duckdb.connect(config={"temp_directory": str(folder)}) as connection,
    ):
        connection.execute("SET TimeZone = 'UTC'")
        known = names_in_header(mapping)
        known += [
            name.lower() for own in declared.values() for name in (own.name, own.essence_name)
        ]
        source = read_source(connection, path, known)
        source, named, notes = map_source(connection, source, mapping, tuple(declared))
        found = find_columns(source.names, wanted, named, str(path), declared)
        with reading(path):
            try:
                check_types(source, found)
                intake, warnings = load_visits(
                    connection,
                    source,
                    found,
                    wanted,
                    folded=folded,
                    limit=unreadable,
                    is_unended=_is_unended(path),
                    variables=mapping.variables,
                )
            except MacroError as error:
                raise refused_by_macro(error, str(path)) from None
        yield VisitFile(path, connection, wanted, intake.visits, intake, (*notes, *warnings))


def _is_unended(path: Path) -> bool:
    """Return whether a CSV may be cut off: no line break stands behind its last line."""
    if path.suffix.lower() in _WITHOUT_LINES or not path.stat().st_size:
        return False
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) not in b"\r\n"
