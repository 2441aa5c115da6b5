"""The definitions of a project."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transpiler.dbt.models import LibraryEntry
from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity
from transpiler.meaning import matches
from transpiler.parsing import load_definition

_HASH_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A definition file as it stands.

    Attributes:
        path: where it is.
        source: its path in the project, with forward slashes.
        content_hash: the first 16 hexadecimal digits of the SHA-256 of its bytes.
    """

    path: Path
    source: str
    content_hash: str


def source_files(project: Path) -> list[SourceFile]:
    """Return the definition files of a project, sorted by path.

    Raises:
        DefinitionError: there is no ``definitions`` folder, or a file cannot be read.
    """
    folder = project / "definitions"
    if not folder.is_dir():
        message = "no folder of definitions here"
        hint = "run `syndrome init` to start a project"
        raise DefinitionError(
            [Diagnostic("ESS303", Severity.ERROR, message, path=str(folder), hint=hint)]
        )
    paths = sorted(path for ending in ("yml", "yaml") for path in folder.rglob(f"*.{ending}"))
    try:
        return [
            SourceFile(
                path,
                path.relative_to(project).as_posix(),
                hashlib.sha256(path.read_bytes()).hexdigest()[:_HASH_DIGITS],
            )
            for path in paths
        ]
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise DefinitionError(
            [Diagnostic("ESS303", Severity.ERROR, message, path=str(error.filename))]
        ) from error


def load_library(files: Iterable[SourceFile]) -> list[LibraryEntry]:
    """Load definition files, sorted by name and version.

    Raises:
        DefinitionError: a file cannot be used, two are the same definition and version, or an
            example is not as its file says; every finding of every file is listed.
    """
    entries: dict[tuple[str, int], LibraryEntry] = {}
    findings: list[Diagnostic] = []
    for file in files:
        try:
            definition = load_definition(file.path)
        except DefinitionError as error:
            findings += error.diagnostics
            continue
        key = (definition.name, definition.version)
        if key in entries:
            message = f"{definition.name} version {definition.version} is also in {{}}"
            findings.append(_finding("ESS304", message.format(entries[key].source), file))
            continue
        entries[key] = LibraryEntry(definition, file.source, file.content_hash)
        findings += [_finding("ESS305", message, file) for message in _wrong_examples(definition)]
    if findings:
        raise DefinitionError(findings)
    return [entries[key] for key in sorted(entries)]


def _wrong_examples(definition: Definition) -> Iterator[str]:
    for expected, examples in (
        (True, definition.examples.matches),
        (False, definition.examples.does_not_match),
    ):
        for at, example in enumerate(examples, 1):
            if matches(definition, example) is not expected:
                kind = "matches" if expected else "does_not_match"
                yield f"example {at} of {kind}: it {'does not match' if expected else 'matches'}"


def _finding(code: str, message: str, file: SourceFile) -> Diagnostic:
    return Diagnostic(code, Severity.ERROR, message, path=str(file.path))
