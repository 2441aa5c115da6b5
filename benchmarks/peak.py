"""How much memory a process has needed at most."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path


def peak_mebibytes() -> int:
    """Return the most memory that was resident since this program started, in MiB.

    On Linux it is read from ``/proc``: ``getrusage`` there also counts the copy of its parent that
    the process was before it became this program.
    """
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s+(\d+) kB$", status.read_text(), re.MULTILINE)
        assert found is not None, "Linux tells VmHWM of every process"
        return int(found[1]) // 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (1024 * 1024 if sys.platform == "darwin" else 1024)
