"""Measure, and write ``docs/reliability.md``: ``python -m tests.reliability.write [--page]``.

Takes about ten minutes. With ``--page`` only the page is written, from what has been measured.
Fuzzing adds its figures by itself: ``python -m tests.fuzzing --record``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.fuzzing.seeds import FINDINGS
from tests.injection.hostile import TEXTS
from tests.injection.test_outputs import FORMATS
from tests.reliability import bounds, regexes
from tests.reliability.record import read_record, replace_in_record

REPOSITORY: Final = Path(__file__).resolve().parents[2]
PAGE: Final = REPOSITORY / "docs" / "reliability.md"

_WHAT_IS_FUZZED: Final = {
    "strict": "queries: parser, formatter, evaluator, evidence",
    "repair": "queries in repair mode",
    "definition_file": "definition files: loader, writer, formatter, lint rules",
    "importing": "published files of five kinds: the import",
    "emission": "queries: the emitters of every dialect, rows compared on DuckDB",
    "generated_emission": "definitions from the grammar: the same",
}


def measure() -> None:
    """Measure everything but fuzzing and put it into the record."""
    kills = [sys.executable, "-m", "tests.reliability.kills"]
    found = subprocess.run(kills, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    replace_in_record("kills", json.loads(found.stdout))
    replace_in_record("bounds", {name: asdict(bounds.measure(name)) for name in bounds.CASES})
    for engine in ("duckdb", "postgres"):
        growth = {title: asdict(one) for title, one in regexes.measure_all(engine).items()}
        replace_in_record(f"searches on {engine}", growth)


def page() -> str:
    """Return the page, from the record and the lists that the tests run."""
    record = read_record()
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("page.md.jinja").render(
        machine=record["machine"],
        fuzzing=record["fuzzing"],
        inputs=lambda name=None: _fuzzed(record["fuzzing"], "executions", name),
        minutes=lambda name=None: _fuzzed(record["fuzzing"], "seconds", name) / 60,
        targets=_WHAT_IS_FUZZED,
        findings=sum(path.is_file() for path in FINDINGS.rglob("*")),
        texts=len(TEXTS),
        formats=len(FORMATS),
        kills=record["kills"],
        versions=record.get("versions", {}),
        cases=bounds.CASES,
        bounds=record["bounds"],
        searches={
            "duckdb": record["searches on duckdb"],
            "postgres": record["searches on postgres"],
        },
        short=regexes.SHORT,
        long=regexes.LONG,
    )


def _fuzzed(runs: dict[str, Any], figure: str, target: str | None) -> float:
    """Return the sum of a figure over the runs of fuzzing, of one target or of all."""
    return sum(
        found[figure]
        for run in runs.values()
        for name, found in run.items()
        if target in (None, name)
    )


def main() -> None:
    """Measure unless only the page is wanted, and write the page."""
    if "--page" not in sys.argv[1:]:
        measure()
    PAGE.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
