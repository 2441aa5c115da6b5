"""What each engine can say, and how it spells it: one file per engine."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.dialects.base import Dialect, Limits
from transpiler.dialects.bigquery import BigQuery
from transpiler.dialects.duckdb import DuckDB
from transpiler.dialects.postgres import Postgres
from transpiler.dialects.unsupported import UnsupportedByDialect

__all__ = ["DIALECTS", "Dialect", "Limits", "UnsupportedByDialect", "get_dialect"]

DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(
    {dialect.name: dialect for dialect in (DuckDB(), Postgres(), BigQuery())}
)
"""Every dialect by name, the default first."""


def get_dialect(name: str) -> Dialect:
    """Return the dialect called ``name``.

    Raises:
        DefinitionError: there is no such dialect.
    """
    if name not in DIALECTS:
        known = tuple(DIALECTS)
        message = f"there is no dialect {name!r}"
        raise DefinitionError([Diagnostic("ESS201", Severity.ERROR, message, expected=known)])
    return DIALECTS[name]
