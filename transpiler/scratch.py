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

from filelock import FileLock, Timeout


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
    lock = FileLock(_lock_of(folder), timeout=0)
    with suppress(NotImplementedError):  # no locks on this file system: what is left here, stays
        lock.acquire()
    try:
        folder.mkdir(mode=0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unlock(folder, lock)


def _remove_leavings(prefix: str, place: Path) -> None:
    """Remove the folders of processes that are gone."""
    for folder in place.glob(f"{prefix}*"):
        # where others may write too, theirs are let be, and nothing of theirs is opened
        if not (_is_ours(folder, stat.S_ISDIR) and _is_ours(_lock_of(folder), stat.S_ISREG)):
            continue
        lock = FileLock(_lock_of(folder), timeout=0)
        with suppress(Timeout, NotImplementedError, OSError):
            lock.acquire()
            shutil.rmtree(folder, ignore_errors=True)
            _unlock(folder, lock)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _unlock(folder: Path, lock: FileLock) -> None:
    """Give the lock of a folder back; its file stays for as long as the folder does."""
    lock.release()
    if not folder.exists():
        with suppress(OSError):
            _lock_of(folder).unlink(missing_ok=True)


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    is_owned = not hasattr(os, "geteuid") or found.st_uid == os.geteuid()
    return is_owned and is_kind(found.st_mode)
