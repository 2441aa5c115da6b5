"""Where the parts of a long task are done: in other processes, or here."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any


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
    return ProcessPoolExecutor(processes) if processes > 1 else _Here()
