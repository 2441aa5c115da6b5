"""How an engine says what the tables of a library need beyond plain SQL.

All arguments are SQL expressions, all results too. ``source`` is a table or a FROM item, which may
have an alias already. Names of columns and tables are ours.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Final

BLANK: Final = " "
OPENING: Final = ";"
"""What cuts a text into tokens: a blank ends one, and a semicolon opens one, since ESSENCE writes
codes as ``;W19;W01;``."""

SPACED: Final = f"replace({{}}, '{OPENING}', '{BLANK}{OPENING}')"
"""A text in which every token ends before a blank."""


class Tables(ABC):
    """What the templates of `transpiler.library` ask of an engine. Without state.

    The defaults are what most engines say.

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
    def each_fragment(self, source: str, text: str) -> str:
        """Return a FROM item like `each_token` that numbers what it cuts.

        Its columns are ``fragment``, which may be empty, its ``place`` from 1, and the number of
        ``places``.
        """

    def each_element(self, source: str, array: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with every element of an array."""
        return f"{source}, unnest({array}) as {name}"

    @abstractmethod
    def each_text(self, source: str, json: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with every text of a JSON array."""

    @abstractmethod
    def each_number(self, source: str, last: str, name: str) -> str:
        """Return a FROM item: the rows of ``source``, each with the numbers 1 to ``last``."""

    def exact(self, text: str) -> str:
        """Return ``text`` compared character by character, as the texts of visits are."""
        return text

    def array_of(self, column: str) -> str:
        """Return an aggregate: the values of ``column`` as an array."""
        return f"array_agg({column})"

    def table_of(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a FROM item: a table of constants."""
        listed = ",\n        ".join(f"({', '.join(row)})" for row in rows)
        return f"(values\n        {listed}\n    ) as listed ({', '.join(columns)})"

    def block(self, visit_no: str, size: int) -> str:
        """Return a number that no more than about ``size`` visits share."""
        return f"{visit_no} / {size}"

    @abstractmethod
    def bytes(self, text: str) -> str:
        """Return how many bytes ``text`` has."""

    def contains(self, text: str, literal: str) -> str:
        """Return whether ``text`` holds ``literal``, which is another one in each row."""
        return f"strpos({text}, {literal}) > 0"
