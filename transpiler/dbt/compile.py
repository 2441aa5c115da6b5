"""Compiling a project: its definitions into models and a seed, in a folder replaced whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from transpiler.dbt import code_groups
from transpiler.dbt.cache import make_cache, read_cache, write_cache
from transpiler.dbt.compiled import CompiledDefinition, compile_definition
from transpiler.dbt.library import library_files
from transpiler.dbt.locking import locked
from transpiler.dbt.manifest import check_owned, with_manifest
from transpiler.dbt.models import (
    classifying_model,
    definitions_model,
    seed_properties,
    shared_properties,
    vetoes_model,
)
from transpiler.dbt.policy import check_policies
from transpiler.dbt.project import DbtProject, check_links, check_project, read_project
from transpiler.dbt.replacing import replace_folder, stale_files
from transpiler.dbt.seeds import find_seed, read_seed
from transpiler.dbt.shape import Shape, choose_shape
from transpiler.dbt.source import FOLDER, SourceFile, library_hash, source_files
from transpiler.dbt.standings import standings_seed
from transpiler.dbt.terms import terms_seed
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.lineage import read_lock
from transpiler.workers import start_workers

GENERATED: Final = Path("models") / "classification"
"""The folder of generated models and their seed in a new project; nothing else stands in it."""
TERMS: Final = "syndrome_terms.csv"
"""The generated seed of terms. It stands with the models, which would else be of another compile
where one is interrupted between the two."""
STANDINGS: Final = "syndrome_standings.csv"
"""The generated seed of which definitions are published beside which."""
_ASIDE: Final = Path("target") / "syndrome"
_CACHE: Final = _ASIDE / "compiled.json"
_LOCK: Final = _ASIDE / "compile.lock"
_FEW: Final = 16
"""A project of so many definitions is compiled quicker than other processes start."""


@dataclass(frozen=True, slots=True)
class CompileReport:
    """What a compile found and did.

    Attributes:
        definitions: how many definitions the project has.
        models: how many models are generated from them.
        shape: how they are asked of the visits.
        folder: where they stand in the project.
        written: the files written anew, or that would be with ``check``.
        removed: the files removed, or that would be.
        is_stale: whether the generated files were not those of the definitions.
    """

    definitions: int
    models: int
    shape: Shape
    folder: str
    written: tuple[str, ...]
    removed: tuple[str, ...]
    is_stale: bool


def compile_project(
    project_dir: Path | str,
    *,
    check: bool = False,
    processes: int = 1,
    shape: Shape | None = None,
    output: str | None = None,
    overwrite: bool = False,
) -> CompileReport:
    """Generate the dbt models of a project's definitions.

    Only definitions that have changed are compiled; files whose content stays are left as they are.
    Nothing is replaced or removed but files that an earlier compile wrote and nobody has edited.

    Args:
        project_dir: the dbt project.
        check: only find out whether the generated files are stale, write nothing.
        processes: how many processes may compile a long list; more than one only in a program whose
            main module can be imported.
        shape: how the definitions are asked of the visits; None to choose by their number.
        output: the folder of generated files in the project; None for the one compiled into before.
        overwrite: replace generated files that were edited as well.

    Raises:
        DefinitionError: a definition cannot be used, the project would publish more than a policy
            allows or cannot hold what is generated, or a file is in the way; nothing is written
            then.
        OSError: the files cannot be written.
    """
    project = read_project(Path(project_dir), output)
    links = check_links(project, *(path.as_posix() for path in (_CACHE, _LOCK)))
    if links:
        raise DefinitionError(links)
    if check:
        return _compile(project, shape, check=True, overwrite=True, processes=processes)
    with locked(project.root / _LOCK):
        return _compile(project, shape, check=False, overwrite=overwrite, processes=processes)


def _compile(
    project: DbtProject, forced: Shape | None, *, check: bool, overwrite: bool, processes: int
) -> CompileReport:
    findings = [
        *check_project(project),
        *check_policies(project),
        *_check_code_groups(project),
    ]
    if findings:
        raise DefinitionError(findings)
    held = library_hash(project.root)
    folder, output = project.folder, project.output.as_posix()
    prefix = project.prefix
    cache = read_cache(project.root / _CACHE, prefix)
    count = len(cache.definitions)
    shape = choose_shape(forced, count, cache.terms)
    if cache.shape == shape and cache.is_current(held, project.root, folder):
        models = _models(cache.files)
        return CompileReport(count, models, shape, output, (), (), is_stale=False)
    sources = source_files(project.root)
    known = {file: cache.find(file.source, file.content_hash, folder) for file in sources}
    with start_workers(processes if len(sources) > _FEW else 1) as workers:
        # the longest tasks come first
        library = workers.submit(library_files, sources, forced, prefix)
        standings = workers.submit(standings_seed, sources)
        compiled = _compile_all(known, workers, prefix)
        shape = choose_shape(forced, len(sources), _terms(compiled.values()))
        files = _files(compiled.values(), prefix) | library.result()
        lock = read_lock(project.root / FOLDER)
        files[f"{prefix}dim_syndrome_definitions.sql"] = definitions_model(
            [one.entry for one in compiled.values()], lock
        )
        files = with_manifest(files | {STANDINGS: standings.result()})
    foreign = check_owned(folder, files, overwrite=overwrite)
    if foreign:
        raise DefinitionError(foreign)
    written, removed = stale_files(folder, files)
    if not check:
        if written or removed:
            replace_folder(folder, files, project.root / _ASIDE)
        generated = {f"{output}/{name}": text for name, text in files.items()}
        write_cache(make_cache(compiled, generated, shape, held), project.root / _CACHE, prefix)
    is_stale = bool(written or removed)
    return CompileReport(
        len(sources), _models(files), shape, output, written, removed, is_stale=is_stale
    )


def _check_code_groups(project: DbtProject) -> list[Diagnostic]:
    try:
        path = find_seed(project.root, project.seed_paths, code_groups.SEED)
        rows = read_seed(path, code_groups.COLUMNS) if path else []
    except DefinitionError as error:
        return list(error.diagnostics)
    return list(code_groups.check_code_groups(rows))


def _compile_all(
    known: Mapping[SourceFile, CompiledDefinition | None], workers: Executor, prefix: str
) -> dict[str, CompiledDefinition]:
    """Return what is compiled from each file, in order of name and version.

    Args:
        known: file → what was compiled from it before; None where it is new.
        workers: who compiles the new ones.
        prefix: how the names of models begin.

    Raises:
        DefinitionError: every finding of every file.
    """
    compiled = {file.source: found for file, found in known.items() if found is not None}
    new = [file for file, found in known.items() if found is None]
    findings: list[Diagnostic] = []
    outcomes = workers.map(partial(compile_definition, prefix=prefix), new, chunksize=4)
    for file, outcome in zip(new, outcomes, strict=True):
        if isinstance(outcome, CompiledDefinition):
            compiled[file.source] = outcome
        else:
            findings += outcome
    findings += _twice(compiled, {file.source: file for file in known})
    if findings:
        raise DefinitionError(findings)
    in_order = sorted(
        compiled.items(), key=lambda found: (found[1].entry.name, found[1].entry.version)
    )
    return dict(in_order)


def _twice(
    compiled: Mapping[str, CompiledDefinition], files: Mapping[str, SourceFile]
) -> Iterable[Diagnostic]:
    first: dict[str, str] = {}
    for source, found in sorted(compiled.items()):
        other = first.setdefault(found.entry.identifier, source)
        if other != source:
            message = f"{found.entry.name} version {found.entry.version} is also in {other}"
            yield Diagnostic("ESS304", Severity.ERROR, message, path=str(files[source].path))


def _terms(compiled: Iterable[CompiledDefinition]) -> int:
    return sum(found.entry.term_count for found in compiled)


def _files(compiled: Iterable[CompiledDefinition], prefix: str) -> dict[str, str]:
    """Return every generated file of the simple shape, name → text."""
    found = list(compiled)
    entries = [one.entry for one in found]
    files = {name: text for one in found for name, text in one.files.items()}
    files[f"{prefix}int_syndrome_classification.sql"] = classifying_model(entries, prefix)
    files[f"{prefix}int_syndrome_vetoed.sql"] = vetoes_model(entries, prefix)
    files["syndrome_models.yml"] = shared_properties(prefix)
    files["syndrome_seeds.yml"] = seed_properties()
    files[TERMS] = terms_seed(one.terms for one in found)
    return files


def _models(names: Iterable[str]) -> int:
    return sum(name.endswith(".sql") for name in names)
