"""The package ``syndrome_sql`` as Jinja templates: what dbt lends to them is lent here.

So a file of visits is read by the very macros that the dbt models use.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property
from types import CodeType, SimpleNamespace
from typing import Any, Final, NoReturn

import jinja2

from transpiler.resources import data_path

_PACKAGE: Final = "syndrome_sql"

_OF_MODELS: Final = ("kept", "project")
"""Folders of what the package's own models use, which need more of dbt than is lent here."""

_ENVIRONMENT: Final = jinja2.Environment(
    undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"]
)

_TYPES: Final = {
    "type_string": {"duckdb": "TEXT", "postgres": "TEXT", "bigquery": "STRING"},
    "type_int": {"duckdb": "INT", "postgres": "INT", "bigquery": "INT64"},
}


class MacroError(ValueError):
    """A macro refuses what it is given, such as a var; the message is for the user."""


class _Zones:
    """What dbt lends of pytz."""

    @cached_property
    def all_timezones_set(self) -> set[str]:
        """The names of time zones that the IANA database has."""
        return zoneinfo.available_timezones()


RunQuery = Callable[[str], Sequence[Sequence[Any]]]
"""Something that runs SQL and returns the rows of its answer."""


def load_macros(
    target: str,
    variables: Mapping[str, object] | None = None,
    query: RunQuery | None = None,
) -> Any:
    """Return the macros of ``syndrome_sql`` as a target renders them, by name.

    Args:
        target: ``duckdb``, ``postgres`` or ``bigquery``.
        variables: vars of the project; a macro takes its own default for others.
        query: what runs the SQL of macros that look at data, such as ``read_visits_file``.

    Returns:
        An object whose attributes are the macros; each takes and gives SQL texts, and raises
        `MacroError` where dbt would stop with a compiler error.
    """
    macros = SimpleNamespace()
    given = dict(variables or {})

    def dispatch(name: str, package: str) -> Any:
        if package != _PACKAGE:
            raise LookupError(f"{package} has no macro here")
        found = getattr(macros, f"{target}__{name}", None)
        return found or getattr(macros, f"default__{name}")

    types = {name: lambda spelled=spelled: spelled[target] for name, spelled in _TYPES.items()}
    surroundings = {
        "adapter": SimpleNamespace(dispatch=dispatch),
        "dbt": SimpleNamespace(
            **types,
            string_literal=lambda text: f"'{text}'",
            escape_single_quotes=lambda text: (
                macros.bigquery__escape_single_quotes(text)
                if target == "bigquery"
                else text.replace("'", "''")
            ),
        ),
        "exceptions": SimpleNamespace(raise_compiler_error=_refuse),
        "modules": SimpleNamespace(pytz=_Zones(), re=re),
        "return": lambda value: value,
        "run_query": lambda sql: SimpleNamespace(rows=query(sql) if query else ()),
        "syndrome_sql": macros,
        "target": SimpleNamespace(type=target),
        "var": lambda name, default=None: given.get(name, default),
    }
    for code in _compiled():
        names = _ENVIRONMENT.make_globals(surroundings)
        template = jinja2.Template.from_code(_ENVIRONMENT, code, names)
        context = template.new_context()
        for _ in template.root_render_func(context):
            pass  # running the file defines its macros, private ones too
        for name, macro in context.vars.items():
            setattr(macros, name, macro)
    return macros


@cache
def _compiled() -> tuple[CodeType, ...]:
    """The files of macros, compiled once: that takes half a second."""
    folder = data_path("macros")
    paths = [path for path in sorted(folder.glob("*/*.sql")) if path.parent.name not in _OF_MODELS]
    return tuple(_ENVIRONMENT.compile(path.read_text(encoding="utf-8")) for path in paths)


def _refuse(message: str) -> NoReturn:
    raise MacroError(message)
