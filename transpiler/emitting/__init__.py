"""Definitions as SQL text, through a dialect.

May import: definition, rewriting, dialects.
"""

from transpiler.emitting.select import to_select, to_sql

__all__ = ["to_select", "to_sql"]
