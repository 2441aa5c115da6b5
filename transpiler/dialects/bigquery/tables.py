"""The tables of a library in BigQuery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transpiler.dialects.tables import BLANK, SPACED, Tables

_MOST_VISITS: Final = 1 << 30
"""How many visits a warehouse has at most, where that must be known before."""


class BigQueryTables(Tables):
    """BigQuery.

    It numbers rows on one machine and may run a named subquery more than once: a visit keeps its
    key.
    """

    visit_no = "visit_id"
    stored = ""

    def table_of(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        first, *others = rows
        named = ", ".join(f"{value} as {name}" for value, name in zip(first, columns, strict=True))
        listed = [f"struct({named})", *(f"struct({', '.join(row)})" for row in others)]
        return "unnest([\n        " + ",\n        ".join(listed) + "\n    ])"

    def each_token(self, source: str, text: str) -> str:
        return f"{source}, unnest(split({SPACED.format(text)}, '{BLANK}')) as token"

    def each_fragment(self, source: str, text: str) -> str:
        split = f"split({SPACED.format(text)}, '{BLANK}')"
        return (
            f"(select listed.*, fragment, place + 1 as place, array_length({split}) as places"
            f" from {source} as listed, unnest({split}) as fragment with offset as place) as cut"
        )

    def each_text(self, source: str, json: str, name: str) -> str:
        return f"{source}, unnest(json_value_array({json})) as {name}"

    def each_number(self, source: str, last: str, name: str) -> str:
        return f"{source}, unnest(generate_array(1, {last})) as {name}"

    def block(self, visit_no: str, size: int) -> str:
        return f"mod(farm_fingerprint({visit_no}), {_MOST_VISITS // size})"

    def bytes(self, text: str) -> str:
        return f"byte_length({text})"
