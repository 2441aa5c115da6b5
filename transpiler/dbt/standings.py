"""The standings of definitions as rows of a seed: what is published beside what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import Final

from transpiler.dbt.source import SourceFile
from transpiler.dbt.terms import seed_rows
from transpiler.disclosure import Standing, standings
from transpiler.parsing import load_definition

COLUMNS: Final = tuple(field.name for field in fields(Standing))
"""The columns of the seed."""


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def standings_seed(files: Iterable[SourceFile]) -> str:
    """Return the seed of the standings of all definitions of a project.

    Raises:
        DefinitionError: a definition cannot be used.
    """
    found = standings([load_definition(file.path) for file in files])
    rows = (["" if value is None else _text(value) for value in astuple(one)] for one in found)
    return seed_rows([COLUMNS, *rows])
