"""Replacing a folder of generated files by another, whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_folder(folder: Path, files: Mapping[str, str], aside: Path) -> tuple[int, int]:
    """Make ``folder`` hold exactly ``files``; unchanged files keep their time of change.

    The new folder is made complete beside the old one and then takes its place by renaming, so
    that an interruption leaves one of the two and never a mixture.

    Args:
        folder: what is replaced.
        files: name → text of every file.
        aside: a folder on the same file system to work in; it is made where it is missing.

    Returns:
        How many files were written anew, and how many were removed.
    """
    aside.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="new-", dir=aside))
    old = work.with_name(work.name.replace("new-", "old-"))
    try:
        written = 0
        for name, text in files.items():
            before = folder / name
            if before.is_file() and before.read_bytes() == text.encode():
                shutil.copy2(before, work / name)
            else:
                (work / name).write_text(text, encoding="utf-8", newline="\n")
                written += 1
        removed = len({path.name for path in folder.glob("*")} - set(files))
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder.exists():
            folder.rename(old)
        work.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return written, removed
