"""Definitions as SQL text, through a dialect."""

from transpiler.emitting.select import to_select, to_sql

__all__ = ["to_select", "to_sql"]
