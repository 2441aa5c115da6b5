"""The macros of the dbt package, rendered without dbt."""

from transpiler.macros.render import MacroError, load_macros

__all__ = ["MacroError", "load_macros"]
