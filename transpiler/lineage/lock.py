"""What a library was last in step with: where each definition came from, and its text then.

The lock stands in the library's folder. Nothing in it is typed by hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.writing import replace_file

LOCK: Final = "syndrome_sync.lock"
"""The lock's name in the folder of a library."""

_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class LockEntry:
    """One definition of the export.

    Attributes:
        title: its title there.
        file: its file in the library, relative to the library.
        published: SHA-256 of its text in the export, to the letter.
        written: SHA-256 of the file as it was written or adopted.
        source: the export's name.
        exported: the day of the export that this text was first seen in, as ISO writes it.
        former_titles: titles it had before.
        supersedes: the file that this one takes the place of; None where there is none.
        retired: the day of the first export without it; None while it is there.
    """

    title: str
    file: str
    published: str
    written: str
    source: str
    exported: str
    former_titles: tuple[str, ...] = ()
    supersedes: str | None = None
    retired: str | None = None


def read_lock(library: Path) -> dict[str, LockEntry]:
    """Return the entries of a library's lock by title; none where there is no lock.

    Raises:
        DefinitionError: the lock cannot be read.
    """
    path = library / LOCK
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        entries = [_entry(values) for values in found["definitions"]]
        if found["format"] != _FORMAT:
            raise ValueError
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError):
        hint = "restore it from version control, or delete it to match the library by titles again"
        finding = Diagnostic("ESS541", Severity.ERROR, "not a lock", path=str(path), hint=hint)
        raise DefinitionError([finding]) from None
    return {entry.title: entry for entry in entries}


def write_lock(library: Path, entries: Mapping[str, LockEntry]) -> bool:
    """Write a library's lock; return whether it changed."""
    values = [asdict(entries[title]) for title in sorted(entries)]
    text = json.dumps({"format": _FORMAT, "definitions": values}, indent=1, ensure_ascii=False)
    return replace_file(library / LOCK, f"{text}\n")


def lock_hash(library: Path) -> str:
    """Return the SHA-256 of a library's lock as it stands; empty where there is none."""
    try:
        return text_hash((library / LOCK).read_bytes())
    except OSError:
        return ""


def text_hash(text: str | bytes) -> str:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _entry(values: Mapping[str, Any]) -> LockEntry:
    names = {field.name for field in fields(LockEntry)}
    entry = LockEntry(**{name: value for name, value in values.items() if name in names})
    if not all(isinstance(text, str) for text in (entry.title, entry.file, entry.written)):
        raise ValueError
    if Path(entry.file).is_absolute() or ".." in Path(entry.file).parts:
        raise ValueError
    return replace(entry, former_titles=tuple(entry.former_titles))
