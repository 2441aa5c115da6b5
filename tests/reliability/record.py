"""What was measured, when and on which machine; ``docs/reliability.md`` is written from it."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

RECORD: Final = Path(__file__).with_name("record.json")
"""Section → name → the figures; in the section of fuzzing a run comes before the name."""


def read_record() -> dict[str, dict[str, Any]]:
    """Return everything that has been measured."""
    if not RECORD.exists():
        return {}
    kept: dict[str, dict[str, Any]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return kept


def add_to_record(section: str, run: str, name: str, figures: dict[str, float]) -> None:
    """Add what one thing gave in a run to a section that keeps its runs apart.

    Args:
        section: the section.
        run: when the run began, which tells runs apart.
        name: what was run.
        figures: what it gave; numbers of the same run and name are summed.
    """
    record = read_record()
    kept = record.setdefault(section, {}).setdefault(run, {}).setdefault(name, {})
    for key, value in figures.items():
        kept[key] = round(kept.get(key, 0) + value, 1)
    _write(record)


def replace_in_record(section: str, figures: dict[str, Any]) -> None:
    """Put ``figures`` in place of everything a section holds."""
    _write({**read_record(), section: figures})


def _write(record: dict[str, dict[str, Any]]) -> None:
    record["machine"] = {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
    }
    text = json.dumps(record, indent=2, sort_keys=True) + "\n"
    RECORD.write_text(text, encoding="utf-8", newline="\n")
