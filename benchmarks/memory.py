"""The most memory that a classification holds, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.definitions import make_definitions
from benchmarks.peak import peak_mebibytes
from benchmarks.store import FOLDED, connect, fill, make
from transpiler.library import classification_steps, make_library

LIMIT = "3GB"
"""What DuckDB may take; what goes beyond it is written to disk."""


@dataclass(frozen=True)
class Footprint:
    """What a run took.

    Attributes:
        visits: how many it classified.
        mebibytes: the most memory that the process held.
        seconds: how long it took.
        matches: how many there were.
    """

    visits: int
    mebibytes: int
    seconds: float
    matches: int


def measure(folder: Path, visits: int, count: int, *, threads: int) -> Footprint:
    """Classify visits by ``count`` definitions in a new process.

    Args:
        folder: where the visits are made, and removed again.
        visits: how many.
        count: how many definitions.
        threads: how many DuckDB may use.
    """
    path = folder / f"memory_{visits}.duckdb"
    fill(path, visits)
    command = [sys.executable, "-m", "benchmarks.memory", str(path), str(count), str(threads)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    path.unlink()
    return Footprint(visits, **json.loads(answer.stdout))


def _classify(path: Path, count: int, threads: int) -> dict[str, float]:
    steps = classification_steps(
        make_library(make_definitions(count)), "duckdb", visits=FOLDED, folded=True
    )
    with connect(path, threads) as connection:
        connection.execute(f"SET memory_limit = '{LIMIT}'")
        start = time.perf_counter()
        make(connection, steps, kept=False)
        seconds = time.perf_counter() - start
        counted = connection.execute("SELECT count(*) FROM matches").fetchone()
    assert counted is not None
    return {"mebibytes": peak_mebibytes(), "seconds": seconds, "matches": counted[0]}


if __name__ == "__main__":
    database, definitions, workers = sys.argv[1:]
    print(json.dumps(_classify(Path(database), int(definitions), int(workers))))
