"""``python -m tests.damage --trials 2000 --rows 300``: damaged files through ``classify``."""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.damage.trial import run

parser = argparse.ArgumentParser()
parser.add_argument("--trials", type=int, default=2_000)
parser.add_argument("--rows", type=int, default=300)
parser.add_argument("--seed", type=int, default=1)
given = parser.parse_args()

began = time.monotonic()
outcomes: Counter[str] = Counter()
silent = []
with tempfile.TemporaryDirectory() as folder:
    for seed in range(given.seed, given.seed + given.trials):
        trial = run(seed, given.rows, Path(folder))
        if trial.fault:
            silent.append(seed)
            print(f"SILENT: seed {seed}: {', '.join(trial.damages)}: {trial.fault}", flush=True)
        outcomes["refused" if trial.outcome.flags is None else "taken"] += 1
took = time.monotonic() - began
print(f"{given.trials} damaged files of {given.rows:,} visits in {took:.0f} s: {dict(outcomes)}")
raise SystemExit(1 if silent else 0)
