"""Compiling a project: its definitions into models and a seed, in a folder replaced whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transpiler.dbt.cache import make_cache, read_cache, write_cache
from transpiler.dbt.compiled import CompiledDefinition, compile_definition
from transpiler.dbt.library import library_files
from transpiler.dbt.locking import locked
from transpiler.dbt.models import classifying_model, definitions_model, vetoes_model
from transpiler.dbt.policy import check_policies
from transpiler.dbt.replacing import replace_folder
from transpiler.dbt.shape import Shape, choose_shape
from transpiler.dbt.source import SourceFile, source_files
from transpiler.dbt.terms import terms_seed
from transpiler.dbt.workers import start_workers
from transpiler.definition import DefinitionError, Diagnostic, Severity

GENERATED: Final = Path("models") / "classification"
"""The folder of generated models and their seed in a project; nothing else stands in it."""
TERMS: Final = "syndrome_terms.csv"
"""The generated seed of terms. It stands with the models, which would else be of another compile
where one is interrupted between the two."""
_ASIDE: Final = Path("target") / "syndrome"
_CACHE: Final = _ASIDE / "compiled.json"
_LOCK: Final = _ASIDE / "compile.lock"
_FEW: Final = 16
"""So many definitions are compiled quicker than other processes start."""


@dataclass(frozen=True, slots=True)
class CompileReport:
    """What a compile found and did.

    Attributes:
        definitions: how many definitions the project has.
        models: how many models are generated from them.
        shape: how they are asked of the visits.
        written: files written anew, or that would be with ``check``.
        removed: files removed, or that would be.
        is_stale: whether the generated files were not those of the definitions.
    """

    definitions: int
    models: int
    shape: Shape
    written: int
    removed: int
    is_stale: bool


def compile_project(
    project_dir: Path | str,
    *,
    check: bool = False,
    processes: int = 1,
    shape: Shape | None = None,
) -> CompileReport:
    """Generate the dbt models of a project's definitions.

    Only definitions that have changed are compiled; files whose content stays are left as they are.

    Args:
        project_dir: the dbt project.
        check: only find out whether the generated files are stale, write nothing.
        processes: how many processes may compile a long list; more than one only in a program whose
            main module can be imported.
        shape: how the definitions are asked of the visits; None to choose by their number.

    Raises:
        DefinitionError: a definition cannot be used, or the project would publish more than a
            policy allows; nothing is written then.
        OSError: the files cannot be written.
    """
    project = Path(project_dir)
    if check:
        return _compile(project, shape, check=True, processes=processes)
    with locked(project / _LOCK):
        return _compile(project, shape, check=False, processes=processes)


def _compile(project: Path, forced: Shape | None, *, check: bool, processes: int) -> CompileReport:
    findings = check_policies(project)
    if findings:
        raise DefinitionError(findings)
    sources = source_files(project)
    folder = project / GENERATED
    cache = read_cache(project / _CACHE)
    hashes = {file.source: file.content_hash for file in sources}
    shape = choose_shape(forced, len(sources), cache.terms)
    if cache.shape == shape and cache.is_current(hashes, project, folder):
        return CompileReport(len(sources), _models(cache.files), shape, 0, 0, is_stale=False)
    known = {file: cache.find(file.source, file.content_hash, folder) for file in sources}
    new = [file for file in sources if known[file] is None]
    with start_workers(processes if len(new) > _FEW else 1) as workers:
        library = workers.submit(library_files, sources, forced)  # the longest task comes first
        compiled = _compile_all(known, workers)
        shape = choose_shape(forced, len(sources), _terms(compiled.values()))
        files = _files(compiled.values()) | library.result()
    if check:
        written, removed = _differences(folder, files)
    else:
        written, removed = replace_folder(folder, files, project / _ASIDE)
        generated = {(GENERATED / name).as_posix(): text for name, text in files.items()}
        write_cache(make_cache(compiled, generated, shape), project / _CACHE)
    is_stale = bool(written or removed)
    return CompileReport(len(sources), _models(files), shape, written, removed, is_stale=is_stale)


def _compile_all(
    known: Mapping[SourceFile, CompiledDefinition | None], workers: Executor
) -> dict[str, CompiledDefinition]:
    """Return what is compiled from each file, in order of name and version.

    Args:
        known: file → what was compiled from it before; None where it is new.
        workers: who compiles the new ones.

    Raises:
        DefinitionError: every finding of every file.
    """
    compiled = {file.source: found for file, found in known.items() if found is not None}
    new = [file for file, found in known.items() if found is None]
    findings: list[Diagnostic] = []
    outcomes = workers.map(compile_definition, new, chunksize=4)
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


def _files(compiled: Iterable[CompiledDefinition]) -> dict[str, str]:
    """Return every generated file of the simple shape, name → text."""
    found = list(compiled)
    entries = [one.entry for one in found]
    files = {name: text for one in found for name, text in one.files.items()}
    files["int_syndrome_classification.sql"] = classifying_model(entries)
    files["int_syndrome_vetoed.sql"] = vetoes_model(entries)
    files["dim_syndrome_definitions.sql"] = definitions_model(entries)
    files[TERMS] = terms_seed(one.terms for one in found)
    return files


def _models(names: Iterable[str]) -> int:
    return sum(name.endswith(".sql") for name in names)


def _differences(folder: Path, files: Mapping[str, str]) -> tuple[int, int]:
    wanted = {folder / name: text for name, text in files.items()}
    written = sum(
        not path.is_file() or path.read_bytes() != text.encode() for path, text in wanted.items()
    )
    return written, len(set(folder.glob("*")) - set(wanted))
