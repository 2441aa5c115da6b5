"""A table of text, as a workbook or a file of R holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transpiler.definition import DefinitionError, Diagnostic, Severity

MAX_BYTES: Final = 64_000_000
"""Files above this size, and archives that unpack to more, are refused."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell.

    Attributes:
        text: what it holds, empty where nothing.
        problem: why that is not known; empty where it is.
    """

    text: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        where: the file and the place in it, for messages.
        rows: its rows that hold anything, each with its number.
    """

    where: str
    rows: list[tuple[int, list[TableCell]]]


def refused_table(where: str, message: str, hint: str | None = None) -> DefinitionError:
    """Return the refusal of a file or of a table in it."""
    return DefinitionError([Diagnostic("ESS512", Severity.ERROR, message, path=where, hint=hint)])
