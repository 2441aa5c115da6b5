"""Visits as a table that an engine holds, and definitions asked of it, many in one SELECT."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from transpiler.definition import FILTER_COLUMNS, Definition, Visit
from transpiler.dialects import Engine, EngineColumn, get_dialect
from transpiler.emitting import to_sql

_TABLE: Final = "syndrome_visits"
_NUMBER: Final = "visit_number"
_BARE: Final = "words"
"""The column of the one text that bare queries are asked of."""

_FILTERS: Final[tuple[EngineColumn, ...]] = tuple(
    (column.name, column.type) for column in FILTER_COLUMNS
)

_MOST_COLUMNS: Final = 200
_MOST_CHARACTERS: Final = 400_000
"""How many answers, and how much SQL, one SELECT asks for: PostgreSQL allows 1,664 columns and
BigQuery 1 MB of text."""


@dataclass(frozen=True)
class VisitTable:
    """Visits that an engine has loaded.

    Attributes:
        engine: where they are.
        texts: the columns that hold a field.
        others: the columns that hold a value for filters.
        left_out: the numbers of the visits that the engine could not store, in the caller's list.
    """

    engine: Engine
    texts: tuple[str, ...]
    others: tuple[EngineColumn, ...]
    left_out: frozenset[int]

    @classmethod
    def load(
        cls, engine: Engine, definitions: Sequence[Definition], visits: Sequence[Visit]
    ) -> VisitTable:
        """Load what ``definitions`` read of ``visits``; an earlier table is replaced.

        A visit with a text that the engine cannot store, such as U+0000 in PostgreSQL, is left out.
        """
        keys = dict.fromkeys(
            key for definition in definitions for key in (*definition.fields(), *_bare(definition))
        )
        others = _FILTERS if any(definition.filter_columns for definition in definitions) else ()
        names = [*keys, *(name for name, _ in others)]
        rows = {number: [visit.get(name) for name in names] for number, visit in enumerate(visits)}
        left_out = frozenset(
            number
            for number, row in rows.items()
            if not all(engine.can_store(value) for value in row if isinstance(value, str))
        )
        texts = tuple(key or _BARE for key in keys)
        columns: list[EngineColumn] = [
            (_NUMBER, "integer"),
            *((name, "text") for name in texts),
            *others,
        ]
        stored = ([number, *row] for number, row in rows.items() if number not in left_out)
        engine.load(_TABLE, columns, stored)
        return cls(engine, texts, others, left_out)

    def ask(
        self, definitions: Iterable[Definition], *, folded: bool = True
    ) -> list[dict[int, bool]]:
        """Ask definitions of every visit.

        Args:
            definitions: the definitions to ask.
            folded: whether case is folded first, as the dbt models do, or within the expression.

        Returns:
            For each definition the answer by the visit's number.

        Raises:
            EngineError: the engine refuses the SQL.
            DefinitionError: the dialect cannot say it.
        """
        dialect = self.engine.dialect
        return self.ask_sql(
            [expression(each, dialect, folded=folded) for each in definitions], folded=folded
        )

    def ask_sql(self, expressions: Sequence[str], *, folded: bool = True) -> list[dict[int, bool]]:
        """Ask boolean SQL expressions of every visit; see `ask`."""
        source = self._folded_source() if folded else _TABLE
        answers: list[dict[int, bool]] = []
        for batch in _batches(expressions):
            selected = ",\n".join(f"({sql}) AS answer_{at}" for at, sql in enumerate(batch))
            found = self.engine.query(f"SELECT {_NUMBER},\n{selected}\nFROM {source}")
            numbers, *columns = zip(*found, strict=True) if found else ((), *((),) * len(batch))
            answers += [dict(zip(numbers, column, strict=True)) for column in columns]
        return answers

    def _folded_source(self) -> str:
        """Return the table with its texts folded, as the staging model of the dbt project does."""
        dialect = get_dialect(self.engine.dialect)
        folds = [
            f"{dialect.fold(dialect.column(name)).sql(dialect=dialect.sqlglot)} AS {name}"
            for name in self.texts
        ]
        plain = [_NUMBER, *(name for name, _ in self.others)]
        return f"(SELECT {', '.join([*plain, *folds])} FROM {_TABLE}) AS visits"


def expression(definition: Definition, dialect: str, *, folded: bool = True) -> str:
    """Return a definition as SQL over the columns of a `VisitTable`.

    Raises:
        DefinitionError: the dialect cannot say it.
    """
    columns = _BARE if definition.is_bare else None
    return to_sql(definition, dialect, columns, folded=folded)


def _bare(definition: Definition) -> tuple[str, ...]:
    """Return the key of the text that a bare query is asked of, which has no name."""
    return ("",) if definition.is_bare else ()


def _batches(expressions: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for sql in expressions:
        if batch and (len(batch) == _MOST_COLUMNS or size + len(sql) > _MOST_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(sql)
        size += len(sql)
    if batch:
        yield batch
