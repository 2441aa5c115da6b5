"""What goes wrong around the program: how a command is run on a full disk, in a locked folder."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYNDROME: Final = Path(sys.executable).with_name("syndrome")

_PR_CAPBSET_DROP: Final = 24
_CAP_DAC_OVERRIDE: Final = 1


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        code: its exit code.
        out: what it printed as its result.
        told: what it said besides, a line each.
    """

    code: int
    out: str
    told: tuple[str, ...]


def syndrome(
    *arguments: str | Path,
    folder: Path,
    fault: Callable[[], None] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ended:
    """Run a command in a process of its own.

    Args:
        arguments: the command and its arguments.
        folder: the current folder.
        fault: done in the process before the command starts.
        environment: variables besides those there are.
    """
    done = subprocess.run(
        [SYNDROME, *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        preexec_fn=fault,
        env={**os.environ, **(environment or {})},
        check=False,
        timeout=300,
    )
    return Ended(done.returncode, done.stdout, tuple(done.stderr.splitlines()))


def obeying_modes() -> None:
    """Make the modes of files hold for this process even if it is root's."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, 0, 0, 0)


def no_file_longer_than(size: int) -> Callable[[], None]:
    """Return what makes every write past ``size`` bytes of a file fail, as on a full disk."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
