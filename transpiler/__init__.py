"""Syndrome SQL: public-health syndrome definitions, compiled to SQL.

The public API is what this module exports: `parse`, `load`, `to_sql` and `Definition`, with
`Evidence` and `DefinitionError`. Everything else may change between versions.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from transpiler.api import Definition, load, parse, to_sql
    from transpiler.definition import DefinitionError, Diagnostic
    from transpiler.meaning import Evidence

__version__ = "0.1.0"

__all__ = [
    "Definition",
    "DefinitionError",
    "Diagnostic",
    "Evidence",
    "__version__",
    "load",
    "parse",
    "to_sql",
]

_HOMES = {
    "Definition": "transpiler.api",
    "load": "transpiler.api",
    "parse": "transpiler.api",
    "to_sql": "transpiler.api",
    "DefinitionError": "transpiler.definition",
    "Diagnostic": "transpiler.definition",
    "Evidence": "transpiler.meaning",
}


def __getattr__(name: str) -> Any:
    """Load the API when it is first asked for, so that ``syndrome --help`` need not."""
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
