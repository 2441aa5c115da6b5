"""The ways in which people's files differ from a tidy one, each with what must come of it."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from tests.damage.tables import MARKER, Rows

Content = TypeVar("Content", Rows, bytes)


@dataclass(frozen=True)
class Damage(Generic[Content]):
    """One way.

    Attributes:
        change: damages rows, or the bytes of a file.
        is_lawful: whether the values stay what they were: same flags, and no refusal.
        seen_by: the counts of the intake, or the first words of their names, that move where flags
            differ, by no less than the visits that do.
        is_exact: whether that count moves by exactly the rows that are changed.
    """

    change: Callable[[random.Random, Content], Content]
    is_lawful: bool = False
    seen_by: tuple[str, ...] = ()
    is_exact: bool = False


OnRows = Damage[Rows]
OnBytes = Damage[bytes]
Change = Callable[[random.Random, str], str]

CELLS_AT_A_TIME: Final = 3
"""How many cells a damage of single cells takes."""

_TIDY: Final = {
    "visit_id": rf"{MARKER}\d+",
    "visit_date": r"\d{4}-\d\d-\d\d",
    "arrived_at": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "age_years": r"\d{1,2}",
    "sex": "[FMU]",
    "is_emergency": "true|false",
    "chief_complaint": r"[\x20-\x7e\n]+",
    "diagnosis_codes": r"[A-Z]\d[A-Z0-9.]+(?:;[A-Z]\d[A-Z0-9.]+)*",
}
"""The form of the values of a tidy file. Only such cells are damaged, so that what comes of a
damage is known even where another one came before it."""


def _cells(name: str, change: Change, share: float) -> Callable[[random.Random, Rows], Rows]:
    """Change each tidy cell of a column with a probability of ``share``."""

    def damage(draw: random.Random, rows: Rows) -> Rows:
        at = rows[0].index(name) if name in rows[0] else None
        if at is None:
            return rows
        form = re.compile(_TIDY[name])
        return [
            [*row[:at], change(draw, row[at]), *row[at + 1 :]]
            if number and form.fullmatch(row[at]) and draw.random() < share
            else row
            for number, row in enumerate(rows)
        ]

    return damage


def _some(name: str, change: Change) -> Callable[[random.Random, Rows], Rows]:
    """Change a few tidy cells of rows without any control character."""

    def damage(draw: random.Random, rows: Rows) -> Rows:
        at = rows[0].index(name) if name in rows[0] else None
        if at is None:
            return rows
        form = re.compile(_TIDY[name])
        tidy = [
            number
            for number, row in enumerate(rows)
            if number and form.fullmatch(row[at]) and "".join(row).replace("\n", "").isprintable()
        ]
        chosen = set(draw.sample(tidy, min(CELLS_AT_A_TIME, len(tidy))))
        return [
            [*row[:at], change(draw, row[at]), *row[at + 1 :]] if number in chosen else row
            for number, row in enumerate(rows)
        ]

    return damage


def _lawful(name: str, change: Change, share: float = 0.7) -> OnRows:
    return OnRows(_cells(name, change, share), is_lawful=True)


def _few(name: str, change: Change, seen_by: str) -> OnRows:
    return OnRows(_some(name, change), seen_by=(seen_by,), is_exact=True)


def _within(what: str) -> Change:
    def change(draw: random.Random, value: str) -> str:
        at = draw.randint(0, len(value))
        return value[:at] + what + value[at:]

    return change


def _us_date(draw: random.Random, value: str) -> str:
    year, month, day = value.split("-")
    return f"{int(month)}/{int(day)}/{year}"


def _half_day(draw: random.Random, value: str) -> str:
    hour = int(value[11:13])
    return f"{value[:10]} {(hour - 1) % 12 + 1}:15:00 {'AM' if hour < 12 else 'PM'}"


def _word(draw: random.Random, value: str) -> str:
    return draw.choice(("NA", "NULL", "n/a", "-", "?", "None", "#N/A"))


def _sex_word(draw: random.Random, value: str) -> str:
    return {"F": "Female", "M": "male", "U": "Unknown"}[value]


def _flag(draw: random.Random, value: str) -> str:
    return draw.choice(("1", "Y", "T", "yes") if value == "true" else ("0", "n", "F", "No"))


def _as_json(draw: random.Random, value: str) -> str:
    return "[" + ",".join(f'"{code}"' for code in value.split(";")) + "]"


def _blank(draw: random.Random, value: str) -> str:
    return draw.choice(("", "  ", "\u00a0"))


def _rename(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    name = rows[0][at]
    others = (name.upper(), f" {name} ", name.replace("_", " "), name + "x", name[1:], "column")
    return [[*rows[0][:at], draw.choice(others), *rows[0][at + 1 :]], *rows[1:]]


def _shift_names(draw: random.Random, rows: Rows) -> Rows:
    return [[*rows[0][1:], rows[0][0]], *rows[1:]]


def _swap_names(draw: random.Random, rows: Rows) -> Rows:
    """Exchange two names; not those of two texts in words, of which nothing can tell."""
    words = ("chief_complaint", "county")
    first, second = draw.sample(range(len(rows[0])), 2)
    names = list(rows[0])
    if {names[first], names[second]} == set(words):
        return rows
    names[first], names[second] = names[second], names[first]
    return [names, *rows[1:]]


def _reorder(draw: random.Random, rows: Rows) -> Rows:
    order = draw.sample(range(len(rows[0])), len(rows[0]))
    return [[row[at] for at in order] for row in rows]


def _more_columns(draw: random.Random, rows: Rows) -> Rows:
    return [[f"note {len(rows[0])}", *rows[0]], *([MARKER, *row] for row in rows[1:])]


def _drop_column(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    return [[*row[:at], *row[at + 1 :]] for row in rows]


def _double_column(draw: random.Random, rows: Rows) -> Rows:
    at = draw.randrange(len(rows[0]))
    return [[*row, *row[at : at + 1]] for row in rows]


def _no_header(draw: random.Random, rows: Rows) -> Rows:
    return rows[1:]


def _repeat(draw: random.Random, rows: Rows) -> Rows:
    return [*rows, *draw.choices(rows[1:], k=3)]


def _shuffle(draw: random.Random, rows: Rows) -> Rows:
    return [rows[0], *draw.sample(rows[1:], len(rows) - 1)]


def _row_a_code(draw: random.Random, rows: Rows) -> Rows:
    """Write one row for each diagnosis."""
    if "diagnosis_codes" not in rows[0]:
        return rows
    at = rows[0].index("diagnosis_codes")
    return [
        rows[0],
        *([*row[:at], code, *row[at + 1 :]] for row in rows[1:] for code in row[at].split(";")),
    ]


def _is_time(value: str) -> bool:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000", "%Y-%m-%d %I:%M:%S %p"):
        with contextlib.suppress(ValueError):
            dt.datetime.strptime(value, form)
            return True
    return False


def _messages(at_time: str, what: str) -> Callable[[random.Random, Rows], Rows]:
    """Add other messages about some visits whose time is known, which say something else."""

    def damage(draw: random.Random, rows: Rows) -> Rows:
        names = rows[0]
        if not {"arrived_at", "chief_complaint"} <= set(names):
            return rows
        arrival = names.index("arrived_at")
        timed = [row for row in rows[1:] if _is_time(row[arrival])]
        added = []
        for row in draw.sample(timed, min(4, len(timed))):
            other = list(row)
            other[arrival] = at_time
            other[names.index("chief_complaint")] = f"{what} {MARKER}"
            added.append(other)
        return [rows[0], *added[:2], *rows[1:], *added[2:]]

    return damage


def _cell_less(draw: random.Random, rows: Rows) -> Rows:
    """Leave a cell out of some rows, so that those behind it stand under the name before."""
    chosen = set(draw.sample(range(1, len(rows)), CELLS_AT_A_TIME))
    at = draw.randrange(len(rows[0]))
    return [
        [*row[:at], *row[at + 1 :], ""] if number in chosen else row
        for number, row in enumerate(rows)
    ]


def _cell_more(draw: random.Random, rows: Rows) -> Rows:
    """Put an empty cell into some rows, and leave their last one out."""
    chosen = set(draw.sample(range(1, len(rows)), CELLS_AT_A_TIME))
    at = draw.randrange(len(rows[0]))
    return [
        [*row[:at], "", *row[at:-1]] if number in chosen else row for number, row in enumerate(rows)
    ]


def _totals(draw: random.Random, rows: Rows) -> Rows:
    """Sum up at the end, as reports do."""
    line = [draw.choice(("Total", "Grand Total", "TOTALS:")), f"{len(rows) - 1:,}"]
    return [*rows, [*line, *[""] * len(rows[0])][: len(rows[0])]]


def _pages(draw: random.Random, rows: Rows) -> Rows:
    """Repeat the header within, as files that were put together have it."""
    at = draw.randrange(1, len(rows) + 1)
    return [*rows[:at], rows[0], *rows[at:]]


ON_ROWS: Final[dict[str, OnRows]] = {
    # other forms of the same values
    "ages with a point": _lawful("age_years", lambda _, v: f"{v}.0"),
    "ages with a unit": _lawful("age_years", lambda d, v: v + d.choice((" Y", "y", " yrs"))),
    "ages with zeros": _lawful("age_years", lambda _, v: v.zfill(3)),
    "sex in words": _lawful("sex", _sex_word),
    "sex in small letters": _lawful("sex", lambda _, v: v.lower()),
    "flags otherwise": _lawful("is_emergency", _flag),
    "US dates": _lawful("visit_date", _us_date, 1),
    "dates without hyphens": _lawful("visit_date", lambda _, v: v.replace("-", "")),
    "half days": _lawful("arrived_at", _half_day),
    "times with a T": _lawful("arrived_at", lambda _, v: v.replace(" ", "T") + ".000"),
    "codes with blanks": _lawful("diagnosis_codes", lambda _, v: v.replace(";", " , ")),
    "codes undotted": _lawful("diagnosis_codes", lambda _, v: v.replace(".", "").lower()),
    "codes with words": _lawful("diagnosis_codes", lambda _, v: f"{v} Fall from ladder, initial"),
    "codes of HL7": _lawful("diagnosis_codes", lambda _, v: f"{v}^Fall^I10"),
    "codes with labels": _lawful(
        "diagnosis_codes",
        lambda d, v: d.choice("|;").join(f"ICD10:{code}" for code in v.split(";")),
    ),
    "codes in JSON": _lawful("diagnosis_codes", _as_json),
    "complaints in small letters": _lawful("chief_complaint", lambda _, v: v.lower()),
    "blanks that do not break": _lawful("chief_complaint", lambda _, v: v.replace(" ", "\u00a0")),
    "blanks around": _lawful("chief_complaint", lambda _, v: f"  {v} "),
    # values that are gone
    "blank complaints": _few("chief_complaint", _blank, "missing chief_complaint"),
    "blank codes": _few("diagnosis_codes", _blank, "missing diagnosis_codes"),
    "blank ages": _few("age_years", _blank, "missing age_years"),
    "blank sexes": _few("sex", _blank, "missing sex"),
    "blank flags": _few("is_emergency", _blank, "missing is_emergency"),
    "words for no complaint": _few("chief_complaint", _word, "missing chief_complaint"),
    "words for no codes": _few("diagnosis_codes", _word, "missing diagnosis_codes"),
    "words for no age": _few("age_years", _word, "missing age_years"),
    "words for no sex": _few("sex", _word, "missing sex"),
    "words for no flag": _few("is_emergency", _word, "missing is_emergency"),
    "no times": OnRows(_cells("arrived_at", _word, 0.2)),
    # values that are none
    "ages in words": _few("age_years", lambda *_: "elderly", "unreadable age_years"),
    "ages out of range": _few("age_years", lambda *_: "999", "unreadable age_years"),
    "ages with a comma": _few("age_years", lambda _, v: f"{v},5", "unreadable age_years"),
    "many ages in words": OnRows(_cells("age_years", lambda *_: "elderly", 0.05)),
    "sex in numbers": _few("sex", lambda d, v: d.choice("12"), "unreadable sex"),
    "all sex in numbers": OnRows(_cells("sex", lambda d, v: d.choice("12"), 1)),
    "flags in letters": _few("is_emergency", lambda *_: "E", "unreadable is_emergency"),
    "days as serial numbers": _few("visit_date", lambda *_: "45717", "unreadable visit_date"),
    "days of no calendar": _few("visit_date", lambda *_: "2025-02-30", "unreadable visit_date"),
    "times of no clock": _few(
        "arrived_at", lambda _, v: f"{v[:10]} 25:15:00", "unreadable arrived_at"
    ),
    "words for codes": _few("diagnosis_codes", lambda *_: "see note", "unreadable diagnosis_codes"),
    # signs of damage
    "words beside codes": _few("diagnosis_codes", lambda _, v: f"{v};see note", "words"),
    "a NUL in complaints": _few("chief_complaint", _within("\0"), "controls"),
    "controls in codes": _few("diagnosis_codes", _within("\x1b"), "controls"),
    "replaced characters": _few("chief_complaint", _within("\ufffd"), "controls"),
    "UTF-8 read as Latin-1": _few("chief_complaint", _within("\u00c3\u00a9"), "controls"),
    "UTF-8 read as Windows-1252": _few(
        "chief_complaint", _within("\u00e2\u20ac\u2122"), "controls"
    ),
    # rows and columns
    "no keys": OnRows(_some("visit_id", lambda *_: "")),
    "blanks around keys": _lawful(
        "visit_id", lambda d, v: d.choice((f" {v}", f"{v} ", f"{v}\u00a0"))
    ),
    "keys as numbers": OnRows(_some("visit_id", lambda *_: "2.02501E+14"), seen_by=("visits",)),
    "a cell less": OnRows(_cell_less, seen_by=("unreadable", "missing")),
    "a cell more": OnRows(_cell_more, seen_by=("unreadable", "missing")),
    "renamed": OnRows(_rename, seen_by=("absent",)),
    "names shifted": OnRows(_shift_names),
    "names swapped": OnRows(_swap_names, seen_by=("absent", "unreadable", "visits")),
    "reordered": OnRows(_reorder, is_lawful=True),
    "a column more": OnRows(_more_columns, is_lawful=True),
    "a column less": OnRows(_drop_column, seen_by=("absent",)),
    "a column twice": OnRows(_double_column),
    "no header": OnRows(_no_header),
    "a row for each code": OnRows(_row_a_code, is_lawful=True),
    "rows twice": OnRows(_repeat, is_lawful=True),
    "earlier messages": OnRows(_messages("2024-12-01 08:00:00", "FELL OUT OF BED"), is_lawful=True),
    "later messages": OnRows(
        _messages("2026-01-01 08:00:00", "FELL OUT OF BED"), seen_by=("rows",)
    ),
    "messages at no time": OnRows(_messages("", "FELL OUT OF BED")),
    "shuffled": OnRows(_shuffle, is_lawful=True),
    "headers within": OnRows(_pages),
    "a line of totals": OnRows(_totals, seen_by=("missing", "unreadable")),
    "a row of nothing": OnRows(lambda _, rows: [*rows, [""] * len(rows[0])]),
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


def _insert_at_end(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    """Put something before a line end, or into it where it has two characters."""

    def damage(draw: random.Random, data: bytes) -> bytes:
        at = draw.choice([at for at, byte in enumerate(data) if byte in b"\r\n"] or [len(data)])
        return data[:at] + what + data[at:]

    return damage


def _insert_separator(draw: random.Random, data: bytes) -> bytes:
    """Put a comma beside a separator; within a word in quotes it is another text, not damage."""
    edges = [at for at, byte in enumerate(data) if byte in b",;|\t\n"]
    at = draw.choice(edges or [0]) + draw.randint(0, 1)
    return data[:at] + b"," + data[at:]


def _remove(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    def damage(draw: random.Random, data: bytes) -> bytes:
        places = [at for at, byte in enumerate(data) if byte in what]
        if not places:
            return data
        at = draw.choice(places)
        return data[:at] + data[at + 1 :]

    return damage


def _cut_line(draw: random.Random, data: bytes) -> bytes:
    """Cut a line off, its last field at least; a part of that is another text, not damage."""
    lines = data.split(b"\n")
    at = draw.randrange(len(lines))
    edges = [place for place, byte in enumerate(lines[at]) if byte in b",;|\t"]
    lines[at] = lines[at][: draw.choice(edges or [0]) + draw.randint(0, 1)]
    return b"\n".join(lines)


def _both_line_ends(draw: random.Random, data: bytes) -> bytes:
    """End about half of the lines otherwise; lines that say the same alike, so that copies of a row
    with a line break in a text stay copies. A key with line breaks would be another one."""
    quoted = [found for found in _QUOTED.finditer(data) if b"\n" in found.group()]
    keys = [found.span() for found in quoted if _KEY.search(found.group())]
    ends: dict[bytes, bytes] = {}
    done, at = [], 0
    for line in data.splitlines(keepends=True):
        at += len(line)
        text = line.removesuffix(b"\n").removesuffix(b"\r")
        if not line.endswith(b"\n") or any(start < at < end for start, end in keys):
            done.append(line)
        else:
            done.append(text + ends.setdefault(text, draw.choice((b"\n", b"\r\n"))))
    return b"".join(done)


def _other_separators(draw: random.Random, data: bytes) -> bytes:
    """Write the second half of the lines with another separator, as files put together have it."""
    lines = data.split(b"\n")
    half = len(lines) // 2
    old = draw.choice(b",;|\t").to_bytes()
    new = draw.choice(b",;|\t").to_bytes()
    return b"\n".join([*lines[:half], *(line.replace(old, new) for line in lines[half:])])


_QUOTED: Final = re.compile(rb'(?<![^,;|\t\r\n])"(?:[^"]|"")*"')
_KEY: Final = re.compile(rf"{MARKER}\d".encode())

ON_BYTES: Final[dict[str, OnBytes]] = {
    "truncated": OnBytes(_truncate, seen_by=("rows",)),
    "truncated between rows": OnBytes(_truncate_rows, seen_by=("rows",)),
    "a NUL more": OnBytes(_insert(b"\0"), seen_by=("controls", "absent")),
    "an escape more": OnBytes(_insert(b"\x1b"), seen_by=("controls", "absent")),
    "a quote more": OnBytes(_insert(b'"'), seen_by=("quotes",)),
    "a quote less": OnBytes(_remove(b'"'), seen_by=("quotes",)),
    "a separator more": OnBytes(
        _insert_separator, seen_by=("unreadable", "missing", "quotes", "words")
    ),
    "a separator less": OnBytes(_remove(b",;|\t"), seen_by=("unreadable", "missing", "words")),
    "a line break more": OnBytes(_insert(b"\n"), seen_by=("breaks",)),
    "a line break less": OnBytes(_remove(b"\n"), seen_by=("breaks",)),
    "a carriage return more": OnBytes(_insert(b"\r"), seen_by=("breaks",)),
    "a carriage return and a letter more": OnBytes(
        _insert_at_end(b"\rx"), seen_by=("breaks", "unreadable")
    ),
    "a vertical tab more": OnBytes(_insert(b"\x0b"), seen_by=("controls", "absent")),
    "a form feed at a line end": OnBytes(_insert_at_end(b"\x0c"), seen_by=("controls", "absent")),
    "a NEL at a line end": OnBytes(
        _insert_at_end("\u0085".encode()), seen_by=("controls", "absent")
    ),
    "a line separator more": OnBytes(_insert("\u2028".encode()), seen_by=("controls", "absent")),
    "a blank line": OnBytes(_insert(b"\n\n"), seen_by=("breaks",)),
    "a byte of Latin-1": OnBytes(_insert(b"\xe9")),
    "a line cut": OnBytes(_cut_line, seen_by=("rows", "missing", "breaks", "quotes")),
    "another separator from the middle on": OnBytes(_other_separators),
    "line ends of both kinds": OnBytes(_both_line_ends, is_lawful=True),
    "a line break behind the end": OnBytes(lambda _, data: data + b"\r\n\n", is_lawful=True),
    "UTF-16": OnBytes(lambda _, data: data.decode("utf-8", "replace").encode("utf-16")),
    "Windows-1252": OnBytes(
        lambda _, data: (
            data.decode("utf-8", "replace")
            .replace("fever", "fi\u00e8vre")
            .encode("cp1252", "replace")
        )
    ),
    "text before the header": OnBytes(lambda _, data: b"Export of visits\n" + data),
    "text behind the rows": OnBytes(lambda _, data: data + b"Total: 1\n"),
}
"""Whatever has nothing by which it is seen leaves the flags as they were, or is refused."""
