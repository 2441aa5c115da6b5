"""Flags and counts of definitions over a file of visits."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transpiler.classifying.disclosure import check_disclosure, shown
from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity
from transpiler.emitting import to_sql
from transpiler.scratch import scratch_folder
from transpiler.visit_files import (
    TABLE,
    UNREADABLE_LIMIT,
    VISIT_ID,
    ColumnMapping,
    Intake,
    open_visit_file,
    reading,
)

if TYPE_CHECKING:
    import duckdb

OUTPUT_SUFFIXES: Final = (".csv", ".parquet")
"""What a file of flags may end in."""

_FLAGS: Final = "flags"

_STEP: Final = 100_000
"""How many visits are asked about at once."""


@dataclass(frozen=True, slots=True)
class Classification:
    """What was found.

    Attributes:
        visits: how many visits the file has.
        matched: identifier of a definition → how many visits it takes, or None where they are few
            (`SMALLEST_COUNT`).
        intake: the file in numbers.
        warnings: values that could not be read.
    """

    visits: int
    matched: Mapping[str, int | None]
    intake: Intake
    warnings: tuple[Diagnostic, ...]


def classify(
    path: Path,
    definitions: Sequence[Definition],
    *,
    columns: ColumnMapping | None = None,
    output: Path | None = None,
    purpose: str | None = None,
    unreadable: float = UNREADABLE_LIMIT,
    on_progress: Callable[[int, int], None] | None = None,
) -> Classification:
    """Ask ``definitions`` of every visit of a CSV or Parquet file.

    Args:
        path: the file; its header has the names of ESSENCE or of this project.
        definitions: the definitions to ask; each names its fields.
        columns: where the file has what is read, if not under its own name.
        output: where to write the flags: a CSV or Parquet file with the visit's key and a boolean
            column for each definition. None for counts alone.
        purpose: why single visits are flagged, where a definition's policy asks for it; written to
            ``<output>.json`` with what was asked.
        unreadable: how many per cent of the values of a column may be unreadable.
        on_progress: called with the visits asked about so far and all visits.

    Raises:
        DefinitionError: a field has no column, the file cannot be read, a policy forbids flags, or
            a definition cannot be said in DuckDB's SQL.
        OSError: a file is not there or cannot be written.
    """
    _check_names(definitions)
    if output is not None:
        check_disclosure(definitions, purpose)
        _check_suffix(output)
    with open_visit_file(
        path, definitions, columns, with_key=output is not None, unreadable=unreadable
    ) as file:
        with reading(path):
            _flag(file.connection, definitions, file.count, output is not None, on_progress)
            matched = _counts(file.connection, definitions)
        if output is not None:
            _refuse_formulas(file.connection, output)
            _write(file.connection, output, _manifest(definitions, file.count, purpose))
    return Classification(file.count, matched, file.intake, file.warnings)


def _check_names(definitions: Sequence[Definition]) -> None:
    names = [definition.identifier for definition in definitions]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        message = f"more than one definition is called {', '.join(twice)}"
        hint = "give them different names or versions"
        raise DefinitionError([Diagnostic("ESS407", Severity.ERROR, message, hint=hint)])


def _check_suffix(output: Path) -> None:
    if output.suffix not in OUTPUT_SUFFIXES:
        message = f"the name of a file of flags ends in {' or '.join(OUTPUT_SUFFIXES)}"
        raise DefinitionError([Diagnostic("ESS408", Severity.ERROR, message, path=str(output))])


def _flag(
    connection: duckdb.DuckDBPyConnection,
    definitions: Sequence[Definition],
    visits: int,
    with_key: bool,
    on_progress: Callable[[int, int], None] | None,
) -> None:
    """Fill the table of flags, some visits at a time."""
    flags = [
        f'{to_sql(definition, "duckdb", folded=True)} AS "{definition.identifier}"'
        for definition in definitions
    ]
    key = [f'"{VISIT_ID}"'] if with_key else []
    select = f"SELECT {', '.join([*key, *flags])} FROM {TABLE} WHERE rowid BETWEEN ? AND ?"
    connection.execute(f"CREATE TABLE {_FLAGS} AS {select}", [-1, -1])
    for start in range(0, visits, _STEP):
        end = min(start + _STEP, visits)
        connection.execute(f"INSERT INTO {_FLAGS} {select}", [start, end - 1])
        if on_progress is not None:
            on_progress(end, visits)


def _counts(
    connection: duckdb.DuckDBPyConnection, definitions: Sequence[Definition]
) -> dict[str, int | None]:
    names = [definition.identifier for definition in definitions]
    counts = ", ".join(f'count(*) FILTER (WHERE "{name}")' for name in names)
    (row,) = connection.execute(f"SELECT {counts} FROM {_FLAGS}").fetchall()
    return {name: shown(count) for name, count in zip(names, row, strict=True)}


def _refuse_formulas(connection: duckdb.DuckDBPyConnection, output: Path) -> None:
    """Refuse a CSV with keys that a spreadsheet would run."""
    if output.suffix != ".csv":
        return
    (count,) = connection.execute(
        f"SELECT count_if(regexp_matches(\"{VISIT_ID}\", '^[=+@\\t\\r-]')) FROM {_FLAGS}"
    ).fetchall()[0]
    if count:
        message = (
            f"{count} keys begin with =, +, -, @ or a tab, which a spreadsheet takes for formulas"
        )
        hint = "write a .parquet file, or give the visits other keys"
        raise DefinitionError(
            [Diagnostic("ESS411", Severity.ERROR, message, path=str(output), hint=hint)]
        )


def _write(connection: duckdb.DuckDBPyConnection, output: Path, manifest: str) -> None:
    """Write the flags, and beside them the manifest.

    The file of flags is its owner's alone, is whole or stays as it was, and there are never flags
    without what was asked for them: the manifest is put in place first.
    """
    import duckdb  # noqa: PLC0415 (an extra)

    flags = connection.table(_FLAGS)
    try:
        with scratch_folder(".syndrome-flags-", output.absolute().parent) as folder:
            finished = folder / output.name
            if output.suffix == ".parquet":
                flags.write_parquet(str(finished))
            else:
                flags.write_csv(str(finished), header=True)
            asked = folder / f"{output.name}.json"
            asked.write_text(manifest, encoding="utf-8", newline="\n")
            for written in (finished, asked):
                written.chmod(0o600)
            asked.replace(output.with_name(asked.name))
            finished.replace(output)
    except (OSError, duckdb.IOException) as error:
        reason = getattr(error, "strerror", None) or "DuckDB cannot write it; the disk may be full"
        raise OSError(getattr(error, "errno", None) or errno.EIO, reason, str(output)) from None


def _manifest(definitions: Sequence[Definition], visits: int, purpose: str | None) -> str:
    """Return what was asked, and why."""
    manifest = {
        "purpose": purpose,
        "visits": visits,
        "definitions": [
            {"name": found.name, "version": found.version, "policy": str(found.policy)}
            for found in definitions
        ],
    }
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
