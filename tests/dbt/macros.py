"""The macros' package rendered without dbt: Jinja, a target, and dispatch."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import jinja2

from transpiler.resources import data_path

_TYPES = {
    "type_string": {"duckdb": "TEXT", "postgres": "TEXT", "bigquery": "STRING"},
    "type_int": {"duckdb": "INT", "postgres": "INT", "bigquery": "INT64"},
}


def load_macros(target: str) -> Any:
    """Return the macros of ``syndrome_macros`` as a target renders them, by name."""
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    macros = SimpleNamespace()

    def dispatch(name: str, package: str) -> Any:
        assert package == "syndrome_macros"
        found = getattr(macros, f"{target}__{name}", None)
        return found or getattr(macros, f"default__{name}")

    types = {name: lambda spelled=spelled: spelled[target] for name, spelled in _TYPES.items()}
    surroundings = {
        "adapter": SimpleNamespace(dispatch=dispatch),
        "dbt": SimpleNamespace(**types),
        "return": lambda value: value,
        "syndrome_macros": macros,
    }
    for path in sorted(data_path("macros").rglob("*.sql")):
        template = environment.from_string(path.read_text(encoding="utf-8"), surroundings)
        context = template.new_context()
        for _ in template.root_render_func(context):
            pass  # running the file defines its macros, private ones too
        for name, macro in context.vars.items():
            setattr(macros, name, macro)
    return macros
