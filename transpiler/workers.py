"""Where the parts of a long task are done: in other processes, or here."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import parent_process
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_AHEAD = 4
"""How many tasks wait while one is done."""


class _Here(Executor):
    """Does each task as it is submitted, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:  # handed on by `Future.result`
            done.set_exception(error)
        return done


def start_workers(processes: int) -> Executor:
    """Return an executor with so many processes; with one, everything is done in this process."""
    return ProcessPoolExecutor(processes, initializer=_prepare) if processes > 1 else _Here()


def map_in_order(workers: Executor, task: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    """Yield what ``task`` returns for each of ``items``, in their order.

    Only some tasks are submitted before their turn, so that results do not pile up. Where the
    caller stops early, those that have not begun are given up.
    """
    waiting: deque[Future[R]] = deque()
    most = 0 if isinstance(workers, _Here) else _AHEAD
    try:
        for item in items:
            waiting.append(workers.submit(task, item))
            if len(waiting) > most:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


def _prepare() -> None:
    """Leave interrupts to the process that asked for the work, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
