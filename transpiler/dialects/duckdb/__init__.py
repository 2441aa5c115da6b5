"""DuckDB: its expressions, its tables, and the engine that executes it here."""

from transpiler.dialects.duckdb.text import DuckDB

__all__ = ["DuckDB"]
