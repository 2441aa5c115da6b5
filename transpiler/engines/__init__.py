"""Real engines that run SQL: DuckDB in process, PostgreSQL, and GoogleSQL for BigQuery.

They serve ``syndrome verify`` and the tests. None is a stand-in: GoogleSQL is the reference
implementation that Google tests BigQuery's language against, PostgreSQL is the server itself.
"""

from transpiler.engines.engine import Column, ColumnType, Engine, EngineError, Row
from transpiler.engines.registry import (
    ENGINES,
    Availability,
    available_engines,
    open_engine,
)

__all__ = [
    "ENGINES",
    "Availability",
    "Column",
    "ColumnType",
    "Engine",
    "EngineError",
    "Row",
    "available_engines",
    "open_engine",
]
