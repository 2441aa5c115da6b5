"""Folders for what must not stay: parts of tables that do not fit into memory, unfinished files.

A folder goes when its command ends, interrupted or not. A process that is killed outright cannot
remove anything; the next one that wants a folder at the same place removes what it left.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_LOCK: Final = ".lock"


@contextmanager
def scratch_folder(prefix: str, parent: Path | None = None) -> Iterator[Path]:
    """Yield a new folder that its owner alone can read, and remove it with all that is in it.

    While it is there a lock beside it is held, so that others see whether its process still runs.

    Args:
        prefix: what its name begins with; folders with this beginning are removed where the
            processes that made them are gone.
        parent: where it is made; by default the system's folder for temporary files.

    Raises:
        OSError: it cannot be made.
    """
    place = Path(tempfile.gettempdir() if parent is None else parent)
    if not place.is_dir():  # the lock would make it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(place))
    _remove_leavings(prefix, place)
    folder = place / f"{prefix}{secrets.token_hex(8)}"
    lock = FileLock(_lock_of(folder))
    with suppress(NotImplementedError):  # no locks on this file system: what is left here, stays
        lock.acquire()
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        _remove(folder, lock)


def _remove_leavings(prefix: str, place: Path) -> None:
    """Remove the folders of processes that are gone, and their locks."""
    for path in place.glob(f"{prefix}*{_LOCK}"):
        folder = path.with_name(path.name.removesuffix(_LOCK))
        # where others may write too, theirs are let be, and nothing of theirs is opened
        if not _is_ours(path, stat.S_ISREG) or (
            os.path.lexists(folder) and not _is_ours(folder, stat.S_ISDIR)
        ):
            continue
        lock = FileLock(path, timeout=0)
        with suppress(Timeout, NotImplementedError, OSError):
            lock.acquire()
            _remove(folder, lock)


def _remove(folder: Path, lock: FileLock) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    lock.release()
    with suppress(OSError):
        _lock_of(folder).unlink(missing_ok=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{_LOCK}")


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    is_owned = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return is_owned and is_kind(found.st_mode)
