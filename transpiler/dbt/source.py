"""The definition files of a project, as they stand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from transpiler.dbt.manifest import one_line_end
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.safe_open import read_definition_bytes

_HASH_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A definition file.

    Attributes:
        path: where it is.
        source: its path in the project, with forward slashes.
        content_hash: the first 16 hexadecimal digits of the SHA-256 of its bytes, line
            ends being those of Unix, so that a checkout on Windows has the same.
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
    return [
        SourceFile(
            path,
            path.relative_to(project).as_posix(),
            hashlib.sha256(one_line_end(read_definition_bytes(path))).hexdigest()[:_HASH_DIGITS],
        )
        for path in paths
    ]
