"""Replacing the folder of generated files as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from transpiler.dbt.exchanging import exchange
from transpiler.dbt.manifest import is_hidden_file, one_line_end
from transpiler.scratch import scratch_folder

_WORK: Final = "models."
"""How the names of the folders to work in begin."""


def replace_folder(folder: Path, files: Mapping[str, str], aside: Path) -> None:
    """Make ``folder`` hold exactly ``files``, and the hidden files that it held.

    Unchanged files keep their time of change. The new folder is made complete elsewhere and takes
    the place of the old one in one step, so that whoever looks, at any time, finds all of the old
    files or all of the new. Where the system has no such step (Windows, some network file systems)
    it takes two, and a process that is killed between them leaves no folder until the next compile.

    Args:
        folder: what is replaced; everything in it has been found to be replaceable.
        files: name → text of every file.
        aside: a folder on the same file system to work in; it is made where it is missing.

    Raises:
        OSError: something cannot be written; ``folder`` is then as it was.
    """
    aside.mkdir(parents=True, exist_ok=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(_WORK, aside) as work:
        new = work / "new"
        new.mkdir()
        known = _names(folder)
        for name in _hidden(folder):
            shutil.copy2(folder / name, new / name, follow_symlinks=False)
        for name, text in files.items():
            _keep(folder / name, text, new / name)
        _give_back(_put_in_place(new, folder, work), known, folder)


def stale_files(folder: Path, files: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of files that a folder lacks or has otherwise, and of those it has besides.

    Line ends make no difference.
    """
    written = sorted(name for name, text in files.items() if not _says(folder / name, text))
    return tuple(written), tuple(sorted(_names(folder) - set(_hidden(folder)) - set(files)))


def _says(path: Path, text: str) -> bool:
    try:
        return one_line_end(path.read_bytes()) == text.encode()
    except OSError:
        return False  # not there, or no file


def _keep(before: Path, text: str, after: Path) -> None:
    """Make the file ``after``, a copy of ``before`` where that says the same already."""
    try:
        if _says(before, text):
            shutil.copy2(before, after)
        else:
            after.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(before)) from error


def _put_in_place(new: Path, folder: Path, work: Path) -> Path:
    """Put the new folder in the place of the old one, and return where that is now."""
    if folder.is_dir() and exchange(new, folder):
        return new
    old = work / "old"
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    return old


def _give_back(old: Path, known: Collection[str], folder: Path) -> None:
    """Move into the new folder what somebody put into the old one meanwhile."""
    for name in _names(old) - set(known):
        (old / name).rename(folder / name)


def _names(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir()}
    except FileNotFoundError:
        return set()


def _hidden(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries if is_hidden_file(entry)]
    except FileNotFoundError:
        return []
