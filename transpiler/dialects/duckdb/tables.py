"""The tables of a library in DuckDB."""

from __future__ import annotations

from transpiler.dialects.tables import BLANK, SPACED, Tables


class DuckDBTables(Tables):
    """DuckDB 1.4 and later."""

    sorts_candidates = True
    sorts_visits = True

    def each_token(self, source: str, text: str) -> str:
        split = f"string_split({SPACED.format(text)}, '{BLANK}')"
        return f"(select *, unnest({split}) as token from {source}) as cut"

    def each_fragment(self, source: str, text: str) -> str:
        split = f"string_split({SPACED.format(text)}, '{BLANK}')"
        return (
            f"(select *, unnest({split}) as fragment, generate_subscripts({split}, 1) as place,"
            f" len({split}) as places from {source}) as cut"
        )

    def each_element(self, source: str, array: str, name: str) -> str:
        return f"(select *, unnest({array}) as {name} from {source}) as opened"

    def each_text(self, source: str, json: str, name: str) -> str:
        texts = f"from_json({json}, '[\"VARCHAR\"]')"
        return f"(select *, unnest({texts}) as {name} from {source}) as opened"

    def each_number(self, source: str, last: str, name: str) -> str:
        return f"(select *, unnest(range(1, {last} + 1)) as {name} from {source}) as counted"

    def array_of(self, column: str) -> str:
        return f"list({column})"

    def block(self, visit_no: str, size: int) -> str:
        return f"{visit_no} // {size}"

    def bytes(self, text: str) -> str:
        return f"strlen({text})"

    def contains(self, text: str, literal: str) -> str:
        return f"contains({text}, {literal})"
