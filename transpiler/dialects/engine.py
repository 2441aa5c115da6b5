"""What every engine can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

ColumnType = Literal["text", "integer", "boolean", "date", "timestamp"]
"""The types a table can have, by one name for all engines. ``integer`` holds 64 bits; ``date`` and
``timestamp`` are `datetime.date` and naive `datetime.datetime` in UTC."""

EngineColumn = tuple[str, ColumnType]
EngineRow = Sequence[Any]


class EngineError(RuntimeError):
    """An engine could not be started, or refused what it was given.

    The message never holds the rows that were loaded.
    """


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """Where an engine's class is, and the modules it needs.

    Attributes:
        name: what people call it.
        module: the module of its class, imported when it is opened.
        class_name: the class.
        needs: modules that must be installed.
    """

    name: str
    module: str
    class_name: str
    needs: tuple[str, ...]


class Engine(Protocol):
    """One running engine with its own tables.

    Attributes:
        name: ``duckdb``, ``postgres`` or ``googlesql``.
        dialect: the dialect it executes, a key of `transpiler.dialects.DIALECTS`.
        version: what it reports of itself, for the record of a run.
    """

    name: str
    dialect: str
    version: str

    def load(self, table: str, columns: Sequence[EngineColumn], rows: Iterable[EngineRow]) -> None:
        """Make ``table`` with exactly these rows; a table of that name is replaced.

        Args:
            table: a plain name, without dots.
            columns: name and type of each column.
            rows: one value per column and row; None where it is missing.

        Raises:
            EngineError: a row does not fit the columns, or cannot be stored.
        """
        ...

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of one SELECT.

        Raises:
            EngineError: the engine refuses the statement; the message is the engine's own.
        """
        ...

    def can_store(self, text: str) -> bool:
        """Return whether a column of the engine can hold ``text`` at all."""
        ...

    def close(self) -> None:
        """Stop the engine and drop what it holds. Closing twice does no harm."""
        ...


def is_unicode(text: str) -> bool:
    """Return whether ``text`` can be written as UTF-8: it holds no half of a surrogate pair."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
