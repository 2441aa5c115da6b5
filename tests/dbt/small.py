"""Projects of a few definitions, and visits written by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from transpiler.dbt import create_project
from transpiler.dbt.run import run_dbt
from transpiler.generating import GeneratedVisit

FIRST_ARRIVAL = datetime(2025, 3, 10)
"""The hour from which the arrivals of `visit` are counted."""


def small_project(folder: Path) -> Path:
    """Return a project without definitions, its packages installed."""
    project = create_project(folder)
    for path in sorted((project / "definitions").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    run_dbt(["deps", "--project-dir", str(project), "--profiles-dir", str(project), "--quiet"])
    return project


def define(project: Path, definition: dict[str, Any], query: str) -> None:
    """Write a definition of the query."""
    folder = project / "definitions" / definition["name"]
    folder.mkdir(exist_ok=True)
    text = yaml.safe_dump({**definition, "query": query})
    (folder / "v1.yml").write_text(text, encoding="utf-8")


def define_asking(project: Path, name: str, *parts: dict[str, Any]) -> None:
    """Write a definition of parts, among them definitions that it asks."""
    known = {"name": name, "version": 1, "title": name.replace("_", " "), "parts": list(parts)}
    folder = project / "definitions" / name
    folder.mkdir(exist_ok=True)
    (folder / "v1.yml").write_text(yaml.safe_dump(known), encoding="utf-8")


def visit(
    facility: str,
    text: str | None,
    *,
    arrived: int,
    day: int = 1,
    patient: str = "p",
    number: str = "v1",
    **fields: Any,
) -> GeneratedVisit:
    """Return a row of an extract: a visit as a message of some hour left it.

    Args:
        facility: where.
        text: its parsed complaint and diagnoses.
        arrived: hours from `FIRST_ARRIVAL` to the message.
        day: day of the visit, from 1 for the first of March.
        patient: whose.
        number: the facility's own number of the visit.
        fields: anything else of the row.
    """
    empty = dict.fromkeys(GeneratedVisit._fields)
    visit_date = date(2025, 2, 28) + timedelta(days=day)
    known = {
        "visit_id": f"{visit_date:%Y.%m.%d}.{facility}_{patient}",
        "encounter_id": number,
        "patient_id": patient,
        "facility_id": facility,
        "visit_date": visit_date,
        "arrived_at": FIRST_ARRIVAL + timedelta(hours=arrived),
        "sex": "F",
        "is_emergency": 1,
        "is_inpatient": 0,
        "ccdd_parsed": text,
    }
    return GeneratedVisit(**(empty | known | fields))
