"""The names of columns that a caller gives, which reach SQL only as quoted identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity
from transpiler.dialects import Dialect

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,3}", re.ASCII)
"""A column, plain or behind up to three qualifiers."""

FILTERED: Final = ("age_years", "sex", "is_emergency")
"""The columns that filters ask of."""


def column(name: str, dialect: Dialect) -> exp.Expression:
    """Return the column ``name``, such as ``txt`` or ``v.txt``, each part quoted.

    Raises:
        DefinitionError: it is not a plain name.
    """
    if not _NAME.fullmatch(name):
        message = f"{name!r} is not the name of a column"
        expected = ("txt", "v.txt")
        raise DefinitionError([Diagnostic("ESS202", Severity.ERROR, message, expected=expected)])
    return dialect.column(*name.split("."))


def columns_of(definition: Definition, columns: str | Mapping[str, str] | None) -> dict[str, str]:
    """Return the column of every field and filter that ``definition`` reads.

    Args:
        definition: what is asked.
        columns: one name for a definition that reads one text, or field → column; a field that is
            not among them has the column of its own name.

    Raises:
        DefinitionError: one name was given for several fields, or none for a bare query.
    """
    fields = list(definition.fields()) or [""]
    if isinstance(columns, str):
        if len(fields) > 1:
            message = f"one column is named for the fields {', '.join(fields)}"
            hint = "name a column for each field"
            raise DefinitionError([Diagnostic("ESS202", Severity.ERROR, message, hint=hint)])
        columns = {fields[0]: columns}
    named = {name: name for name in (*fields, *FILTERED)} | dict(columns or {})
    if named.get("") == "":
        message = "a query without fields needs the name of a column"
        raise DefinitionError([Diagnostic("ESS202", Severity.ERROR, message)])
    return named
