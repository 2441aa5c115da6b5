"""Build the shipped project in every lane, into docs/compatibility.md: ``... compatibility WHEEL``.

`make dbts` runs it. It ends with exit code 1 where a lane is not green, and writes the page of what
was seen all the same.

dbt 2 fetches DuckDB's driver from the network when it first builds. Where that cannot be reached,
LIBDUCKDB may name a folder with ``libduckdb.so``; without either the lane is parsed and not built.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from tests.compatibility.lanes import LANES, Environment, Lane, make

REPOSITORY = Path(__file__).resolve().parents[2]
PAGE = REPOSITORY / "docs" / "compatibility.md"
VISITS = "3000"
NO_DRIVER = "DbDriverFailed"
DEPRECATION = re.compile(r"(?i)deprecat(?!ed and no longer receives regular patches)")
"""What dbt says of what a project does, and not of its own version."""

PUBLISHED = """
    select definition, version, period, period_start, setting, cut, stratum, matched_visits, visits
    from surveillance_mart.rpt_syndrome_trends order by all
"""
MATCHES = """
    select definition, version, count(*), min(visit_date), max(visit_date)
    from surveillance_restricted.fct_syndrome_matches
    inner join surveillance_restricted.syndrome_visits using (visit_id)
    group by all order by all
"""

HEAD = """\
# What passed with what

The project that `syndrome init` makes is built on DuckDB with each dbt below: from the wheel, in a
fresh environment, with all its models and tests. `make dbts` does it and writes this page.

- *Built* counts models, seeds and tests; deprecation warnings are errors.
- *Again*: a second build of the same project, on what the first one left.
- *Same rows*: the matches and the published trends, after both, are those of the other lanes.
- *Demo*: `syndrome demo` ran with this dbt.
- Without dbt, `syndrome init`, `check`, `explain` and `compile` ran.

| lane | dbt-core | dbt-duckdb | DuckDB | `pip check` | built | again | same rows | demo |
|---|---|---|---|---|---|---|---|---|
"""

NOTES = """
dbt-core 1.12 requires a package, `dbt-core-experimental-parser`, whose source distribution
downloads a program when it is built. Where that is not allowed, dbt-core runs without it, as in its
lane, and `pip check` then names it. dbt 2 brings its adapters itself, and has none for PostgreSQL
yet; it loads seeds without our look at them, and takes no file of visits (`syndrome_source_file`).
Its driver is of DuckDB 1.5, so a database that a DuckDB 2 has written cannot be opened; it fetches
that driver when it first builds, and where it may not, `LIBDUCKDB` names a folder with
`libduckdb.so` (`make dbts LIBDUCKDB=FOLDER`).
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a lane came to; what went wrong is said in words where the outcome would stand."""

    lane: Lane
    versions: dict[str, str]
    check: str
    built: str
    again: str
    rows: tuple[object, ...] | None
    demo: str
    is_green: bool


def main() -> int:
    """Run the lanes and write the page."""
    (wheel,) = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        outcomes = [_run(lane, Path(folder, str(at)), wheel) for at, lane in enumerate(LANES)]
    first = next((outcome.rows for outcome in outcomes if outcome.rows is not None), None)
    PAGE.write_text(_page(outcomes, first), encoding="utf-8", newline="\n")
    is_same = all(outcome.rows in (None, first) for outcome in outcomes)
    return 0 if is_same and all(outcome.is_green for outcome in outcomes) else 1


def _run(lane: Lane, folder: Path, wheel: str) -> Outcome:
    print(f"{lane.name}", flush=True)
    folder.mkdir()
    environment = make(lane, folder / "environment", wheel)
    versions = environment.versions()
    faults = environment.faults(lane)
    project = folder / "project"
    program = environment.bin / "syndrome"
    fever = "definitions/fever_and_cough/v1.yml"
    _tell(environment, folder, [program, "init", str(project)])
    shutil.rmtree(project / "models" / "classification")
    for command in (["check", fever], ["explain", fever], ["compile"]):
        _tell(environment, project, [program, *command])
    if not lane.requirements:
        assert not any(name.startswith("dbt") for name in versions)
        return Outcome(lane, versions, faults or "clean", "", "", None, "", not faults)
    built, is_built = _build(lane, environment, project)
    again = _build_again(environment, project) if is_built else ""
    rows = _rows(project / "syndrome.duckdb") if is_built else None
    demo, has_run = "", True
    if is_built and lane.name.startswith("dbt"):
        done = _done(environment, folder, [program, "demo", "--visits", VISITS])
        has_run = done.returncode == 0
        demo = "ran" if has_run else f"failed: {done.stderr.strip()[-200:]}"
    has_run = has_run and (again == "yes" or lane.is_program)
    is_green = not faults and has_run and (is_built or built.startswith("parsed"))
    return Outcome(lane, versions, faults or "clean", built, again, rows, demo, is_green)


def _build(lane: Lane, environment: Environment, project: Path) -> tuple[str, bool]:
    dbt = environment.bin / "dbt"
    own = ["--profiles-dir", "."]
    strict = [] if lane.is_program else ["--warn-error-options", '{"error": ["Deprecations"]}']
    _tell(environment, project, [dbt, "deps", *own])
    _tell(environment, project, [dbt, "parse", *own, *strict])
    done = _done(environment, project, [dbt, "build", *own, *strict])
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    print(said[-400:], flush=True)
    if done.returncode and NO_DRIVER in said:
        return "parsed; DuckDB's driver could not be fetched", False
    if done.returncode:
        return f"failed: {' '.join(said.split())[-300:]}", False
    if DEPRECATION.search(said):
        return "with deprecations", False
    counted = re.search(r"PASS=(\d+)", said) or re.search(r"(\d+) success", said)
    return f"{counted[1] if counted else '?'}, 0 deprecations", True


def _build_again(environment: Environment, project: Path) -> str:
    """Return whether another build goes through, or what it takes."""
    build = [environment.bin / "dbt", "build", "--profiles-dir", "."]
    if _done(environment, project, build).returncode == 0:
        return "yes"
    done = _done(environment, project, [*build, "--full-refresh"])
    return "no" if done.returncode else "with `--full-refresh`"


def _rows(database: Path) -> tuple[object, ...]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return tuple(tuple(connection.execute(query).fetchall()) for query in (MATCHES, PUBLISHED))


def _done(
    environment: Environment, folder: Path, command: list[str | Path]
) -> subprocess.CompletedProcess[str]:
    libraries = [os.environ.get("LIBDUCKDB", ""), os.environ.get("LD_LIBRARY_PATH", "")]
    own = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SYNDROME_")},
        "PATH": f"{environment.bin}{os.pathsep}{os.environ['PATH']}",
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
    }
    return subprocess.run(command, cwd=folder, env=own, capture_output=True, text=True, check=False)


def _tell(environment: Environment, folder: Path, command: list[str | Path]) -> None:
    done = _done(environment, folder, command)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stdout[-2000:]}{done.stderr[-2000:]}")


def _page(outcomes: list[Outcome], first: tuple[object, ...]) -> str:
    lines = []
    for found in outcomes:
        same = "" if found.rows is None else ("yes" if found.rows == first else "**no**")
        versions = [found.versions.get(name, "–") for name in ("dbt-core", "dbt-duckdb", "duckdb")]
        seen = [found.check, found.built, found.again, same, found.demo]
        cells = [found.lane.name, *versions, *seen]
        lines.append(f"| {' | '.join(cell or '–' for cell in cells)} |\n")
    when = f"\nPython {platform.python_version()}, {datetime.now(UTC).date().isoformat()}.\n"
    return HEAD + "".join(lines) + when + NOTES


if __name__ == "__main__":
    sys.exit(main())
