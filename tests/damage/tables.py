"""A tidy file of visits, and the lawful ways to write it."""

from __future__ import annotations

import csv
import gzip
import io
import random
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

MARKER: Final = "PLANTEDMARKER"
"""Stands in every text; it must never be shown."""

HEADER: Final = [
    "visit_id",
    "visit_date",
    "arrived_at",
    "age_years",
    "sex",
    "is_emergency",
    "chief_complaint",
    "diagnosis_codes",
    "county",
]

Rows = list[list[str]]
"""The first of them is the header."""

_COMPLAINTS = (
    "FELL FROM LADDER",
    "fever, and cough",
    'told "no pain"',
    "chest pain",
    "fell asleep",
    "cut hand\nwhile cooking",
    "vomiting; diarrhea",
    "",
)
_CODES = ("W11.XXXA", "R50.9", "R07.9", "I10", "W19.XXXA;R50.9", "S61.419A", "")

_TYPES: Final = {
    "age_years": "DOUBLE",
    "is_emergency": "BOOLEAN",
    "visit_date": "DATE",
    "arrived_at": "TIMESTAMP",
}
"""What a Parquet file makes of columns all of whose values are of the type."""


def tidy(count: int, seed: int) -> Rows:
    """Return the header and ``count`` visits, each with the marker in its key and its texts."""
    draw = random.Random(seed)
    rows = [list(HEADER)]
    for number in range(count):
        day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        rows.append(
            [
                f"{MARKER}{number:06}",
                day,
                f"{day} {draw.randint(0, 23):02}:15:00",
                str(draw.randint(0, 99)) if draw.random() < 0.95 else "",
                draw.choice("FMU"),
                draw.choice(("true", "true", "false")),
                f"{draw.choice(_COMPLAINTS)} {MARKER}".strip(),
                draw.choice(_CODES),
                MARKER,
            ]
        )
    return rows


@dataclass(frozen=True)
class Way:
    """A lawful way to write rows.

    Attributes:
        suffix: the end of the file's name.
        delimiter: what separates columns.
        quoting: which cells stand in quotes.
        line_end: what ends a line.
        has_mark: whether the file begins with a byte order mark.
        is_typed: of Parquet, whether columns have types.
    """

    suffix: str = ".csv"
    delimiter: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    has_mark: bool = False
    is_typed: bool = False

    @classmethod
    def drawn(cls, draw: random.Random) -> Way:
        """Return one of the ways, CSV in most cases."""
        return cls(
            suffix=draw.choice((".csv",) * 6 + (".csv.gz", ".parquet")),
            delimiter=draw.choice(",;\t|"),
            quoting=draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
            line_end=draw.choice(("\n", "\r\n")),
            has_mark=draw.random() < 0.3,
            is_typed=draw.random() < 0.5,
        )

    def encode(self, rows: Rows) -> bytes:
        """Return rows as a CSV, not yet compressed."""
        file = io.StringIO()
        csv.writer(
            file, delimiter=self.delimiter, quoting=self.quoting, lineterminator=self.line_end
        ).writerows(rows)
        return (("\ufeff" if self.has_mark else "") + file.getvalue()).encode()

    def write(self, data: bytes, folder: Path) -> Path:
        """Write what `encode` returns, damaged or not, and return the file."""
        path = folder / f"visits{self.suffix}"
        if self.suffix == ".parquet":
            self._write_parquet(data, path)
        else:
            path.write_bytes(gzip.compress(data, 1) if self.suffix.endswith(".gz") else data)
        return path

    def parse(self, data: bytes) -> Rows | None:
        """Return the rows as Python's own reader has them; None where they are no text."""
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
        try:
            found = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter))
        except csv.Error:
            return None
        return [row for row in found if row]

    def _write_parquet(self, data: bytes, path: Path) -> None:
        header, *rows = self.parse(data) or [[]]
        names = [f"c{place}" for place in range(len(header))]
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in names)})")
            columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
            unnested = ", ".join(f"unnest(${place})" for place in range(1, len(names) + 1))
            if rows:
                connection.execute(f"INSERT INTO t SELECT {unnested}", columns)
            selected = []
            for name, title in zip(names, header, strict=True):
                wanted = _TYPES.get(title) if self.is_typed else None
                value = f"nullif({name}, '')"
                if wanted:
                    (bad,) = connection.execute(
                        f"SELECT count_if({value} IS NOT NULL"
                        f" AND try_cast({value} AS {wanted}) IS NULL) FROM t"
                    ).fetchall()[0]
                    value = name if bad else f"{value}::{wanted}"
                doubled = title.replace('"', '""') or " "  # a column has a name there
                selected.append(f'{value} AS "{doubled}"')
            connection.sql(f"SELECT {', '.join(selected)} FROM t").write_parquet(str(path))
