"""One target under libFuzzer: ``python -m tests.fuzzing.harness TARGET [libFuzzer's arguments]``.

`tests.fuzzing` starts it, because libFuzzer ends the process it runs in.
libFuzzer's own limit is of the clock, which runs on while a process is paused or waits its turn; so
an input counts as a hang by the processor's time.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Final

import atheris

with atheris.instrument_imports(include=["transpiler", "lark"], enable_loader_override=False):
    from tests.fuzzing.targets import TARGETS

SLOWEST: Final = 60
"""Seconds after which one input counts as a hang."""


class HangError(BaseException):
    """An input takes too long; nothing that is fuzzed catches this."""


def timed(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Return a target that raises `HangError` where an input takes too long."""

    def hang(_signal: int, _frame: FrameType | None) -> None:
        raise HangError(f"more than {SLOWEST} seconds")

    def run(data: bytes) -> None:
        signal.setitimer(signal.ITIMER_PROF, SLOWEST)
        target(data)
        signal.setitimer(signal.ITIMER_PROF, 0)

    signal.signal(signal.SIGPROF, hang)
    return run


def main() -> None:
    """Fuzz the target that the command line names until libFuzzer is done or finds something."""
    program, name, *arguments = sys.argv
    atheris.Setup([program, *arguments], timed(TARGETS[name]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
