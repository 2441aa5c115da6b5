"""Generated visits as a file: CSV, or Parquet through DuckDB."""

from __future__ import annotations

import errno
import glob
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from transpiler.definition import Definition
from transpiler.generating.corrections import DRAWS_OF_VISIT, rows_of_visit
from transpiler.generating.draws import stream
from transpiler.generating.extract_columns import COLUMNS
from transpiler.generating.generate import (
    DEFAULT_SEED,
    DEFAULT_YEAR,
    BusyDay,
    busy_days,
    generate_visits,
)
from transpiler.scratch import scratch_folder
from transpiler.workers import map_in_order, start_workers

SUFFIXES: Final = (".csv", ".parquet")
"""What a file of visits may end in."""

_LEAST, _MOST = 2_000, 40
"""Visits are drawn by stretches of days: of so many visits at least, and so many stretches."""
_FEW: Final = 6
"""So many stretches are drawn quicker than other processes start."""

_QUOTE: Final = '"'

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
    processes: int = 1,
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
        processes: how many processes may draw, which changes nothing in the file; more than one
            only in a program whose main module can be imported.
        on_progress: called now and then with the number of visits written since it was last called.

    Raises:
        ValueError: another suffix, or a negative count.
        OSError: the file cannot be written.
    """
    if path.suffix not in SUFFIXES:
        raise ValueError(f"a file of visits ends in {' or '.join(SUFFIXES)}, not in {path.suffix}")
    stretches = _stretches(busy_days(count, seed=seed, year=year), max(_LEAST, count // _MOST))
    with scratch_folder(".syndrome-visits-", path.absolute().parent) as folder:
        csv = folder / "visits.csv"
        draw = partial(
            _write_stretch,
            folder,
            count,
            seed=seed,
            definitions=definitions,
            corrections=corrections,
        )
        with (
            csv.open("wb") as file,
            start_workers(processes if len(stretches) > _FEW else 1) as workers,
        ):
            file.write(_line([column.name for column in COLUMNS]).encode())
            for stretch, drawn in zip(
                stretches, map_in_order(workers, draw, stretches), strict=True
            ):
                with drawn.open("rb") as rows:
                    shutil.copyfileobj(rows, file)
                drawn.unlink()
                if on_progress is not None:
                    on_progress(stretch.visits)
        finished = csv if path.suffix == ".csv" else _as_parquet(csv)
        finished.replace(path)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days that follow one another, and how many visits of the year come before them."""

    before: int
    days: tuple[BusyDay, ...]

    @property
    def visits(self) -> int:
        return sum(day.visits for day in self.days)


def _stretches(days: Iterable[BusyDay], least: int) -> list[_Stretch]:
    """Divide days into stretches of ``least`` visits or up to a day more."""
    stretches = [_Stretch(0, ())]
    for day in days:
        last = stretches[-1]
        if last.visits < least:
            stretches[-1] = replace(last, days=(*last.days, day))
        else:
            stretches.append(_Stretch(last.before + last.visits, (day,)))
    return stretches


def _write_stretch(
    folder: Path,
    count: int,
    stretch: _Stretch,
    *,
    seed: int,
    definitions: Sequence[Definition],
    corrections: bool,
) -> Path:
    """Write the rows of a stretch to a file of its own."""
    path = folder / f"{stretch.before}.csv"
    visits = generate_visits(count, seed=seed, definitions=definitions, days=stretch.days)
    uniform = stream(seed, "corrections")
    if corrections:
        for _ in range(stretch.before * DRAWS_OF_VISIT):
            uniform()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for visit in visits:
            for row in rows_of_visit(visit, uniform) if corrections else (visit,):
                file.write(_line(row))
    return path


def _line(values: Sequence[Any]) -> str:
    # without a call for each cell: most of the time of writing goes into this line
    cells = [
        ""
        if value is None
        else f'"{value}"'
        if value.__class__ is str and '"' not in value
        else f'"{value.replace(_QUOTE, _QUOTE * 2)}"'
        if value.__class__ is str
        else str(value)
        for value in values
    ]
    return ",".join(cells) + "\n"


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
