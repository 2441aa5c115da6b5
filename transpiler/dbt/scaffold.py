"""A user's project, made from the one that is shipped."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from transpiler.dbt.compile import GENERATED
from transpiler.dbt.project import PACKAGE, PROJECT_FILE
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.resources import data_path
from transpiler.scratch import scratch_folder

_NOT_COPIED: Final = shutil.ignore_patterns(
    "target", "dbt_packages", "logs", "package-lock.yml", ".user.yml", "*.duckdb"
)
_WORK: Final = ".syndrome-"
_ALL_OR_NONE: Final = (Path("definitions"), GENERATED)
"""Folders that are left alone where there is one: to add to them would bring definitions back that
somebody removed, or files that no compile wrote."""


@dataclass(frozen=True, slots=True)
class Additions:
    """What `add_missing` adds to a folder.

    Attributes:
        added: the files that were missing, relative to the folder, with forward slashes.
        kept: the files that are there and say something else than in a new project.
    """

    added: tuple[str, ...]
    kept: tuple[str, ...]


def create_project(folder: Path | str) -> Path:
    """Make a dbt project at ``folder`` that builds at once, the dbt package inside it.

    It is made beside, and put in place when it is complete.

    Raises:
        DefinitionError: the folder exists and is not empty.
        OSError: it cannot be written.
    """
    project = Path(folder)
    if os.path.lexists(project) and (not project.is_dir() or any(project.iterdir())):
        message = "exists and is not an empty folder"
        hint = "name a folder that does not exist yet, or add what is missing with --here"
        raise _refused(message, project, hint)
    parent = project.absolute().parent
    parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(_WORK, parent) as beside:
        made = _make(beside / "project")
        if project.is_dir():
            project.rmdir()
        made.rename(project)
    return project


def add_missing(folder: Path | str, *, only_look: bool = False) -> Additions:
    """Add to a folder the files of a new project that it lacks; nothing is written over.

    Definitions come only where there is no folder of them, and generated files never: they are made
    by `compile_project`.

    Args:
        folder: an existing folder.
        only_look: find out what is missing, write nothing.

    Raises:
        DefinitionError: it holds a dbt project of another name, in which the models would lack the
            settings that protect them; or a link or a file is where a folder is to be.
        OSError: it cannot be written.
    """
    project = Path(folder)
    if not project.is_dir():
        raise _refused("is no folder", project, "name one, or leave --here out to make it")
    _refuse_others(project)
    with scratch_folder(_WORK, project.absolute().parent) as beside:
        made = _make(beside / "project")
        left = [part for part in _ALL_OR_NONE if os.path.lexists(project / part)] + [GENERATED]
        files = [path.relative_to(made) for path in sorted(made.rglob("*")) if not path.is_dir()]
        files = [file for file in files if not any(part in file.parents for part in left)]
        _refuse_blocked(project, files)
        added = [file for file in files if not os.path.lexists(project / file)]
        kept = [
            file
            for file in files
            if file not in added and (made / file).read_bytes() != (project / file).read_bytes()
        ]
        if not only_look:
            for file in added:
                _put(made / file, project / file)
    return Additions(_shown(added), _shown(kept))


def _make(made: Path) -> Path:
    shutil.copytree(data_path("dbt_project"), made, ignore=_NOT_COPIED)
    copy_package(made)
    packages = f"packages:\n  - local: {PACKAGE}\n"
    (made / "packages.yml").write_text(packages, encoding="utf-8", newline="\n")
    return made


def copy_package(project: Path) -> None:
    """Copy the dbt package into a project, which has none yet.

    Raises:
        OSError: it cannot be written.
    """
    shutil.copytree(data_path("macros"), project / PACKAGE, ignore=_NOT_COPIED)


def _put(made: Path, file: Path) -> None:
    """Put a complete file where there is none; what has come there meanwhile stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(made, file)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not os.path.lexists(file):
            shutil.copy2(made, file)


def _refuse_others(project: Path) -> None:
    path = project / PROJECT_FILE
    if not os.path.lexists(path):
        return
    ours = yaml.load((data_path("dbt_project") / PROJECT_FILE).read_bytes(), yaml.CSafeLoader)
    try:
        found = yaml.load(path.read_bytes(), yaml.CSafeLoader)
    except (ValueError, yaml.YAMLError):
        found = None
    if not isinstance(found, dict) or found.get("name") != ours["name"]:
        message = "this is a dbt project of its own, without the settings that protect the models"
        hint = (
            "make a project of its own within it, `syndrome init syndromes`, and list that one in "
            "packages.yml: local: syndromes, local: syndromes/syndrome_sql (docs/dbt.md)"
        )
        raise _refused(message, path, hint)


def _refuse_blocked(project: Path, files: list[Path]) -> None:
    known = set(files)
    parts = dict.fromkeys(
        folder for file in files for folder in (*reversed(file.parents[:-1]), file)
    )
    for part in parts:
        path = project / part
        is_right = path.is_file() if part in known else path.is_dir()
        if os.path.lexists(path) and (path.is_symlink() or not is_right):
            message = "a link, a file or a folder is in the way of what a project has here"
            raise _refused(message, path, "move it elsewhere")


def _shown(files: list[Path]) -> tuple[str, ...]:
    return tuple(file.as_posix() for file in files)


def _refused(message: str, path: Path, hint: str) -> DefinitionError:
    return DefinitionError([Diagnostic("ESS306", Severity.ERROR, message, str(path), hint=hint)])
