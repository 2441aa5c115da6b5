"""The whole ``dbt build`` of a library, as a health department runs it: what people wait for.

A project of generated definitions is built over an ESSENCE extract of generated visits: first from
nothing, then as on the days that follow. Nothing arrived, one visit in a hundred did, a definition
was changed, added, taken away. Each build is a process of its own, as ``dbt build`` is.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any

from benchmarks.definitions import make_definitions
from benchmarks.warehouses import Warehouse
from transpiler.dbt import Shape, compile_project, create_project
from transpiler.dbt.run import run_dbt
from transpiler.definition import Definition
from transpiler.parsing import write_definition


class Day(Enum):
    """What there is to build, in the order in which it is built."""

    FIRST = "first build"
    NOTHING = "nothing arrived"
    ARRIVED = "1 % arrived"
    CHANGED = "one definition changed"
    ADDED = "one definition added"
    REMOVED = "one definition removed"


_BUILD = "from transpiler.dbt.run import run_dbt; import sys; run_dbt(sys.argv[1:])"
_SECRET = "of no use to anybody: these visits are generated"
_STEPS = re.compile(r"int_library_\w+|int_syndrome_classification")
_GROUPS: Mapping[str, re.Pattern[str]] = {
    "visits": re.compile(r"syndrome_visits|int_syndrome_contents|int_syndrome_rows"),
    "vetoed": re.compile(r"int_syndrome_vetoed|int_library_vetoed\w*"),
    "classification": _STEPS,
    "evidence": re.compile(r"fct_syndrome_evidence|int_evidence_\w+"),
    "trends": re.compile(r"(int|rpt|fct)_(published_)?(syndrome_)?trend\w*"),
}


@dataclass(frozen=True)
class Build:
    """One ``dbt build``.

    Attributes:
        seconds: how long it took, start and end of the process included.
        cpu: seconds of processor time, of all threads and of the database's own processes.
        mebibytes: the most memory that dbt's process held, which DuckDB is part of.
        models: model, seed or test → seconds that dbt says it took.
    """

    seconds: float
    cpu: float
    mebibytes: int
    models: Mapping[str, float]

    @property
    def shares(self) -> dict[str, float]:
        """Seconds of the groups of models that matter, of the tests, and of all else."""
        found = dict.fromkeys([*_GROUPS, "tests", "other models"], 0.0)
        for name, seconds in self.models.items():
            found[_group(name)] += seconds
        return found


def _group(node: str) -> str:
    kind, name = node.split(".", 1)
    if kind in ("test", "unit_test"):
        return "tests"
    return next(
        (group for group, names in _GROUPS.items() if names.fullmatch(name)), "other models"
    )


def measure(
    folder: Path,
    warehouse: Warehouse,
    count: int,
    visits: int,
    *,
    threads: int,
    days: Sequence[Day] = tuple(Day),
) -> dict[Day, Build]:
    """Return the builds of several days, in order.

    Args:
        folder: where the project is made; it does not exist yet.
        warehouse: where it is built.
        count: how many definitions.
        visits: how many visits.
        threads: how many dbt and DuckDB may use; PostgreSQL has a process for each of dbt's.
        days: which, the first build among them.
    """
    *definitions, added = (_titled(found) for found in make_definitions(count + 1))
    project = make_project(folder, definitions, warehouse.output(threads))
    warehouse.load(visits)
    return dict(_days(project, warehouse, definitions, added, visits, days))


def _days(
    project: Path,
    warehouse: Warehouse,
    definitions: Sequence[Definition],
    added: Definition,
    visits: int,
    days: Sequence[Day],
) -> Iterator[tuple[Day, Build]]:
    for day in Day:
        if day not in days:
            continue
        match day:
            case Day.ARRIVED:
                warehouse.load(max(1, visits // 100), first=visits)
            case Day.CHANGED:
                changed = definitions[len(definitions) // 2]
                write_definition(replace(changed, description="Changed."), _file(project, changed))
            case Day.ADDED:
                write_definition(added, _file(project, added))
            case Day.REMOVED:
                _file(project, definitions[0]).unlink()
        compile_project(project, shape=Shape.LIBRARY)
        yield day, build(project, warehouse)


def make_project(
    folder: Path, definitions: Sequence[Definition], output: Mapping[str, Any]
) -> Path:
    """Return a compiled project of ``definitions`` alone that reads ``surveillance.visits``.

    Args:
        folder: where; it does not exist yet.
        definitions: the definitions.
        output: the entry of dbt's profile.
    """
    project = create_project(folder)
    for path in (project / "definitions").glob("*/*.yml"):
        path.unlink()
    for definition in definitions:
        write_definition(definition, _file(project, definition))
    settings = project / "dbt_project.yml"
    text = settings.read_text(encoding="utf-8")
    text = text.replace("syndrome_source: generated", "syndrome_source: essence")
    settings.write_text(text, encoding="utf-8")
    profile = {"syndrome_surveillance": {"target": "built", "outputs": {"built": dict(output)}}}
    (project / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")
    compile_project(project, shape=Shape.LIBRARY)
    run_dbt(["deps", *_common(project)])
    return project


def build(project: Path, warehouse: Warehouse) -> Build:
    """Run ``dbt build`` in a process of its own."""
    surroundings = {**os.environ, "SYNDROME_VISIT_KEY_SECRET": _SECRET}
    # without it Python would compile all of dbt anew in every build, as nobody's does
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    before = warehouse.cpu_seconds()
    start = time.perf_counter()
    command = [sys.executable, "-c", _BUILD, "build", *_common(project)]
    with subprocess.Popen(command, env=surroundings, cwd=project) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    seconds = time.perf_counter() - start
    results = json.loads((project / "target" / "run_results.json").read_text(encoding="utf-8"))
    models = {_short(found["unique_id"]): found["execution_time"] for found in results["results"]}
    cpu = used.ru_utime + used.ru_stime + warehouse.cpu_seconds() - before
    return Build(seconds, cpu, used.ru_maxrss // 1024, models)


def _short(unique_id: str) -> str:
    kind, _, name = unique_id.split(".", 2)
    return f"{kind}.{name}"


def _common(project: Path) -> list[str]:
    return [
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--log-level", "none", "--log-level-file", "info"),
    ]


def _titled(definition: Definition) -> Definition:
    return replace(definition, title=definition.name)


def _file(project: Path, definition: Definition) -> Path:
    file = project / "definitions" / definition.name / f"v{definition.version}.yml"
    file.parent.mkdir(exist_ok=True)
    return file
