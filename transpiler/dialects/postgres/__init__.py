"""PostgreSQL: its expressions, its tables, and the engine that executes it here."""

from transpiler.dialects.postgres.text import Postgres

__all__ = ["Postgres"]
