"""``python -m tests.damage``: 2,000 damaged files of 20,000 visits through ``classify``.

Each damage alone, each after each other one, and a third after many of these.
"""

import argparse
import os
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from random import Random

from tests.damage.trial import NAMES, explore

LAPS = 100
"""How often each damage may come first; each time the file is another."""

Found = tuple[tuple[str, ...], str, str | None]
"""The damages of a file, what came of it, and what is wrong with that."""


def found_after(first: str, rows: int, seed: int) -> list[Found]:
    """Return what was found of each file that begins with a damage."""
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for one in explore(first, rows, seed, Path(folder)):
                outcome = "refused" if one.outcome.flags is None else "taken"
                found.append((one.damages, outcome, one.fault))
        except Exception:  # of the tests themselves: the others go on
            found.append(((first,), "not judged", traceback.format_exc(limit=-2)))
    return found


def main() -> None:
    """Run until there were as many files as asked for; end with 1 where one went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=2_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", nargs="*", default=NAMES, help="the damages to begin with")
    given = parser.parse_args()
    began = time.monotonic()
    outcomes: Counter[str] = Counter()
    faults = 0
    with ProcessPoolExecutor(given.processes) as pool:
        asked = [
            pool.submit(found_after, name, given.rows, given.seed + lap)
            for lap in range(LAPS)
            for name in Random(lap).sample(given.only, len(given.only))
        ]
        for done in as_completed(asked):
            for damages, outcome, fault in done.result():
                outcomes[outcome] += 1
                if fault:
                    faults += 1
                    print(f"WRONG: {' + '.join(damages)}: {fault}", flush=True)
            took = time.monotonic() - began
            print(
                f"{outcomes.total()} files of {given.rows:,} visits in {took:.0f} s:"
                f" {', '.join(f'{count} {outcome}' for outcome, count in sorted(outcomes.items()))}"
                f"; {faults} wrong",
                flush=True,
            )
            if outcomes.total() >= given.files:
                pool.shutdown(cancel_futures=True)
                break
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
