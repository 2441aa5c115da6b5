"""A user's project, made from the one that is shipped."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.resources import data_path

_PACKAGE: Final = "syndrome_macros"
_NOT_COPIED: Final = shutil.ignore_patterns(
    "target", "dbt_packages", "logs", "package-lock.yml", ".user.yml", "*.duckdb"
)


def create_project(folder: Path | str) -> Path:
    """Make a dbt project at ``folder`` that builds at once, the macros' package inside it.

    It is made beside, and put in place when it is complete.

    Raises:
        DefinitionError: the folder exists and is not empty.
        OSError: it cannot be written.
    """
    project = Path(folder)
    if project.exists() and (not project.is_dir() or any(project.iterdir())):
        message = "exists and is not an empty folder"
        hint = "name a folder that does not exist yet"
        raise DefinitionError(
            [Diagnostic("ESS306", Severity.ERROR, message, path=str(project), hint=hint)]
        )
    parent = project.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".syndrome-", dir=parent) as beside:
        made = Path(beside, "project")
        shutil.copytree(data_path("dbt_project"), made, ignore=_NOT_COPIED)
        shutil.copytree(data_path("macros"), made / _PACKAGE)
        packages = f"packages:\n  - local: {_PACKAGE}\n"
        (made / "packages.yml").write_text(packages, encoding="utf-8", newline="\n")
        if project.exists():
            project.rmdir()
        made.rename(project)
    return project
