"""Ways to put a definition to an engine: in its own dialect, or in another one read back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from transpiler.definition import Definition, DefinitionError
from transpiler.dialects import DIALECTS, Engine, EngineError, get_dialect
from transpiler.verifying.engine_table import expression


@dataclass(frozen=True)
class Lane:
    """An engine and the dialect that is put to it.

    Attributes:
        name: what the report calls it.
        engine: who is asked.
        dialect: whose SQL is asked.
    """

    name: str
    engine: Engine
    dialect: str

    @property
    def is_read_back(self) -> bool:
        """Whether sqlglot reads the SQL and writes it again for DuckDB."""
        return self.name != self.engine.name

    def sql(self, definition: Definition) -> str:
        """Return the boolean expression that the engine is asked.

        In its own dialect it stands on folded columns, as the dbt models have it. Read back it
        folds for itself, so that the fold is read back too.

        Raises:
            DefinitionError: the dialect cannot say it.
            EngineError: what it says cannot be read back.
        """
        if not self.is_read_back:
            return expression(definition, self.dialect)
        sql = expression(definition, self.dialect, folded=False)
        try:
            tree = sqlglot.parse_one(sql, read=get_dialect(self.dialect).sqlglot)
            return tree.transform(_in_duckdb).sql(dialect="duckdb")
        except SqlglotError as error:
            raise EngineError(f"sqlglot cannot read the SQL back: {error}") from None


def _in_duckdb(node: exp.Expression) -> exp.Expression:
    """Return ``node`` as DuckDB has it where sqlglot writes something that DuckDB refuses.

    DuckDB's OCTET_LENGTH takes no text; the function for texts is STRLEN.
    """
    match node:
        case exp.ByteLength(this=text):
            return exp.Anonymous(this="STRLEN", expressions=[text])
        case exp.Anonymous(this="OCTET_LENGTH", expressions=arguments):
            return exp.Anonymous(this="STRLEN", expressions=arguments)
    return node


def engine_lanes(engines: Sequence[Engine]) -> tuple[Lane, ...]:
    """Return each engine with its own dialect."""
    return tuple(Lane(engine.name, engine, engine.dialect) for engine in engines)


def read_back_lanes(duckdb: Engine) -> tuple[Lane, ...]:
    """Return every dialect, read back and put to DuckDB."""
    return tuple(Lane(f"{name} read back", duckdb, name) for name in DIALECTS)


def said(lane: Lane, definition: Definition) -> tuple[str | None, str | None]:
    """Return the SQL of ``definition`` in ``lane``, or None and why there is none."""
    try:
        return lane.sql(definition), None
    except DefinitionError as error:
        return None, "; ".join(found.message for found in error.diagnostics)
    except EngineError as error:
        return None, str(error)
