"""A tidy file of visits, and the ways in which people's files differ from it, at random.

Each damage takes rows (the first of them the header) or the bytes of a file. `MOVES` says by which
count of the intake it is seen, where the flags change and the file is not refused.
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

CELLS_AT_A_TIME: Final = 3
"""How many cells a damage of single cells takes."""

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


def _some(name: str, change: Callable[[random.Random, str], str]) -> Damage:
    """Change a few cells that have a value."""

    def damage(draw: random.Random, rows: Rows) -> Rows:
        if name not in rows[0]:
            return rows
        at = rows[0].index(name)
        filled = [row for row in range(1, len(rows)) if len(rows[row]) > at and rows[row][at]]
        chosen = set(draw.sample(filled, min(CELLS_AT_A_TIME, len(filled))))
        return [
            [*row[:at], change(draw, row[at]), *row[at + 1 :]] if number in chosen else row
            for number, row in enumerate(rows)
        ]

    return damage


def _within(what: str) -> Callable[[random.Random, str], str]:
    def change(draw: random.Random, value: str) -> str:
        at = draw.randint(0, len(value))
        return value[:at] + what + value[at:]

    return change


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
    "blank complaints": _some("chief_complaint", lambda *_: ""),
    "blank codes": _some("diagnosis_codes", lambda *_: ""),
    "blank ages": _some("age_years", lambda *_: ""),
    "blank sexes": _some("sex", lambda *_: ""),
    "blank flags": _some("is_emergency", lambda *_: ""),
    "words for no complaint": _some("chief_complaint", _word),
    "words for no codes": _some("diagnosis_codes", _word),
    "words for no age": _some("age_years", _word),
    "a NUL in complaints": _some("chief_complaint", _within("\0")),
    "controls in codes": _some("diagnosis_codes", _within("\x1b")),
    "replaced characters": _some("chief_complaint", _within("\ufffd")),
    "words beside codes": _some("diagnosis_codes", lambda _, v: f"{v};see note"),
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
    """Cut the file off anywhere."""
    return data[: draw.randrange(len(data) // 2, len(data))]


def _truncate_rows(draw: random.Random, data: bytes) -> bytes:
    """Cut the file off behind a line break, where nothing in it tells."""
    ends = [at + 1 for at, byte in enumerate(data) if byte == ord("\n")]
    return data[: draw.choice(ends[len(ends) // 2 : -1] or [len(data)])]


def _insert(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    """Put something anywhere."""

    def damage(draw: random.Random, data: bytes) -> bytes:
        at = draw.randrange(len(data) + 1)
        while at < len(data) and data[at] & 0xC0 == 0x80:
            at += 1
        return data[:at] + what + data[at:]

    return damage


def _insert_separator(draw: random.Random, data: bytes) -> bytes:
    """Put a comma beside a separator; within a word in quotes it is another text, not damage."""
    edges = [at for at, byte in enumerate(data) if byte in b",;|\t\n"]
    at = draw.choice(edges or [0]) + draw.randint(0, 1)
    return data[:at] + b"," + data[at:]


def _remove_quote(draw: random.Random, data: bytes) -> bytes:
    places = [at for at, byte in enumerate(data) if byte == ord('"')]
    if not places:
        return data
    at = draw.choice(places)
    return data[:at] + data[at + 1 :]


def _cut_line(draw: random.Random, data: bytes) -> bytes:
    """Cut a line off, its last field at least; a part of that is another text, not damage."""
    lines = data.split(b"\n")
    at = draw.randrange(len(lines))
    edges = [place for place, byte in enumerate(lines[at]) if byte in b",;|\t"]
    lines[at] = lines[at][: draw.choice(edges or [0]) + draw.randint(0, 1)]
    return b"\n".join(lines)


ON_BYTES: Final[dict[str, Callable[[random.Random, bytes], bytes]]] = {
    "truncated": _truncate,
    "truncated between rows": _truncate_rows,
    "a NUL more": _insert(b"\0"),
    "an escape more": _insert(b"\x1b"),
    "a quote more": _insert(b'"'),
    "a quote less": _remove_quote,
    "a separator more": _insert_separator,
    "a line break more": _insert(b"\n"),
    "a carriage return more": _insert(b"\r"),
    "a blank line": _insert(b"\n\n"),
    "a byte of Latin-1": _insert(b"\xe9"),
    "a line cut": _cut_line,
    "UTF-16": lambda _, data: data.decode("utf-8", "replace").encode("utf-16"),
    "text before the header": lambda _, data: b"Export of visits\n" + data,
    "text behind the rows": lambda _, data: data + b"Total: 1\n",
}


MOVES: Final[dict[str, tuple[str, ...]]] = {
    # values that are gone: each visit without one is counted
    "blank complaints": ("missing chief_complaint",),
    "blank codes": ("missing diagnosis_codes",),
    "blank ages": ("missing age_years",),
    "blank sexes": ("missing sex",),
    "blank flags": ("missing is_emergency",),
    "words for no complaint": ("missing chief_complaint",),
    "words for no codes": ("missing diagnosis_codes",),
    "words for no age": ("missing age_years",),
    # values that are there and are none
    "ages in words": ("unreadable age_years",),
    "ages out of range": ("unreadable age_years",),
    "sex in numbers": ("unreadable sex",),
    "flags in letters": ("unreadable is_emergency",),
    # signs of damage
    "a NUL in complaints": ("controls",),
    "controls in codes": ("controls",),
    "replaced characters": ("controls",),
    "a NUL more": ("controls", "unreadable", "absent", "quotes"),
    "an escape more": ("controls", "unreadable", "absent", "quotes"),
    "words beside codes": ("words",),
    "a quote more": ("quotes",),
    "a quote less": ("quotes",),
    "a line break more": ("breaks",),
    "a carriage return more": ("breaks",),
    "a blank line": ("breaks",),
    # rows that are gone or come again: their number and days are always told
    "truncated": ("rows",),
    "truncated between rows": ("rows",),
    "a line cut": ("rows", "missing", "breaks", "quotes"),
    "a row of nothing": ("rows",),
    "renamed": ("absent",),
    "a column less": ("absent",),
}
"""Damage → the counts of the intake, or the first words of their names, one of which moves where
the flags differ. Whatever is not named leaves the flags as they were, or is refused."""
