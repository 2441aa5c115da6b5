"""SQLite, through Python's own module, as a dialect that the project does not know.

It shows what a new engine has to say, and that saying it in one place is enough: the test registers
it and changes no other file. It has no regular expressions, so a term that takes one is refused.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from sqlglot import exp

from transpiler.definition import FOLD_FROM, FOLD_TO
from transpiler.dialects import (
    BLANK,
    OPENING,
    Dialect,
    EngineColumn,
    EngineEntry,
    EngineError,
    EngineRow,
    Limits,
    Tables,
    UnsupportedByDialect,
)
from transpiler.dialects.base import function


class SQLiteTables(Tables):
    """Arrays are JSON."""

    def each_token(self, source: str, text: str) -> str:
        split = _split(text)
        return f"(select listed.*, cut.value as token from {source} as listed, {split} as cut)"

    def each_fragment(self, source: str, text: str) -> str:
        split = _split(text)
        return (
            "(select listed.*, cut.value as fragment, cut.key + 1 as place,"
            f" (select count(*) from {split}) as places from {source} as listed, {split} as cut)"
        )

    def each_element(self, source: str, array: str, name: str) -> str:
        elements = f"json_each({array}) as opened"
        return f"(select listed.*, opened.value as {name} from {source} as listed, {elements})"

    def each_text(self, source: str, json: str, name: str) -> str:
        return self.each_element(source, json, name)

    def each_number(self, source: str, last: str, name: str) -> str:
        return (
            f"(with recursive counted ({name}) as (select 1 union all select {name} + 1"
            f" from counted where {name} < (select max({last}) from {source}))"
            f" select listed.*, counted.{name} from {source} as listed"
            f" inner join counted on counted.{name} <= listed.{last})"
        )

    def array_of(self, column: str) -> str:
        return f"json_group_array({column})"

    def table_of(self, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        numbered = (f"column{at} as {name}" for at, name in enumerate(columns, 1))
        values = ", ".join(f"({', '.join(row)})" for row in rows)
        return f"(select {', '.join(numbered)} from (values {values}))"

    def bytes(self, text: str) -> str:
        return f"length(cast({text} as blob))"

    def contains(self, text: str, literal: str) -> str:
        return f"instr({text}, {literal}) > 0"


def _split(text: str) -> str:
    """Return the tokens of ``text`` as rows: its blanks become commas between JSON's quotes."""
    spaced = f"replace({text}, '{OPENING}', '{BLANK}{OPENING}')"
    return f"""json_each('[' || replace(json_quote({spaced}), '{BLANK}', '","') || ']')"""


class SQLite(Dialect):
    """SQLite 3.38 and later, with a function `translate`."""

    name = "sqlite"
    sqlglot = "sqlite"
    functions = frozenset({"CHAR", "INSTR", "LENGTH", "LOWER", "SUBSTR", "TRANSLATE"})
    operators = frozenset({exp.Collate, exp.Like, exp.Neg})
    merges_terms = False
    byte_count = "OCTET_LENGTH"
    tables = SQLiteTables()
    engine = EngineEntry("sqlite", "tests.toy.sqlite", "SQLiteEngine", needs=("sqlite3",))
    limits = Limits(
        regex_length=0, regex_terms=1, regex_weight=1, regex_runs=0, variants=16, depth=300
    )
    stores_nul = False

    def contains(self, text: exp.Expression, literal: str) -> exp.Expression:
        place = function("INSTR", text, self.literal(literal))
        return exp.GT(this=place, expression=exp.Literal.number(0))

    def starts_with(self, text: exp.Expression, literal: str) -> exp.Expression:
        size = exp.Literal.number(len(literal))
        start = function("SUBSTR", text, exp.Literal.number(1), size)
        return exp.EQ(this=start, expression=self.literal(literal))

    def ends_with(self, text: exp.Expression, literal: str) -> exp.Expression:
        end = function("SUBSTR", text, exp.Literal.number(-len(literal)))
        return exp.EQ(this=end, expression=self.literal(literal))

    def matches(self, text: exp.Expression, regex: exp.Expression) -> exp.Expression:
        raise UnsupportedByDialect(self.name, "there are no regular expressions")

    def character(self, code_point: int) -> exp.Expression:
        return function("CHAR", exp.Literal.number(code_point))

    def exact(self, text: exp.Expression) -> exp.Expression:
        return exp.Collate(this=text, expression=exp.to_identifier("BINARY", quoted=True))

    def fold(self, column: exp.Expression) -> exp.Expression:
        return function(
            "TRANSLATE", self.exact(column), self.literal(FOLD_FROM), self.literal(FOLD_TO)
        )


def _translate(text: str | None, letters: str, others: str) -> str | None:
    """Do what TRANSLATE does elsewhere; SQLite lets a program add functions."""
    return None if text is None else text.translate(str.maketrans(letters, others))


class SQLiteEngine:
    """A database in memory."""

    name = "sqlite"
    dialect = "sqlite"

    def __init__(self) -> None:
        self.version = f"SQLite {sqlite3.sqlite_version}"
        self._connection = sqlite3.connect(":memory:")
        self._connection.create_function("translate", 3, _translate, deterministic=True)

    def load(self, table: str, columns: Sequence[EngineColumn], rows: Iterable[EngineRow]) -> None:
        declared = ", ".join(f'"{name}"' for name, _ in columns)
        marks = ", ".join("?" for _ in columns)
        self._connection.execute(f'DROP TABLE IF EXISTS "{table}"')
        self._connection.execute(f'CREATE TABLE "{table}" ({declared})')
        self._connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            found = self._connection.execute(sql)
        except sqlite3.Error as error:
            raise EngineError(f"SQLite: {error}") from None
        names = [column[0] for column in found.description]
        flags = [name.startswith("answer_") or name == "is_match" for name in names]
        return [
            tuple(bool(value) if flag else value for value, flag in zip(row, flags, strict=True))
            for row in found
        ]

    def can_store(self, text: str) -> bool:
        return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)

    def close(self) -> None:
        self._connection.close()
