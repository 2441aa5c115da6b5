"""Replacing generated files, each whole or a folder of them at once."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

_ATTEMPTS: Final = 100
"""How often another process may put its folder in place between two of our steps."""


def replace_file(path: Path, text: str) -> int:
    """Make the file hold ``text`` in one step; return 1 where it did not already, else 0.

    Raises:
        OSError: it cannot be written.
    """
    if path.is_file() and path.read_bytes() == text.encode():
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except OSError:
        Path(beside).unlink(missing_ok=True)
        raise
    return 1


def replace_folder(folder: Path, files: Mapping[str, str], aside: Path) -> tuple[int, int]:
    """Make ``folder`` hold exactly ``files``; unchanged files keep their time of change.

    The new folder is made complete elsewhere and takes the place of the old one by renaming, so
    that an interruption never leaves a mixture of the two. Of several at once the last one stays.

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
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=aside) as work:
        new = Path(work, "new")
        new.mkdir()
        written = sum(not _keep(folder / name, text, new / name) for name, text in files.items())
        _put_in_place(new, folder, Path(work))
    return written, removed


def _keep(before: Path, text: str, after: Path) -> bool:
    """Make the file ``after``, a copy of ``before`` where that says the same already."""
    try:
        if before.read_bytes() == text.encode():
            shutil.copy2(before, after)
            return True
    except OSError:
        pass  # not there, or replaced by another process as we looked
    after.write_text(text, encoding="utf-8", newline="\n")
    return False


def _put_in_place(new: Path, folder: Path, work: Path) -> None:
    for attempt in range(_ATTEMPTS):
        old = work / f"old{attempt}"
        with suppress(FileNotFoundError):
            folder.rename(old)
        try:
            new.rename(folder)
            return
        except OSError:
            if folder.exists():  # another process was quicker: its folder is replaced next
                continue
            if old.exists():
                old.rename(folder)
            raise
    raise OSError(errno.EBUSY, "is replaced by others all the time", str(folder))
