"""Two folders in one another's place, in one step where the system has one."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path
from typing import Final

_CALLS: Final = {
    "linux": ("renameat2", -100, 2),  # AT_FDCWD, RENAME_EXCHANGE
    "darwin": ("renameatx_np", -2, 2),  # AT_FDCWD, RENAME_SWAP
}
"""Platform → the call of its C library, its number for the current folder, its flag for a swap."""

_LACKING: Final = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM)
"""What a system or a file system answers that has no such step; gVisor and some network file
systems answer EPERM or EINVAL."""


def exchange(one: Path, other: Path) -> bool:
    """Swap two paths of one file system at a stroke; nobody sees either of them missing.

    Returns:
        Whether it was done; if not, the system has no such step and nothing has changed.

    Raises:
        OSError: they cannot be swapped, as where one is missing.
    """
    if sys.platform not in _CALLS:
        return False
    name, here, flag = _CALLS[sys.platform]
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None)
    if call is None:
        return False
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    if call(here, os.fsencode(one), here, os.fsencode(other), flag) == 0:
        return True
    number = ctypes.get_errno()
    if number in _LACKING:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
