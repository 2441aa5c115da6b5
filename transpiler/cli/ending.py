"""What a command does when it is told to end: it removes what it has begun, and says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

from transpiler.cli.output import stderr

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl-C, an administrator or a service manager, a terminal that closes; Windows lacks the last."""

_FATAL: Final = 128
"""What shells add to the number of a signal for the exit code of a process that it ended."""


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Have the block unwind when the process is told to end, so that it removes what is unfinished.

    Libraries turn an interruption into an error of their own, or report it as a failure; whatever
    the block raises after it was told to end, the command ends with one message.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are for the main thread alone
        return
    told: list[int] = []

    def end(number: int, _frame: FrameType | None) -> NoReturn:
        told.append(number)
        raise KeyboardInterrupt

    with _handling(end):
        try:
            yield
        except BaseException:
            if not told:
                raise
            stderr().line("interrupted: what was unfinished is removed")
            raise SystemExit(_FATAL + told[0]) from None


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the signals, but those that whoever started the process had it ignore."""
    before = {}
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handled in before.items():
            signal.signal(number, handled)
