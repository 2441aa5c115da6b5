"""Visits of a CSV or Parquet file, as the evaluator takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from transpiler.classifying.columns import find_columns, read_by
from transpiler.classifying.reading import SCRATCH, TABLE, load_visits, open_source, reading
from transpiler.definition import Definition, Diagnostic, Visit
from transpiler.scratch import scratch_folder

_BATCH: Final = 2_000
"""How many visits are asked about at a time: what GoogleSQL answers in a second or two."""


@dataclass(frozen=True)
class VisitFile:
    """A file of visits that has been read.

    Attributes:
        count: how many visits it has.
        warnings: values that could not be read and count as missing.
    """

    count: int
    warnings: tuple[Diagnostic, ...]
    _names: tuple[str, ...]
    _connection: duckdb.DuckDBPyConnection

    def batches(self) -> Iterator[list[Visit]]:
        """Yield the visits in the order of the file, some at a time."""
        selected = ", ".join(map(_selected, self._names))
        rows = self._connection.execute(f"SELECT {selected} FROM {TABLE} ORDER BY rowid")
        while found := rows.fetchmany(_BATCH):
            yield [dict(zip(self._names, row, strict=True)) for row in found]


def _selected(name: str) -> str:
    """Return a column as the engines' types have it: ages are read as floating point."""
    return 'TRY_CAST("age_years" AS BIGINT)' if name == "age_years" else f'"{name}"'


@contextmanager
def open_visits(
    path: Path, definitions: Sequence[Definition], columns: Mapping[str, str]
) -> Iterator[VisitFile]:
    """Read what ``definitions`` read of a file.

    Args:
        path: a .csv, .tsv or .parquet file.
        definitions: what will be asked; each names its fields.
        columns: field → column, where the header has another name.

    Raises:
        DefinitionError: a field has no column, or the file cannot be read.
        OSError: the file is not there.
    """
    wanted = read_by(definitions)
    with (
        scratch_folder(SCRATCH) as folder,
        duckdb.connect(config={"temp_directory": str(folder)}) as connection,
    ):
        header = open_source(connection, path)
        found = find_columns(header, wanted, columns, str(path))
        count, warnings = load_visits(connection, path, found, folded=False)
        with reading(path):
            yield VisitFile(count, tuple(warnings), tuple(found), connection)
