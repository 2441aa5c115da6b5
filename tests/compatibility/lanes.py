"""Fresh environments, each with a dbt and a DuckDB of its own, and the wheel."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PARSER = "dbt-core-experimental-parser"
"""What dbt-core 1.12 requires and no package registry can install: its source distribution
downloads a program when it is built. dbt-core runs without it."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What one environment holds besides the wheel.

    Attributes:
        name: what the page calls it.
        requirements: what is installed.
        left_out: a requirement of these that is not installed.
        is_program: whether its dbt is a program, with adapters of its own.
    """

    name: str
    requirements: tuple[str, ...] = ()
    left_out: str | None = None
    is_program: bool = False


LANES = (
    Lane("no dbt"),
    Lane("dbt 1.10", ("dbt-core==1.10.*", "dbt-duckdb")),
    Lane("dbt 1.11", ("dbt-core==1.11.*", "dbt-duckdb")),
    Lane("dbt 1.12", ("dbt-core==1.12.*", "dbt-duckdb"), left_out=PARSER),
    # its driver is of DuckDB 1.5, which cannot read what a DuckDB 2 writes
    Lane("dbt 2.0", ("dbt-core==2.0.0a4", "duckdb==1.5.*"), is_program=True),
    Lane("DuckDB 1.4", ("dbt-core==1.11.*", "dbt-duckdb", "duckdb==1.4.*")),
    Lane("DuckDB 1.5", ("dbt-core==1.11.*", "dbt-duckdb", "duckdb==1.5.*")),
)


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of a lane.

    Attributes:
        folder: where it is.
    """

    folder: Path

    @property
    def bin(self) -> Path:
        """Where its programs are."""
        return self.folder / "bin"

    def versions(self) -> dict[str, str]:
        """Return distribution → version of what is installed."""
        code = (
            "import json; from importlib.metadata import distributions as all_of;"
            "print(json.dumps({found.name.lower(): found.version for found in all_of()}))"
        )
        found: dict[str, str] = json.loads(output_of([self.bin / "python", "-c", code]))
        return found

    def faults(self, lane: Lane) -> str:
        """Return what ``pip check`` finds, but for what the lane leaves out."""
        done = subprocess.run(
            [self.bin / "python", "-m", "pip", "check"], capture_output=True, text=True, check=False
        )
        lines = done.stdout.splitlines() if done.returncode else []
        return "; ".join(one for one in lines if not (lane.left_out and lane.left_out in one))


def make(lane: Lane, folder: Path, wheel: str) -> Environment:
    """Make the environment of a lane, with uv where it is installed.

    Raises:
        subprocess.CalledProcessError: something cannot be installed.
    """
    environment = Environment(folder)
    python = environment.bin / "python"
    uv = shutil.which("uv")
    if uv is None:
        output_of([sys.executable, "-m", "venv", folder])
        _pip(python, lane, wheel)
        return environment
    output_of([uv, "venv", "--quiet", "--seed", "--python", sys.executable, folder])
    excludes = folder / "excludes.txt"
    excludes.write_text(f"{lane.left_out or ''}\n", encoding="utf-8")
    options = ["--quiet", "--python", python, "--excludes", excludes]
    output_of([uv, "pip", "install", *options, *lane.requirements, wheel])
    return environment


def _pip(python: Path, lane: Lane, wheel: str) -> None:
    install = [python, "-m", "pip", "install", "--quiet"]
    if lane.left_out is None:
        output_of([*install, *lane.requirements, wheel])
        return
    first, *others = lane.requirements
    output_of([*install, "--no-deps", first])
    code = "from importlib.metadata import requires; print('\\n'.join(requires('dbt-core')))"
    needed = [
        one.partition(";")[0]
        for one in output_of([python, "-c", code]).splitlines()
        if lane.left_out not in one and "extra ==" not in one
    ]
    output_of([*install, *needed])
    for one in others:
        output_of([*install, one, "--no-deps"])
    output_of([*install, "dbt-adapters", "duckdb", wheel])


def output_of(command: Sequence[str | Path], **options: object) -> str:
    """Run a command and return what it prints on standard output."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, **options)
    return done.stdout
