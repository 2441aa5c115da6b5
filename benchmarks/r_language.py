"""R, in a process that is given texts once and expressions one by one."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.timing import cpu_seconds

_MISSING = "\\N"


def is_installed() -> bool:
    """Return whether there is an R to ask."""
    return shutil.which("R") is not None


def version() -> str:
    """Return what the installed R calls itself."""
    answer = subprocess.run(["R", "--version"], check=True, capture_output=True, text=True)
    return " ".join(answer.stdout.split()[:3])


@dataclass(frozen=True)
class Code:
    """An R expression for which texts match, combined as masks are."""

    code: str

    def __and__(self, other: Code) -> Code:
        return Code(f"({self.code} & {other.code})")

    def __or__(self, other: Code) -> Code:
        return Code(f"({self.code} | {other.code})")

    def __invert__(self) -> Code:
        return Code(f"!{self.code}")


def search(regex: str) -> Code:
    """Return the search for a regular expression."""
    escaped = regex.replace("\\", "\\\\").replace('"', '\\"')
    return Code(f'grepl("(?s){escaped}", texts, perl=TRUE)')


class RProcess:
    """A running R that holds texts, none of which has a line break, as the vector ``texts``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def read(self, texts: Sequence[str | None]) -> None:
        """Make ``texts`` the vector that is searched."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "texts.txt"
            lines = (_MISSING if text is None else text for text in texts)
            file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            self._ask(
                f'texts <- readLines("{file}", encoding="UTF-8");'
                f' texts[texts == "\\\\N"] <- NA; cat(length(texts), "\\n")'
            )

    def count(self, code: str) -> int:
        """Return for how many texts the expression ``code`` is TRUE."""
        return int(self._ask(f'cat(sum({code}, na.rm=TRUE), "\\n")'))

    def places(self, code: str) -> list[int]:
        """Return for which texts, counted from 0, the expression ``code`` is TRUE."""
        return [int(found) - 1 for found in self._ask(f'cat(which({code}), "\\n")').split()]

    def cpu_seconds(self) -> float:
        """Return the processor time that R has used."""
        return cpu_seconds(self._process.pid)

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


@contextmanager
def process(texts: Sequence[str | None]) -> Iterator[RProcess]:
    """Start an R that holds ``texts``, and end it."""
    with subprocess.Popen(
        ["R", "--vanilla", "--no-echo"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as started:
        opened = RProcess(started)
        opened.read(texts)
        try:
            yield opened
        finally:
            started.kill()
