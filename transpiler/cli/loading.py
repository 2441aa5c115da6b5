"""Loading the definitions that a command is given."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from transpiler.definition import Definition, DefinitionError, Diagnostic
from transpiler.parsing import find_definitions, load_definition


def load_definitions(paths: Iterable[Path]) -> list[Definition]:
    """Load every definition of files and folders.

    Raises:
        DefinitionError: some cannot be used; the findings of all of them are listed.
    """
    found: list[Definition] = []
    findings: list[Diagnostic] = []
    for path in find_definitions(paths):
        try:
            found.append(load_definition(path))
        except DefinitionError as error:
            findings += error.diagnostics
    if findings:
        raise DefinitionError(findings)
    return found
