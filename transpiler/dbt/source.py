"""The definition files of a project, as they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transpiler.dbt.manifest import one_line_end
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.safe_open import read_definition_bytes
from transpiler.lineage import lock_hash
from transpiler.parsing import Shelf, definition_files, load_definition, may_ask

FOLDER: Final = "definitions"
"""The folder of a project's definitions."""
_HASH_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A definition file.

    Attributes:
        path: where it is.
        source: its path in the project, with forward slashes.
        content_hash: the first 16 hexadecimal digits of the SHA-256 of its bytes, line
            ends being those of Unix, so that a checkout on Windows has the same. Where it asks
            other definitions, the hashes of their files follow its bytes.
    """

    path: Path
    source: str
    content_hash: str


def library_hash(project: Path) -> str:
    """Return the SHA-256 of all definition files of a project and of the lock of its library.

    Raises:
        DefinitionError: there is no ``definitions`` folder, or a file cannot be read.
    """
    digest = hashlib.sha256(lock_hash(project / FOLDER).encode())
    for path, content in _contents(project).items():
        digest.update(path.relative_to(project).as_posix().encode())
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def source_files(project: Path) -> list[SourceFile]:
    """Return the definition files of a project, sorted by path.

    Raises:
        DefinitionError: there is no ``definitions`` folder, or a file cannot be read.
    """
    contents = _contents(project)
    shelf = Shelf([project / FOLDER])
    return [
        SourceFile(
            path,
            path.relative_to(project).as_posix(),
            _hash(content, _asked(path, content, shelf)),
        )
        for path, content in contents.items()
    ]


def _contents(project: Path) -> dict[Path, bytes]:
    folder = project / FOLDER
    if not folder.is_dir():
        message = "no folder of definitions here"
        hint = "run `syndrome init` to start a project"
        raise DefinitionError(
            [Diagnostic("ESS303", Severity.ERROR, message, path=str(folder), hint=hint)]
        )
    return {path: one_line_end(read_definition_bytes(path)) for path in definition_files(folder)}


def _hash(content: bytes, asked: Iterable[bytes]) -> str:
    """Return the hash of a definition file and of those that it asks."""
    own = hashlib.sha256(content)
    for other in asked:
        own.update(hashlib.sha256(other).digest())
    return own.hexdigest()[:_HASH_DIGITS]


def _asked(path: Path, content: bytes, shelf: Shelf) -> list[bytes]:
    """Return the contents of the files of all definitions that one asks, each once.

    What cannot be read is told where it is compiled.
    """
    if not may_ask(content):
        return []
    try:
        waiting = list(load_definition(path, shelf).references)
    except DefinitionError:
        return []
    found: dict[Path, bytes] = {}
    while waiting:
        asked = waiting.pop().definition
        waiting += asked.references
        for heading in shelf.find(asked.key):
            found[heading.path] = one_line_end(read_definition_bytes(heading.path))
    return [found[file] for file in sorted(found)]
