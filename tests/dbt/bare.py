"""The least that a project needs to be compiled, for tests that copy it often."""

from __future__ import annotations

import shutil
from pathlib import Path

from transpiler.dbt.policy import SEED
from transpiler.resources import data_path

PARTS = ("dbt_project.yml", str(SEED))
PARTS_OF_PACKAGE = (
    "dbt_project.yml",
    "models/staging/_staging.yml",
    "models/visits/syndrome_visits.sql",
    "models/matches/fct_syndrome_matches.sql",
)


def bare_project(folder: Path) -> Path:
    """Return a project without definitions that has only what compiling asks for."""
    for data, names, into in (
        ("dbt_project", PARTS, folder),
        ("macros", PARTS_OF_PACKAGE, folder / "syndrome_sql"),
    ):
        for name in names:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(data_path(data) / name, into / name)
    packages = "packages:\n  - local: syndrome_sql\n"
    (folder / "packages.yml").write_text(packages, encoding="utf-8")
    return folder
