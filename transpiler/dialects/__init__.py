"""What each engine can say, how it spells it, and the engine itself: one folder per engine.

The engines serve ``syndrome verify`` and the tests. None is a stand-in: GoogleSQL is the reference
implementation that Google tests BigQuery's language against, PostgreSQL is the server itself.
"""

from transpiler.dialects.available import (
    Availability,
    available_engines,
    engine_entries,
    open_engine,
)
from transpiler.dialects.base import Dialect, Limits
from transpiler.dialects.engine import (
    ColumnType,
    Engine,
    EngineColumn,
    EngineEntry,
    EngineError,
    EngineRow,
)
from transpiler.dialects.registry import DIALECTS, get_dialect
from transpiler.dialects.tables import BLANK, OPENING, Tables
from transpiler.dialects.unsupported import UnsupportedByDialect

__all__ = [
    "BLANK",
    "DIALECTS",
    "OPENING",
    "Availability",
    "ColumnType",
    "Dialect",
    "Engine",
    "EngineColumn",
    "EngineEntry",
    "EngineError",
    "EngineRow",
    "Limits",
    "Tables",
    "UnsupportedByDialect",
    "available_engines",
    "engine_entries",
    "get_dialect",
    "open_engine",
]
