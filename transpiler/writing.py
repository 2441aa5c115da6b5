"""Writing a file so that nothing is lost: a reader finds the old contents or the new, whole."""

from __future__ import annotations

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path | str, contents: str | bytes) -> bool:
    """Make a file hold ``contents`` in one step.

    The contents are written beside the file and take its place by renaming, so that neither a full
    disk nor a killed process leaves half of them. A link stays a link, and a file keeps its mode.

    Args:
        path: the file.
        contents: its bytes; text becomes UTF-8 with its line breaks as they are.

    Returns:
        Whether the file was written; it is left alone where it holds the contents already.

    Raises:
        OSError: it cannot be written, and is as it was; ``filename`` is the file.
    """
    target = Path(os.path.realpath(path))
    data = contents.encode() if isinstance(contents, str) else contents
    if target.is_file() and target.read_bytes() == data:
        return False
    try:
        _replace(target, data)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    return True


def _replace(target: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        beside.chmod(_mode(target))
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _mode(target: Path) -> int:
    """Return the mode of a file, or of one that anybody would make here if it is missing."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return 0o644
