"""How each engine says what the steps need beyond plain SQL: one class per dialect.

All arguments are SQL expressions, all results too. Names of columns and tables are ours.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import ClassVar, Final

from transpiler.library.tokens import BLANK, OPENING

_SPACED: Final = f"replace({{}}, '{OPENING}', '{BLANK}{OPENING}')"
"""A text in which every token ends before a blank (`transpiler.library.tokens`)."""


_MOST_VISITS: Final = 1 << 30
"""How many visits a warehouse has at most, where that must be known before."""


class Spelling(ABC):
    """What the templates ask of a dialect.

    Attributes:
        visit_no: what stands for a visit: the shorter, the quicker everything after.
        stored: what makes a named subquery run once, however often it is used.
        sorts_candidates: whether asking visits definition by definition is quicker than in any
            order. An engine that works on a batch of rows at a time asks each definition's
            expression once per batch in which it occurs.
        sorts_visits: whether it is quicker to sort visits by their numbers than to read their texts
            in any order.
    """

    visit_no: ClassVar[str] = "cast(row_number() over () as integer)"
    stored: ClassVar[str] = "materialized "
    sorts_candidates: ClassVar[bool] = False
    sorts_visits: ClassVar[bool] = False

    @abstractmethod
    def each_token(self, source: str, text: str) -> str:
        """Return a FROM item: the rows of ``source``, each with every ``token`` of its ``text``."""

    @abstractmethod
    def each_piece(self, source: str, text: str) -> str:
        """Return a FROM item like `each_token` that numbers what it cuts.

        Its columns are ``piece``, which may be empty, its ``place`` from 1, and how many ``places``
        there are.
        """

    @abstractmethod
    def each_element(self, source: str, array: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with every element of an array."""

    @abstractmethod
    def each_text(self, source: str, json: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with every text of a JSON array."""

    @abstractmethod
    def each_number(self, source: str, last: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with the numbers 1 to ``last``."""

    def exact(self, text: str) -> str:
        """Return ``text`` compared character by character, as the texts of visits are."""
        return text

    @abstractmethod
    def array_of(self, column: str) -> str:
        """Return an aggregate: the values of ``column`` as an array."""

    def table_of(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a FROM item: a table of constants."""
        listed = ",\n        ".join(f"({', '.join(row)})" for row in rows)
        return f"(values\n        {listed}\n    ) as listed ({', '.join(columns)})"

    @abstractmethod
    def block(self, visit_no: str, size: int) -> str:
        """Return a number that no more than about ``size`` visits share."""

    @abstractmethod
    def bytes(self, text: str) -> str:
        """Return how many bytes ``text`` has."""

    @abstractmethod
    def contains(self, text: str, literal: str) -> str:
        """Return whether ``text`` holds ``literal``, which is another one in each row."""


class _DuckDB(Spelling):
    sorts_candidates = True
    sorts_visits = True

    def each_token(self, source: str, text: str) -> str:
        pieces = f"string_split({_SPACED.format(text)}, '{BLANK}')"
        return f"(select *, unnest({pieces}) as token from {source}) as cut"

    def each_piece(self, source: str, text: str) -> str:
        pieces = f"string_split({_SPACED.format(text)}, '{BLANK}')"
        return (
            f"(select *, unnest({pieces}) as piece, generate_subscripts({pieces}, 1) as place,"
            f" len({pieces}) as places from {source}) as cut"
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


class _Postgres(Spelling):
    """PostgreSQL 14 and later.

    UNNEST stands for string_to_table and generate_series, of which the planner expects a
    thousand rows each time; of an array it expects ten.
    """

    def each_token(self, source: str, text: str) -> str:
        pieces = f"string_to_array({_SPACED.format(text)}, '{BLANK}')"
        return f"{source}, unnest({pieces}) as token"

    def each_piece(self, source: str, text: str) -> str:
        pieces = f"string_to_array({_SPACED.format(text)}, '{BLANK}')"
        return (
            f"{source}, lateral (select piece, place, cardinality({pieces}) as places"
            f" from unnest({pieces}) with ordinality as cut (piece, place)) as cut"
        )

    def each_element(self, source: str, array: str, name: str) -> str:
        return f"{source}, unnest({array}) as {name}"

    def each_text(self, source: str, json: str, name: str) -> str:
        return f"{source}, jsonb_array_elements_text({json}::jsonb) as {name}"

    def each_number(self, source: str, last: str, name: str) -> str:
        return (
            f"{source}, lateral (select ordinality::integer as {name}"
            f" from unnest(array_fill(0, array[{last}])) with ordinality) as counted"
        )

    def exact(self, text: str) -> str:
        return f'{text} collate "C"'

    def array_of(self, column: str) -> str:
        return f"array_agg({column})"

    def block(self, visit_no: str, size: int) -> str:
        return f"{visit_no} / {size}"

    def bytes(self, text: str) -> str:
        return f"octet_length({text})"

    def contains(self, text: str, literal: str) -> str:
        return f"strpos({text}, {literal}) > 0"


class _BigQuery(Spelling):
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
        return f"{source}, unnest(split({_SPACED.format(text)}, '{BLANK}')) as token"

    def each_piece(self, source: str, text: str) -> str:
        pieces = f"split({_SPACED.format(text)}, '{BLANK}')"
        return (
            f"(select listed.*, piece, place + 1 as place, array_length({pieces}) as places"
            f" from {source} as listed, unnest({pieces}) as piece with offset as place) as cut"
        )

    def each_element(self, source: str, array: str, name: str) -> str:
        return f"{source}, unnest({array}) as {name}"

    def each_text(self, source: str, json: str, name: str) -> str:
        return f"{source}, unnest(json_value_array({json})) as {name}"

    def each_number(self, source: str, last: str, name: str) -> str:
        return f"{source}, unnest(generate_array(1, {last})) as {name}"

    def array_of(self, column: str) -> str:
        return f"array_agg({column})"

    def block(self, visit_no: str, size: int) -> str:
        return f"mod(farm_fingerprint({visit_no}), {_MOST_VISITS // size})"

    def bytes(self, text: str) -> str:
        return f"byte_length({text})"

    def contains(self, text: str, literal: str) -> str:
        return f"strpos({text}, {literal}) > 0"


SPELLINGS: Final[Mapping[str, Spelling]] = MappingProxyType(
    {"duckdb": _DuckDB(), "postgres": _Postgres(), "bigquery": _BigQuery()}
)
"""By name of the dialect."""
