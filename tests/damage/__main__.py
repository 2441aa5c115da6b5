"""``python -m tests.damage --trials 2000 --rows 20000``: damaged files through ``classify``."""

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.damage.trial import run

parser = argparse.ArgumentParser()
parser.add_argument("--trials", type=int, default=2_000)
parser.add_argument("--rows", type=int, default=20_000)
parser.add_argument("--seed", type=int, default=1)
given = parser.parse_args()

outcomes: Counter[str] = Counter()
silent = []
with tempfile.TemporaryDirectory() as folder:
    for seed in range(given.seed, given.seed + given.trials):
        trial = run(seed, given.rows, Path(folder))
        if trial.is_silent:
            silent.append(seed)
            print(f"SILENT: seed {seed}: {', '.join(trial.damages)}", flush=True)
        kind = "refused" if trial.outcome.flags is None else "counted"
        outcomes[kind if trial.outcome.is_counted else "flags as they were"] += 1
print(f"{given.trials} damaged files of {given.rows:,} visits: {dict(outcomes)}")
raise SystemExit(1 if silent else 0)
