"""Text of a definition on its way into a dbt project: nothing of it may act as Jinja or SQL."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from transpiler.definition.printing import printable


def jinja_text(text: str) -> str:
    """Return ``text`` so that Jinja renders it to itself.

    Every opening brace is written as an expression that gives one. A tag cannot open without a
    brace, so neither ``{{``, ``{%`` nor ``{#`` of the text means anything, wherever it stands.
    """
    return text.replace("{", "{{ '{' }}")


def jinja_values(value: Any) -> Any:
    """Return ``value`` with `jinja_text` done to every text in it, keys left as they are."""
    match value:
        case str():
            return jinja_text(value)
        case dict():
            return {key: jinja_values(item) for key, item in value.items()}
        case list() | tuple():
            return [jinja_values(item) for item in value]
    return value


def sql_text(text: str | None) -> str:
    """Return ``text`` as an SQL expression that DuckDB, PostgreSQL and BigQuery read alike.

    Quotes, backslashes and characters without a picture, on which literals differ, become
    ``CHR(n)``.
    """
    if text is None:
        return "null"
    pieces = []
    for plain, run in groupby(text, lambda found: found.isprintable() and found not in "'\\"):
        if plain:
            pieces.append("'" + "".join(run) + "'")
        else:
            pieces += [f"chr({ord(found)})" for found in run]
    return " || ".join(pieces) or "''"


def comment_text(text: str) -> str:
    """Return ``text`` fit for one line of an SQL comment."""
    return printable(text)
