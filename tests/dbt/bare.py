"""The least that a project needs to be compiled, for tests that copy it often."""

from __future__ import annotations

import shutil
from pathlib import Path

from transpiler.dbt.policy import SEED
from transpiler.resources import data_path

PARTS = (
    "dbt_project.yml",
    str(SEED),
    "models/staging/_staging.yml",
    "models/visits/syndrome_visits.sql",
    "models/matches/fct_syndrome_matches.sql",
)


def bare_project(folder: Path) -> Path:
    """Return a project without definitions that has only what compiling asks for."""
    for name in PARTS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(data_path("dbt_project") / name, folder / name)
    shutil.copytree(data_path("macros"), folder / "syndrome_macros")
    packages = "packages:\n  - local: syndrome_macros\n"
    (folder / "packages.yml").write_text(packages, encoding="utf-8")
    return folder
