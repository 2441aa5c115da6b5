"""Names of columns and tables that a caller gives: they reach SQL only as quoted identifiers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from transpiler.definition import FILTER_NAMES, Definition, DefinitionError, Diagnostic, Severity
from transpiler.dialects import Dialect

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,3}", re.ASCII)
"""A name, plain or behind up to three qualifiers."""


def column(name: str, dialect: Dialect) -> exp.Expression:
    """Return the column ``name``, such as ``txt`` or ``v.txt``, each part quoted.

    Raises:
        DefinitionError: it is not a plain name.
    """
    return dialect.column(*_parts(name, "column", ("txt", "v.txt")))


def table(name: str) -> exp.Table:
    """Return the table ``name``, such as ``visits`` or ``raw.visits``, each part quoted.

    Raises:
        DefinitionError: it is not a plain name behind at most two qualifiers.
    """
    parts = _parts(name, "table", ("visits", "raw.visits", "warehouse.raw.visits"), most=3)
    names = (exp.to_identifier(part, quoted=True) for part in reversed(parts))
    return exp.Table(**dict(zip(("this", "db", "catalog"), names, strict=False)))


def _parts(name: str, what: str, expected: tuple[str, ...], most: int = 4) -> list[str]:
    parts = name.split(".")
    if not _NAME.fullmatch(name) or len(parts) > most:
        message = f"{name!r} is not the name of a {what}"
        raise DefinitionError([Diagnostic("ESS202", Severity.ERROR, message, expected=expected)])
    return parts


def columns_of(definition: Definition, columns: str | Mapping[str, str] | None) -> dict[str, str]:
    """Return the column of every field and filter that ``definition`` reads.

    Args:
        definition: the definition to ask.
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
    named = {name: name for name in (*fields, *FILTER_NAMES)} | dict(columns or {})
    if named.get("") == "":
        message = "a query without fields needs the name of a column"
        raise DefinitionError([Diagnostic("ESS202", Severity.ERROR, message)])
    return named
