"""``python -m tests.damage``: 2,000 damaged files of 20,000 visits through ``classify``.

Each damage alone, each after each other one, and a third after many of these.
"""

import argparse
import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.damage.trial import NAMES, explore


def found_after(first: str, rows: int, seed: int) -> list[tuple[tuple[str, ...], str, str | None]]:
    """Return of each file its damages, what came of it, and what is wrong with that."""
    with tempfile.TemporaryDirectory() as folder:
        return [
            (one.damages, "refused" if one.outcome.flags is None else "taken", one.fault)
            for one in explore(first, rows, seed, Path(folder))
        ]


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
    seed = given.seed
    with ProcessPoolExecutor(given.processes) as pool:
        while outcomes.total() < given.files:
            asked = [pool.submit(found_after, name, given.rows, seed) for name in given.only]
            for done in as_completed(asked):
                for damages, outcome, fault in done.result():
                    outcomes[f"wrongly {outcome}" if fault else outcome] += 1
                    if fault:
                        print(f"WRONG: seed {seed}: {' + '.join(damages)}: {fault}", flush=True)
            seed += 1
    took = time.monotonic() - began
    print(
        f"{outcomes.total()} damaged files of {given.rows:,} visits in {took:.0f} s:"
        f" {', '.join(f'{count} {outcome}' for outcome, count in sorted(outcomes.items()))}"
    )
    raise SystemExit(1 if any(outcome.startswith("wrongly") for outcome in outcomes) else 0)


if __name__ == "__main__":
    main()
