"""Generated visits as a file: CSV, or Parquet through DuckDB."""

from __future__ import annotations

import errno
import glob
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from transpiler.definition import Definition
from transpiler.generating.corrections import rows_of_visit
from transpiler.generating.draws import stream
from transpiler.generating.extract_columns import COLUMNS
from transpiler.generating.generate import DEFAULT_SEED, DEFAULT_YEAR, generate_visits
from transpiler.scratch import scratch_folder

SUFFIXES: Final = (".csv", ".parquet")
"""What a file of visits may end in."""

_STEP: Final = 1_000
"""How many visits between two reports of progress."""

_SQL_TYPE: Final = {
    "text": "VARCHAR",
    "integer": "INTEGER",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def write_visits(
    path: Path,
    count: int,
    *,
    seed: int = DEFAULT_SEED,
    definitions: Sequence[Definition] = (),
    year: int = DEFAULT_YEAR,
    corrections: bool = False,
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write generated visits to ``path``, which holds all of them or stays as it was.

    In CSV a missing value is nothing at all and an empty text is ``""``, so that the two stay
    apart.

    Args:
        path: the file; its suffix, ``.csv`` or ``.parquet``, says the format.
        count: how many visits.
        seed: as for `generate_visits`.
        definitions: as for `generate_visits`.
        year: as for `generate_visits`.
        corrections: leave the rows of corrected visits too, as `rows_of_visit` says.
        on_progress: called now and then with the number of visits written since it was last called.

    Raises:
        ValueError: another suffix, or a negative count.
        OSError: the file cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise ValueError(f"a file of visits ends in {' or '.join(SUFFIXES)}, not in {path.suffix}")
    visits = generate_visits(count, seed=seed, definitions=definitions, year=year)
    uniform = stream(seed, "corrections")
    with scratch_folder(".syndrome-visits-", path.absolute().parent) as folder:
        csv = folder / "visits.csv"
        with csv.open("w", encoding="utf-8", newline="\n") as file:
            file.write(_line([column.name for column in COLUMNS]))
            for written, visit in enumerate(visits, 1):
                for row in rows_of_visit(visit, uniform) if corrections else (visit,):
                    file.write(_line(row))
                if on_progress is not None and (written % _STEP == 0 or written == count):
                    on_progress((written - 1) % _STEP + 1)
        finished = csv if path.suffix == ".csv" else _as_parquet(csv)
        finished.replace(path)


def _line(values: Sequence[Any]) -> str:
    # without a call for each cell: most of the time of writing goes into this line
    cells = [
        "" if value is None else _quoted(value) if value.__class__ is str else str(value)
        for value in values
    ]
    return ",".join(cells) + "\n"


def _quoted(text: str) -> str:
    return f'"{text}"' if '"' not in text else '"' + text.replace('"', '""') + '"'


def _as_parquet(csv: Path) -> Path:
    """Turn the CSV file into a Parquet file beside it."""
    import duckdb  # noqa: PLC0415 (an extra)

    parquet = csv.with_suffix(".parquet")
    # one thread writes the same bytes wherever it runs
    with duckdb.connect(config={"threads": 1}) as connection:
        visits = connection.read_csv(
            glob.escape(str(csv)),
            header=True,
            columns={column.name: _SQL_TYPE[column.type] for column in COLUMNS},
            quotechar='"',
            escapechar='"',
            allow_quoted_nulls=False,
        )
        try:
            visits.write_parquet(str(parquet), compression="zstd")
        except duckdb.IOException as error:
            reason = "DuckDB cannot write it; the disk may be full"
            raise OSError(errno.EIO, reason, str(parquet)) from error
    return parquet
