"""Files of published definitions: plain text, tables, JSON, folders of them; and addresses."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.identity import version_of
from transpiler.importing.column_names import (
    by_our_names,
    header_among,
    is_read,
    may_hold_queries,
    meant_for_queries,
    shown_name,
    written_twice,
)
from transpiler.importing.decoding.address import asks, names_one
from transpiler.importing.decoding.markup import table_rows
from transpiler.importing.decoding.page import read_page
from transpiler.importing.decoding.passages import passages
from transpiler.importing.r_data import read_r_data
from transpiler.importing.record import PublishedPart, PublishedRecord
from transpiler.importing.spreadsheet import read_spreadsheet
from transpiler.importing.tables import MAX_BYTES, Table

_SOURCES: Final = (".r", ".py", ".rmd", ".qmd")
"""Files that are programs; in a folder they are left alone, and so are pages."""

_BETWEEN: Final = re.compile(r"[;,](?:\s*(?:and|or)\b)?|\s(?:and|or)\s(?=\w*[A-Z_])")
"""What stands between the names of fields in one cell."""

_NO_FIELD: Final = frozenset(("na", "n/a", "none", "undefined", "unknown", "not stated", "-"))
"""What stands in a column of fields where none is given."""

_LISTS: Final = ("categories", "definitions", "syndromes")
"""Keys of an object that is nothing but a list of definitions."""


def published_files(path: Path) -> list[Path]:
    """Return the files to be read at ``path``: itself, or everything readable in a folder.

    Raises:
        DefinitionError: there is none.
    """
    if not path.is_dir():
        return [path]
    expected = tuple(sorted({*_READERS, *_BINARY} - {*_SOURCES, ".md", ".html", ".htm"}))
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in expected)
    if not found:
        raise DefinitionError([_finding(str(path), "no file of definitions here", expected)])
    return found


def read_published(path: Path) -> Iterator[PublishedRecord | DefinitionError]:
    """Yield the definitions of a file, and instead of each that cannot be read why.

    Raises:
        DefinitionError: nothing of the file can be read.
    """
    suffix = path.suffix.lower()
    if suffix in _BINARY:
        yield from _read_tables(str(path), _BINARY[suffix](str(path), _bytes(path)))
        return
    reader = _READERS.get(suffix)
    if reader is None:
        message = f"{path.suffix or 'a name without a suffix'} is no format of definitions"
        raise DefinitionError([_finding(str(path), message, tuple(sorted({*_READERS, *_BINARY})))])
    yield from reader(path, _text(path))


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read the file: {error.strerror}"
        raise DefinitionError([_finding(str(path), message)]) from None
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; {MAX_BYTES:,} are the most that is read"
        raise DefinitionError([_finding(str(path), message)])
    return data


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte {error.start + 1} cannot be decoded"
        raise DefinitionError([_finding(str(path), message)]) from None


def _read_text(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    is_source = path.suffix.lower() in _SOURCES
    table = None if is_source else table_rows(text)
    if table is not None:
        (_, header), *rows = table
        for line, row in rows:
            yield read_row(f"{path}:{line}", header, row)
        return
    lines = [line.strip() for line in text.splitlines() if line.strip() and "^" not in line]
    titles = [line for line in lines if version_of(line) and len(line) < 100 and not is_source]
    title = titles[0] if titles else path.stem.replace("_", " ").replace("-", " ")
    found = list(passages(text, str(path), is_source=is_source))
    if not found:
        yield DefinitionError([_no_query(str(path), {})])
    for number, passage in enumerate(found, start=1):
        if isinstance(passage, DefinitionError):
            yield passage
            continue
        origin = f"{path}#{number}" if len(found) > 1 else str(path)
        own = passage.name or (f"{title} {number}" if len(found) > 1 else title)
        if not passage.name and names_one(passage.excerpt.text):
            own = ""  # the category's own name is the title
        yield PublishedRecord(origin=origin, title=own, text=text, passage=passage)


def _read_notebook(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    """Read the blocks of code of a page that runs them, each line where it was."""
    code = re.sub(
        r"(?:\A|(?<=\n)```[ \t]*\n)(.*?)(?=\n```\{|\Z)",
        lambda prose: "\n" * prose[0].count("\n"),
        text,
        flags=re.DOTALL,
    )
    yield from _read_text(path, re.sub(r"(?m)^```.*$", "", code))


def _read_html(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    page = read_page(text)
    tables = [rows for rows in page.tables if rows and may_hold_queries(rows[0])]
    for number, (header, *rows) in enumerate(tables, start=1):
        for row_number, row in enumerate(rows, start=2):
            yield read_row(f"{path}#table{number}:{row_number}", header, row)
    if not tables:
        yield from _read_text(path, page.text)


def _read_tables(
    path: str, tables: Iterator[Table | DefinitionError]
) -> Iterator[PublishedRecord | DefinitionError]:
    """Yield the definitions of tables that have a column of queries; the others hold none."""
    seen: list[str] = []
    for table in tables:
        if isinstance(table, DefinitionError):
            yield table
            continue
        rows = [[cell.text for cell in cells] for _, cells in table.rows]
        at = header_among(rows)
        if at is None:
            seen += rows[0] if rows else []
            continue
        header = rows[at]
        seen = []
        path = ""
        for number, cells in table.rows[at + 1 :]:
            origin = f"{table.where}:{number}"
            problems = [
                cell.problem
                for name, cell in zip(header, cells, strict=False)
                if cell.problem and is_read(name)
            ]
            if problems:
                hint = "put the whole text there; nothing is calculated here"
                yield DefinitionError([_finding(origin, "; ".join(problems), hint=hint)])
            else:
                yield read_row(origin, header, [cell.text for cell in cells[: len(header)]])
    if path:
        yield DefinitionError([_no_query(path, dict.fromkeys(seen))])


def _read_csv(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        for row in rows:
            if row:
                yield read_row(f"{path}:{rows.line_num}", header, row)
    except csv.Error as error:
        yield DefinitionError([_finding(f"{path}:{rows.line_num}", f"not valid CSV: {error}")])


def read_row(
    origin: str, header: Sequence[str], row: Sequence[str]
) -> PublishedRecord | DefinitionError:
    """Return the definition of a table's row, or why it cannot be read.

    Args:
        origin: the file and the line, for messages.
        header: what the columns are called.
        row: the cells.
    """
    if len(row) > len(header):
        message = (
            f"the row has {len(row)} cells and the header {len(header)}: the commas of a query "
            "have made columns of it"
        )
        hint = "put quotation marks around the query, as spreadsheets do when they save CSV"
        return DefinitionError([_finding(origin, message, hint=hint)])
    twice = written_twice(header)
    if twice is not None:
        message = f"two columns are called {twice}: nothing says which is meant"
        return DefinitionError([_finding(origin, message, hint="rename or remove one of them")])
    return _from_mapping(origin, dict(zip(header, row, strict=False)))


def _read_json_lines(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield from _read_value(f"{path}:{number}", path.stem, line)


def _read_json(path: Path, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    yield from _read_value(str(path), path.stem, text)


def _read_value(where: str, name: str, text: str) -> Iterator[PublishedRecord | DefinitionError]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield DefinitionError([_finding(where, "not valid JSON")])
        return
    if isinstance(value, dict):
        # What ESSENCE returns for all CCDD categories at once is an object around the list.
        lists = [key for key in _LISTS if isinstance(value.get(key), list)]
        if len(lists) == 1:
            value = value[lists[0]]
    for number, record in enumerate(value if isinstance(value, list) else [value], start=1):
        place = f"{where}#{number}" if isinstance(value, list) else where
        if isinstance(record, dict):
            yield _from_mapping(place, record)
        elif isinstance(record, str):
            yield PublishedRecord(origin=place, title=f"{name} {number}", text=record)
        else:
            yield DefinitionError([_finding(place, "a definition is a JSON object or a string")])


def _from_mapping(origin: str, record: Mapping[Any, Any]) -> PublishedRecord | DefinitionError:
    found = by_our_names(record)
    parts = record.get("parts") or []
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        message = "parts is a list of objects, each with field and query"
        return DefinitionError([_finding(origin, message)])
    found_parts = [_part(by_our_names(part)) for part in parts]
    if not found_parts and found["query"] and found["field"]:
        found_parts = [_part(found)]
    query, text = _string(found["query"]), _string(found["text"])
    address, url = _string(found["address"]).strip(), _string(found["url"]).strip()
    if not (found_parts or query or text or address):
        return DefinitionError([_no_query(origin, record)])
    if not found_parts and not query and "^" not in text and "%5e" not in text.lower():
        query, address = address, ""  # the address is the query, and the text describes it
    if not found_parts and query.strip() not in text:
        text = query  # and the other column describes it
    return PublishedRecord(
        origin=origin,
        title=_string(found["title"]) or _string(found["identifier"]),
        text=text,
        parts=tuple(found_parts),
        fields=() if found_parts else _fields(found),
        address=address if asks(address) else "",
        identifier=_string(found["identifier"]),
        version=_string(found["version"]),
        organization=_string(found["organization"]) or None,
        # Who sent an address of ESSENCE stands in it, so it is no link to keep.
        url=url if url and not asks(url) else None,
        license=_string(found["license"]) or None,
        reference=_string(found["reference"]) or None,
        published=_string(found["published"]) or None,
    )


def _no_query(origin: str, record: Mapping[Any, Any]) -> Diagnostic:
    """Return the finding that a record has no query, with what it has."""
    seen = [shown_name(key) for key in record]
    known = may_hold_queries(record)
    if not known:
        message = "none of its columns is known to hold a query; they are "
        message += f"{', '.join(seen) or 'none'}{meant_for_queries(seen)}"
    elif len(known) > 1 and any(record[key] for key in record if shown_name(key) in known):
        message = f"nothing says which of {', '.join(known)} holds the query"
    else:
        message = f"{', '.join(known)} is empty"
    hint = "name the column of the queries: query, or definition where words stand around it"
    return Diagnostic("ESS510", Severity.ERROR, message, path=origin, hint=hint)


def _part(found: Mapping[str, Any]) -> PublishedPart:
    return PublishedPart(_fields(found), _string(found["query"]))


def _fields(found: Mapping[str, Any]) -> tuple[str, ...]:
    named = [*_strings(found["field"]), *_strings(found["also_apply_to"])]
    return tuple(name for name in named if name.lower() not in _NO_FIELD)


def _strings(value: Any) -> list[str]:
    """Return the strings of a list, or of a text with semicolons or commas between them."""
    if isinstance(value, list):
        return [_string(item) for item in value if _string(item)]
    return [item for item in map(str.strip, _BETWEEN.split(_string(value))) if item]


def _string(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _finding(
    origin: str, message: str, expected: tuple[str, ...] = (), hint: str | None = None
) -> Diagnostic:
    return Diagnostic("ESS512", Severity.ERROR, message, path=origin, expected=expected, hint=hint)


_ReadFormat = Callable[[Path, str], Iterator[PublishedRecord | DefinitionError]]

_BINARY: Final[Mapping[str, Callable[[str, bytes], Iterator[Table | DefinitionError]]]] = {
    ".xlsx": read_spreadsheet,
    ".rds": read_r_data,
}

_READERS: Final[Mapping[str, _ReadFormat]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".r": _read_text,
    ".py": _read_text,
    ".rmd": _read_notebook,
    ".qmd": _read_notebook,
    ".essence": _read_text,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".json": _read_json,
}
