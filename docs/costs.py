"""Measure what installing costs, into docs/dependencies.md: ``python -m docs.costs WHEEL``.

What most people choose is installed from the wheel into an environment of its own, with pip and a
warm cache: it
is installed twice, and the second time counts. `make costs` builds the wheel and runs this.
"""

from __future__ import annotations

import json
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import venv
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

REPOSITORY: Final = Path(__file__).resolve().parents[1]
PAGE: Final = REPOSITORY / "docs" / "dependencies.md"
CHECKED: Final = REPOSITORY / "dbt_project/definitions/fever_and_cough/v1.yml"
EXTRAS: Final = ("", "duckdb", "dbt")
"""The installations that are measured: without extras, and with those that most people choose."""
STARTS: Final = 9
"""How often a command is started; the median counts."""

SIZES: Final = """
import json
from importlib.metadata import distributions
sizes = {}
for found in distributions():
    files = [file.locate() for file in found.files or ()]
    sizes[found.name.lower()] = sum(file.stat().st_size for file in files if file.is_file())
print(json.dumps(sizes))
"""
"""Prints the bytes of the files of each distribution, compiled ones too."""


@dataclass(frozen=True, slots=True)
class Time:
    """How long something took.

    Attributes:
        elapsed: seconds by the clock, which is longer where others use the machine.
        processor: seconds of processor time.
    """

    elapsed: float
    processor: float

    def __str__(self) -> str:
        return f"{self.elapsed:.2f} | {self.processor:.2f}"


def time_of(command: list[str], **options: Any) -> Time:
    """Run a command and return how long it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, **options)
    elapsed, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Time(elapsed, processor)


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment with the package.

    Attributes:
        took: how long pip took.
        sizes: distribution → bytes, without pip itself.
        python: its interpreter.
    """

    took: Time
    sizes: dict[str, int]
    python: Path


def install(folder: Path, requirement: str) -> Installed:
    """Install a requirement into a new environment in ``folder``."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    before = _sizes(python)
    took = time_of([str(python), "-m", "pip", "install", "--quiet", requirement])
    sizes = {name: size for name, size in _sizes(python).items() if name not in before}
    return Installed(took, sizes, python)


def _sizes(python: Path) -> dict[str, int]:
    done = subprocess.run([python, "-c", SIZES], check=True, capture_output=True, text=True)
    found: dict[str, int] = json.loads(done.stdout)
    return found


def median_of(command: list[str]) -> Time:
    """Return the median times that a command takes, after a first start that does not count."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    found = [time_of(command, **silent) for _ in range(STARTS + 1)][1:]
    return Time(
        statistics.median(one.elapsed for one in found),
        statistics.median(one.processor for one in found),
    )


def main() -> None:
    """Measure and write."""
    (wheel,) = sys.argv[1:]
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_with_costs(page, _measured(wheel)), encoding="utf-8", newline="\n")


def _measured(wheel: str) -> str:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for extra in EXTRAS:
            requirement = f"{wheel}[{extra}]" if extra else wheel
            install(Path(folder, f"warm-{extra}"), requirement)
            found[extra] = install(Path(folder, f"timed-{extra}"), requirement)
        bare = found[""]
        program = str(bare.python.with_name("syndrome"))
        starts = {
            "syndrome --help": median_of([program, "--help"]),
            "syndrome check FILE": median_of([program, "check", str(CHECKED)]),
        }
    machine = f"Python {platform.python_version()}, {datetime.now(UTC).date().isoformat()}"
    direct = {re.split(r"[^\w.-]", one)[0] for one in project["dependencies"]}
    own = {name: bare.sizes[name] for name in sorted(direct)}
    own["syndrome-sql itself"] = bare.sizes["syndrome-sql"]
    own["what these bring"] = sum(bare.sizes.values()) - sum(own.values())
    rows = [
        f"Measured by `make costs` ({machine}), with pip and a warm cache.",
        "",
        "| installed | packages | MB | seconds | of processor time |",
        "|---|---|---|---|---|",
        *(
            f"| {f'with `[{extra}]`' if extra else 'nothing but the package'} "
            f"| {len(one.sizes)} | {_mb(sum(one.sizes.values()))} | {one.took} |"
            for extra, one in found.items()
        ),
        "",
        "| of these, without extras | MB |",
        "|---|---|",
        *(f"| {name} | {_mb(size)} |" for name, size in own.items()),
        "",
        "| started, without extras | seconds | of processor time |",
        "|---|---|---|",
        *(f"| `{command}` | {took} |" for command, took in starts.items()),
    ]
    print(json.dumps({extra: round(one.took.elapsed, 1) for extra, one in found.items()}))
    return "\n".join(rows)


def _mb(size: int) -> str:
    return f"{size / 1e6:.1f}"


def _with_costs(page: str, costs: str) -> str:
    between = r"(<!-- costs: written by `make costs` -->\n).*?(<!-- /costs -->)"
    return re.sub(between, lambda found: f"{found[1]}{costs}\n{found[2]}", page, flags=re.DOTALL)


if __name__ == "__main__":
    main()
