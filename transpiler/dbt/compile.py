"""Compiling a project: its definitions into the models of ``models/classification``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transpiler.dbt.cache import make_cache, read_cache, write_cache
from transpiler.dbt.library import load_library, source_files
from transpiler.dbt.models import (
    LibraryEntry,
    classification_model,
    definitions_model,
    library_model,
)
from transpiler.dbt.policy import check_policies
from transpiler.dbt.properties import definition_properties
from transpiler.dbt.replacing import replace_folder
from transpiler.definition import DefinitionError, Diagnostic

GENERATED: Final = Path("models") / "classification"
"""The folder of generated models in a project; nothing else stands in it."""
_ASIDE: Final = Path("target") / "syndrome"
_CACHE: Final = _ASIDE / "compiled.json"


@dataclass(frozen=True, slots=True)
class CompileReport:
    """What a compile found and did.

    Attributes:
        definitions: how many definitions the project has.
        models: how many models are generated from them.
        written: files written anew, or that would be with ``check``.
        removed: files removed, or that would be.
        is_stale: whether the generated models were not those of the definitions.
    """

    definitions: int
    models: int
    written: int
    removed: int
    is_stale: bool


def compile_project(project_dir: Path | str, *, check: bool = False) -> CompileReport:
    """Generate the dbt models of a project's definitions.

    Does nothing where they are up to date; files whose content stays are left as they are.

    Args:
        project_dir: the dbt project.
        check: only find out whether the models are stale, write nothing.

    Raises:
        DefinitionError: a definition cannot be used, or the project would publish more than a
            policy allows; nothing is written then.
        OSError: the models cannot be written.
    """
    project = Path(project_dir)
    policy_findings = check_policies(project)
    if policy_findings:
        raise DefinitionError(policy_findings)
    sources = source_files(project)
    hashes = {file.source: file.content_hash for file in sources}
    folder = project / GENERATED
    cache = read_cache(project / _CACHE)
    if cache is not None and cache.is_current(hashes, folder):
        return CompileReport(len(sources), _models(cache.files), 0, 0, is_stale=False)
    entries = load_library(sources)
    files = render_library(entries)
    if check:
        written, removed = _differences(folder, files)
    else:
        written, removed = replace_folder(folder, files, project / _ASIDE)
        write_cache(make_cache(hashes, files), project / _CACHE)
    return CompileReport(
        len(entries), _models(files), written, removed, is_stale=bool(written or removed)
    )


def render_library(entries: list[LibraryEntry]) -> dict[str, str]:
    """Return every generated file of a library, name → text.

    Raises:
        DefinitionError: a dialect cannot say what a definition asks; every finding is listed.
    """
    files: dict[str, str] = {}
    findings: list[Diagnostic] = []
    for entry in entries:
        try:
            files[f"{entry.model_name}.sql"] = classification_model(entry)
            files[f"{entry.model_name}.yml"] = definition_properties(entry)
        except DefinitionError as error:
            findings += error.diagnostics
    if findings:
        raise DefinitionError(findings)
    files["int_syndrome_classification.sql"] = library_model(entries)
    files["dim_syndrome_definitions.sql"] = definitions_model(entries)
    return files


def _models(names: Iterable[str]) -> int:
    return sum(name.endswith(".sql") for name in names)


def _differences(folder: Path, files: dict[str, str]) -> tuple[int, int]:
    def is_same(name: str) -> bool:
        path = folder / name
        return path.is_file() and path.read_bytes() == files[name].encode()

    written = sum(not is_same(name) for name in files)
    return written, len({path.name for path in folder.glob("*")} - set(files))
