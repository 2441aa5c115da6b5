"""The rows of a file, by the macro that dbt calls too, and errors without a word of a visit."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.macros import load_macros

if TYPE_CHECKING:
    import duckdb

_STEP: Final = 1 << 20
"""How many bytes of a packed file are looked at at once."""


@dataclass(frozen=True, slots=True)
class VisitSource:
    """A file that has been looked through.

    Attributes:
        path: the file.
        rows: what to select from, as SQL of DuckDB.
        names: its columns.
        breaks: line breaks within the texts of a CSV.
        quotes: rows of a CSV with a double quote within a text that is not in quotes.
        types: column → its type in DuckDB.
    """

    path: str
    rows: str
    names: tuple[str, ...]
    breaks: int
    quotes: int
    types: Mapping[str, str]


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of an unreadable file into a diagnostic without a word of the file.

    DuckDB's own messages may quote the line they stumble over, and that line is a visit.
    """
    import duckdb  # noqa: PLC0415 (an extra)

    try:
        yield
    except duckdb.OutOfMemoryException:
        reason = (
            "the file of visits does not fit into memory and into the space for temporary files"
        )
        hint = "free some memory, point TMPDIR to a larger disk, or divide the file"
        raise _refusal(path, reason, hint) from None
    except duckdb.Error as error:
        reason = f"the file of visits cannot be read: {type(error).__name__}"
        hint = "it may be damaged; save it as UTF-8 CSV with every text in double quotes"
        raise _refusal(path, reason, hint) from None


def read_source(
    connection: duckdb.DuckDBPyConnection, path: Path, known: Iterable[str]
) -> VisitSource:
    """Look through a file; nothing is copied yet.

    In CSV an empty cell is a missing value and ``""`` an empty text.

    Args:
        connection: where the file will be read.
        path: the file.
        known: names of columns, in small letters, that make the first line a header, beside those
            that are always known.

    Raises:
        DefinitionError: the file is damaged, of another kind, or has no header.
        OSError: the file is not there.
    """
    with path.open("rb"):
        pass  # says why it cannot be opened, as the operating system does
    _check_sum(path)
    macros = load_macros("duckdb", query=lambda sql: connection.execute(sql).fetchall())
    found: dict[str, Any] = {}
    with reading(path):
        macros.read_visits_file(str(path), [*macros.known_columns().split(","), *known], found)
    if fault := found["fault"]:
        line = f"line {fault['line']}: " if fault["line"] else ""
        raise _refusal(path, line + fault["reason"], fault["hint"])
    with reading(path):
        described = connection.execute(f"DESCRIBE SELECT * FROM {found['rows']}").fetchall()
    return VisitSource(
        str(path),
        found["rows"],
        tuple(found["names"]),
        breaks=found.get("breaks", 0),
        quotes=found.get("quotes", 0),
        types={name: data_type for name, data_type, *_ in described},
    )


def _check_sum(path: Path) -> None:
    """Refuse a packed file that is not what was packed; DuckDB does not compare its check sum."""
    if path.suffix.lower() != ".gz":
        return
    try:
        with gzip.open(path) as file:
            while file.read(_STEP):
                pass
    except (gzip.BadGzipFile, EOFError, zlib.error):
        reason = "it is not packed as its name says, or it is damaged"
        raise _refusal(path, reason, "pack it again, or name it .csv") from None


def _refusal(path: Path, reason: str, hint: str) -> DefinitionError:
    return DefinitionError(
        [Diagnostic("ESS401", Severity.ERROR, reason, path=str(path), hint=hint)]
    )
