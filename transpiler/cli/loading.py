"""Loading the definitions that a command is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transpiler.cli.library_option import shelf_with
from transpiler.definition import Definition, DefinitionError, Diagnostic
from transpiler.parsing import Loaded, find_definitions, load


def load_definitions(paths: Iterable[Path]) -> list[Definition]:
    """Load every definition of files and folders; see `load_files`."""
    return [loaded.definition for loaded in load_files(paths)]


def load_files(paths: Iterable[Path]) -> list[Loaded]:
    """Load every definition of files and folders, with its places in the file.

    Raises:
        DefinitionError: some cannot be used; the findings of all of them are listed.
    """
    found: list[Loaded] = []
    findings: list[Diagnostic] = []
    given = list(paths)
    shelf = shelf_with(given)
    for path in find_definitions(given):
        try:
            found.append(load(path, shelf))
        except DefinitionError as error:
            findings += error.diagnostics
    if findings:
        raise DefinitionError(findings)
    return found
