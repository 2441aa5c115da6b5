"""A tidy file of visits, and the ways in which people's files differ from it, at random.

Each damage takes rows (the first of them the header) or the bytes of a file. It says nothing of
what must come of it: the flags stay as they were, the file is refused, or a warning counts.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from typing import Final

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
Damage = Callable[[random.Random, Rows], Rows]

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


def tidy(count: int, seed: int) -> Rows:
    """Return the header and ``count`` visits, each with the marker in its texts."""
    draw = random.Random(seed)
    rows = [list(HEADER)]
    for number in range(count):
        day = f"2025-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        rows.append(
            [
                f"v{number:06}",
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


def encoded(rows: Rows, draw: random.Random | None = None) -> bytes:
    """Return rows as a CSV; with ``draw`` in one of the lawful ways to write it."""
    file = io.StringIO()
    writer = csv.writer(
        file,
        delimiter=draw.choice(",;\t|") if draw else ",",
        quoting=draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)) if draw else csv.QUOTE_MINIMAL,
        lineterminator=draw.choice(("\n", "\r\n")) if draw else "\n",
    )
    writer.writerows(rows)
    mark = "\ufeff" if draw and draw.random() < 0.3 else ""
    return (mark + file.getvalue()).encode()


def _column(name: str, change: Callable[[random.Random, str], str], share: float) -> Damage:
    def damage(draw: random.Random, rows: Rows) -> Rows:
        if name not in rows[0]:
            return rows
        at = rows[0].index(name)
        changed = [list(row) for row in rows]
        for row in changed[1:]:
            if len(row) > at and draw.random() < share:
                row[at] = change(draw, row[at])
        return changed

    return damage


def _us_date(draw: random.Random, value: str) -> str:
    year, month, day = value[:10].split("-") if value.count("-") >= 2 else ("2025", "1", "1")
    return f"{int(month)}/{int(day)}/{year}"


def _half_day(draw: random.Random, value: str) -> str:
    hour = int(value[11:13]) if len(value) > 12 and value[11:13].isdigit() else 0
    return f"{value[:10]} {(hour - 1) % 12 + 1}:15:00 {'AM' if hour < 12 else 'PM'}"


def _word(draw: random.Random, value: str) -> str:
    return draw.choice(("NA", "NULL", "n/a", "-", "?", "unknown", ""))


def _rename(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    name = rows[0][at]
    others = (name.upper(), f" {name} ", name.replace("_", " "), name + "x", name[1:], "column")
    return [[*rows[0][:at], draw.choice(others), *rows[0][at + 1 :]], *rows[1:]]


def _reorder(draw: random.Random, rows: Rows) -> Rows:
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return [[row[at] for at in order] if len(row) == len(order) else row for row in rows]


def _drop_column(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    return [[*row[:at], *row[at + 1 :]] for row in rows]


def _double_column(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    return [[*row, *row[at : at + 1]] for row in rows]


def _no_header(draw: random.Random, rows: Rows) -> Rows:
    return rows[1:]


def _repeat(draw: random.Random, rows: Rows) -> Rows:
    return [*rows, *draw.choices(rows[1:], k=3)] if len(rows) > 1 else rows


def _shuffle(draw: random.Random, rows: Rows) -> Rows:
    return [rows[0], *draw.sample(rows[1:], len(rows) - 1)]


def _row_a_code(draw: random.Random, rows: Rows) -> Rows:
    """Write one row for each diagnosis."""
    if "diagnosis_codes" not in rows[0]:
        return rows
    at = rows[0].index("diagnosis_codes")
    return [
        rows[0],
        *(
            [*row[:at], code, *row[at + 1 :]]
            for row in rows[1:]
            for code in (row[at].split(";") if len(row) > at else []) or [""]
        ),
    ]


def _stale(draw: random.Random, rows: Rows) -> Rows:
    """Add earlier messages of some visits, which said something else."""
    names = rows[0]
    if not {"arrived_at", "chief_complaint", "visit_id"} <= set(names):
        return rows
    when, what = names.index("arrived_at"), names.index("chief_complaint")
    earlier = []
    for row in draw.choices(rows[1:], k=4):
        if len(row) == len(names):
            old = list(row)
            old[when], old[what] = "2024-12-01 08:00:00", f"FELL OUT OF BED {MARKER}"
            earlier.append(old)
    return [rows[0], *earlier, *rows[1:]]


def _pages(draw: random.Random, rows: Rows) -> Rows:
    """Repeat the header within, as files that were put together have it."""
    at = draw.randrange(1, len(rows) + 1)
    return [*rows[:at], rows[0], *rows[at:]]


def _empty_rows(draw: random.Random, rows: Rows) -> Rows:
    return [*rows, [""] * len(rows[0])]


ON_ROWS: Final[dict[str, Damage]] = {
    "ages with a point": _column("age_years", lambda _, v: f"{v}.0" if v else v, 0.7),
    "ages with a unit": _column(
        "age_years", lambda d, v: v and v + d.choice((" Y", "y", " yrs")), 0.7
    ),
    "ages in words": _column("age_years", lambda *_: "elderly", 0.05),
    "ages out of range": _column("age_years", lambda *_: "999", 0.005),
    "missing ages": _column("age_years", lambda d, v: v or _word(d, v), 1),
    "sex in words": _column(
        "sex", lambda d, v: {"F": "Female", "M": "male", "U": "Unknown"}.get(v, v), 0.8
    ),
    "sex in numbers": _column("sex", lambda d, v: d.choice("12"), 0.3),
    "flags otherwise": _column(
        "is_emergency", lambda d, v: d.choice(("1", "Y", "T") if v == "true" else "0nF"), 0.9
    ),
    "flags in letters": _column("is_emergency", lambda *_: "E", 0.2),
    "US dates": _column("visit_date", _us_date, 1),
    "half days": _column("arrived_at", _half_day, 0.8),
    "no times": _column("arrived_at", _word, 0.2),
    "codes with blanks": _column("diagnosis_codes", lambda _, v: v.replace(";", " , "), 1),
    "codes undotted": _column("diagnosis_codes", lambda _, v: v.replace(".", "").lower(), 0.6),
    "codes with words": _column(
        "diagnosis_codes", lambda _, v: f"{v} Fall from ladder, initial" if v else v, 0.5
    ),
    "codes of HL7": _column("diagnosis_codes", lambda _, v: f"{v}^Fall^I10" if v else v, 0.5),
    "no keys": _column("visit_id", lambda *_: "", 0.01),
    "renamed": _rename,
    "reordered": _reorder,
    "a column less": _drop_column,
    "a column twice": _double_column,
    "no header": _no_header,
    "rows twice": _repeat,
    "shuffled": _shuffle,
    "a row for each code": _row_a_code,
    "earlier messages": _stale,
    "headers within": _pages,
    "a row of nothing": _empty_rows,
}


def _truncate(draw: random.Random, data: bytes) -> bytes:
    """Cut the file off within a row; between two nothing in it could tell."""
    return data[: draw.randrange(len(data) // 2, len(data))].rstrip(b"\r\n")


def _insert(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    """Put something beside a separator; within a word it would be another text, not damage."""

    def damage(draw: random.Random, data: bytes) -> bytes:
        edges = [at for at, byte in enumerate(data) if byte in b",;|\t\n"]
        at = draw.choice(edges or [0]) + draw.randint(0, 1)
        return data[:at] + what + data[at:]

    return damage


def _remove_quote(draw: random.Random, data: bytes) -> bytes:
    places = [at for at, byte in enumerate(data) if byte == ord('"')]
    if not places:
        return data
    at = draw.choice(places)
    return data[:at] + data[at + 1 :]


def _cut_line(draw: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = draw.randrange(len(lines))
    lines[at] = lines[at][: draw.randrange(len(lines[at]) + 1)]
    return b"\n".join(lines)


ON_BYTES: Final[dict[str, Callable[[random.Random, bytes], bytes]]] = {
    "truncated": _truncate,
    "a quote more": _insert(b'"'),
    "a quote less": _remove_quote,
    "a separator more": _insert(b","),
    "a line break more": _insert(b"\n"),
    "a carriage return more": _insert(b"\r"),
    "a blank line": _insert(b"\n\n"),
    "a byte of Latin-1": _insert(b"\xe9"),
    "a line cut": _cut_line,
    "UTF-16": lambda _, data: data.decode("utf-8", "replace").encode("utf-16"),
    "text before the header": lambda _, data: b"Export of visits\n" + data,
    "text behind the rows": lambda _, data: data + b"Total: 1\n",
}
