"""The dialects there are, by name. Everything that lists them reads this."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.dialects.base import Dialect
from transpiler.dialects.bigquery import BigQuery
from transpiler.dialects.duckdb import DuckDB
from transpiler.dialects.postgres import Postgres

_REGISTERED: Final[dict[str, Dialect]] = {
    dialect.name: dialect for dialect in (DuckDB(), Postgres(), BigQuery())
}

DIALECTS: Final[Mapping[str, Dialect]] = MappingProxyType(_REGISTERED)
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
