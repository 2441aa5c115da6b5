"""Files of published definitions: plain text, CSV, JSON lines, folders of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.importing.inference import version_of
from transpiler.importing.published import Published, PublishedBox

MAX_BYTES: Final = 64_000_000
"""Files above this size are refused."""

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "identifier": ("id", "key"),
    "title": ("name", "title", "syndrome", "category", "definition name", "ccdd category"),
    "query": ("query", "formula", "terms"),
    "text": ("raw", "text", "definition", "syndrome definition", "description"),
    "field": ("field", "fields", "parameter"),
    "also_apply_to": ("also_apply_to", "also apply to"),
    "version": ("version",),
    "organization": ("organization", "organisation", "author", "submitting author organization"),
    "url": ("url", "link"),
    "license": ("license", "licence"),
    "reference": ("source", "reference"),
}
"""What a column or key may be called, in small letters."""


def published_files(path: Path) -> list[Path]:
    """Return the files to be read at ``path``: itself, or everything readable in a folder.

    Raises:
        DefinitionError: there is none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() in _READERS)
    if not found:
        expected = tuple(sorted(_READERS))
        raise DefinitionError([_finding(str(path), "no file of definitions here", expected)])
    return found


def read_published(path: Path) -> Iterator[Published | DefinitionError]:
    """Yield the definitions of a file, and in place of each that cannot be read why.

    Raises:
        DefinitionError: nothing of the file can be read.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        message = f"{path.suffix or 'a name without a suffix'} is no format of definitions"
        raise DefinitionError([_finding(str(path), message, tuple(sorted(_READERS)))])
    yield from reader(path, _text(path))


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"cannot read the file: {error.strerror}"
        raise DefinitionError([_finding(str(path), message)]) from None
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; {MAX_BYTES:,} are the most that is read"
        raise DefinitionError([_finding(str(path), message)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text: byte {error.start + 1} cannot be decoded"
        raise DefinitionError([_finding(str(path), message)]) from None


def _read_text(path: Path, text: str) -> Iterator[Published | DefinitionError]:
    lines = [line.strip() for line in text.splitlines() if line.strip() and "^" not in line]
    titles = [line for line in lines if version_of(line) and len(line) < 100]
    title = titles[0] if titles else path.stem.replace("_", " ").replace("-", " ")
    yield Published(origin=str(path), title=title, text=text)


def _read_csv(path: Path, text: str) -> Iterator[Published | DefinitionError]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in rows:
            yield _from_mapping(f"{path}:{rows.line_num}", row)
    except csv.Error as error:
        yield DefinitionError([_finding(f"{path}:{rows.line_num}", f"not valid CSV: {error}")])


def _read_json_lines(path: Path, text: str) -> Iterator[Published | DefinitionError]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield from _read_value(f"{path}:{number}", line)


def _read_json(path: Path, text: str) -> Iterator[Published | DefinitionError]:
    yield from _read_value(str(path), text)


def _read_value(where: str, text: str) -> Iterator[Published | DefinitionError]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield DefinitionError([_finding(where, "not valid JSON")])
        return
    for number, record in enumerate(value if isinstance(value, list) else [value], start=1):
        place = f"{where}#{number}" if isinstance(value, list) else where
        if isinstance(record, dict):
            yield _from_mapping(place, record)
        else:
            yield DefinitionError([_finding(place, "a definition is a JSON object")])


def _from_mapping(origin: str, record: Mapping[Any, Any]) -> Published | DefinitionError:
    values = {str(key).strip().lower(): value for key, value in record.items()}
    found: dict[str, Any] = {
        ours: next((values[key] for key in keys if values.get(key)), None)
        for ours, keys in _KEYS.items()
    }
    parts = values.get("parts") or []
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        message = "parts is a list of objects, each with field and query"
        return DefinitionError([_finding(origin, message)])
    boxes = [_box(part) for part in parts]
    if not boxes and found["query"] and found["field"]:
        boxes = [_box(found)]
    return Published(
        origin=origin,
        title=_string(found["title"]) or _string(found["identifier"]),
        text=_string(found["text"]) or ("" if boxes else _string(found["query"])),
        boxes=tuple(boxes),
        identifier=_string(found["identifier"]),
        version=_string(found["version"]),
        **{
            key: _string(found[key]) or None
            for key in ("organization", "url", "license", "reference")
        },
    )


def _box(record: Mapping[str, Any]) -> PublishedBox:
    fields = [*_strings(record.get("field")), *_strings(record.get("also_apply_to"))]
    return PublishedBox(tuple(fields), _string(record.get("query")))


def _strings(value: Any) -> list[str]:
    """Return the strings of a list, or of a text with semicolons between them."""
    if isinstance(value, list):
        return [_string(item) for item in value if _string(item)]
    return [item.strip() for item in _string(value).split(";") if item.strip()]


def _string(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _finding(origin: str, message: str, expected: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic("ESS512", Severity.ERROR, message, path=origin, expected=expected)


_Reader = Callable[[Path, str], Iterator[Published | DefinitionError]]

_READERS: Final[Mapping[str, _Reader]] = {
    ".txt": _read_text,
    ".essence": _read_text,
    ".csv": _read_csv,
    ".tsv": _read_csv,
    ".jsonl": _read_json_lines,
    ".ndjson": _read_json_lines,
    ".json": _read_json,
}
