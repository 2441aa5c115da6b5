"""The tables of a library in Postgres."""

from __future__ import annotations

from transpiler.dialects.tables import BLANK, SPACED, Tables


class PostgresTables(Tables):
    """PostgreSQL 14 and later.

    UNNEST stands for string_to_table and generate_series, of which the planner expects a
    thousand rows each time; of an array it expects ten.
    """

    def each_token(self, source: str, text: str) -> str:
        split = f"string_to_array({SPACED.format(text)}, '{BLANK}')"
        return f"{source}, unnest({split}) as token"

    def each_fragment(self, source: str, text: str) -> str:
        split = f"string_to_array({SPACED.format(text)}, '{BLANK}')"
        return (
            f"{source}, lateral (select fragment, place, cardinality({split}) as places"
            f" from unnest({split}) with ordinality as cut (fragment, place)) as cut"
        )

    def each_text(self, source: str, json: str, name: str) -> str:
        return f"{source}, jsonb_array_elements_text({json}::jsonb) as {name}"

    def each_number(self, source: str, last: str, name: str) -> str:
        return (
            f"{source}, lateral (select ordinality::integer as {name}"
            f" from unnest(array_fill(0, array[{last}])) with ordinality) as counted"
        )

    def exact(self, text: str) -> str:
        return f'{text} collate "C"'

    def bytes(self, text: str) -> str:
        return f"octet_length({text})"
