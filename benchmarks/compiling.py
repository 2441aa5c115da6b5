"""The compiler: a project of generated definitions, compiled to all dialects as a user does it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from transpiler.dbt import create_project
from transpiler.definition import Definition
from transpiler.parsing import write_definition

_COMMAND = "from transpiler.cli import main; main()"


@dataclass(frozen=True)
class Compiling:
    """How long ``syndrome compile`` took, start and end of the process included.

    Attributes:
        definitions: how many it compiled.
        first: seconds for all of them.
        again: seconds with nothing changed.
        changed: seconds with one definition changed.
    """

    definitions: int
    first: float
    again: float
    changed: float


def measure(folder: Path, definitions: Sequence[Definition]) -> Compiling:
    """Compile a project of ``definitions`` for DuckDB, PostgreSQL and BigQuery.

    Args:
        folder: where the project is made; it does not exist yet.
        definitions: what it has besides those that every new project has.
    """
    project = create_project(folder)
    titled = [replace(definition, title=definition.name) for definition in definitions]
    files = [_file(project, definition) for definition in titled]
    first, again = _compile(project), _compile(project)
    write_definition(replace(titled[-1], description="Changed."), files[-1])
    return Compiling(len(definitions), first, again, _compile(project))


def _file(project: Path, definition: Definition) -> Path:
    file = project / "definitions" / definition.name / f"v{definition.version}.yml"
    file.parent.mkdir()
    write_definition(definition, file)
    return file


def _compile(project: Path) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", _COMMAND, "compile", "--project-dir", os.fspath(project)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - start
