"""Replacing the folder of generated files as a whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from transpiler.dbt.exchanging import exchange

_WORK: Final = "models."
"""How the names of the folders to work in begin."""


def replace_folder(folder: Path, files: Mapping[str, str], aside: Path) -> tuple[int, int]:
    """Make ``folder`` hold exactly ``files``; unchanged files keep their time of change.

    The new folder is made complete elsewhere and takes the place of the old one in one step, so
    that whoever looks, at any time, finds all of the old files or all of the new. Where the system
    has no such step (Windows, some network file systems) it takes two, and a process that is killed
    between them leaves no folder until the next compile.

    Args:
        folder: what is replaced.
        files: name → text of every file.
        aside: a folder on the same file system to work in; it is made where it is missing.

    Returns:
        How many files were written anew, and how many were removed.

    Raises:
        OSError: something cannot be written; ``folder`` is then as it was.
    """
    removed = len({path.name for path in folder.glob("*")} - set(files))
    aside.mkdir(parents=True, exist_ok=True)
    _remove_leavings(aside)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=aside, prefix=_WORK, ignore_cleanup_errors=True) as work:
        new = Path(work, "new")
        new.mkdir()
        written = sum(not _keep(folder / name, text, new / name) for name, text in files.items())
        _put_in_place(new, folder, Path(work))
    return written, removed


def _remove_leavings(aside: Path) -> None:
    """Remove what killed processes left; whoever works here holds the lock."""
    for path in aside.glob(f"{_WORK}*"):
        shutil.rmtree(path, ignore_errors=True)


def _keep(before: Path, text: str, after: Path) -> bool:
    """Make the file ``after``, a copy of ``before`` where that says the same already."""
    try:
        is_same = before.read_bytes() == text.encode()
    except OSError:
        is_same = False  # not there, or no file
    try:
        if is_same:
            shutil.copy2(before, after)
        else:
            after.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(before)) from error
    return is_same


def _put_in_place(new: Path, folder: Path, work: Path) -> None:
    if folder.is_dir() and exchange(new, folder):
        return
    old = work / "old"
    with suppress(FileNotFoundError):
        folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
