"""The form of the language reference: a table of texts and expected flags for each construct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from transpiler.definition import Definition, Filters, Part, Precedence, Visit
from transpiler.parsing import parse_query

WILDCARDS = "%_^[a-z]*.?\\"
"""A text of characters that one language or another reads as a wildcard."""

QUOTES = "it's \"5 o'clock\" `x` ; -- /* */ {{ y }}"
"""A text of characters that end a literal, a statement or a template."""


NO_FILTERS = Filters()


class Basis(StrEnum):
    """Where the meaning of a construct is from."""

    STATED = "stated in CDC's pages on free-text coding"
    SEEN = "not stated; seen in published definitions, which make sense no other way"
    INFERRED = "inferred from how published definitions are written"
    DECIDED = "undocumented; decided here"


@dataclass(frozen=True)
class Box:
    """One part of a definition with fields: see `transpiler.definition.Part`."""

    fields: tuple[str, ...]
    query: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """One construct: what it means, a query that uses it, and what the query does to texts.

    Attributes:
        heading: its name.
        text: the explanation, in Markdown.
        basis: where the meaning is from.
        query: the query that is asked of one text; empty where `boxes` are given.
        boxes: the parts of a definition that reads fields.
        filters: what else a visit must be.
        precedence: how mixed levels are read.
        yes: texts, or visits, that match.
        no: texts, or visits, that do not.
        missing: whether a missing field matches.
        empty: whether the empty text matches.
        wildcards: whether `WILDCARDS` matches.
        quotes: whether `QUOTES` matches.
    """

    heading: str
    text: str
    basis: Basis
    query: str = ""
    boxes: tuple[Box, ...] = ()
    filters: Filters = NO_FILTERS
    precedence: Precedence = Precedence.TIGHT
    yes: tuple[str | Visit, ...] = ()
    no: tuple[str | Visit, ...] = ()
    missing: bool = False
    empty: bool = False
    wildcards: bool = False
    quotes: bool = False

    def definition(self) -> Definition:
        """Return the definition that the table is about."""
        boxes = self.boxes or (Box((), self.query),)
        return Definition(
            precedence=self.precedence,
            parts=tuple(
                Part(box.fields, parse_query(box.query, precedence=self.precedence))
                for box in boxes
            ),
            filters=self.filters,
        )

    def rows(self) -> list[tuple[Visit, bool]]:
        """Return each visit with the expected flag; the last four are those every table has."""
        own = [(row, True) for row in self.yes] + [(row, False) for row in self.no]
        standing = [(text, flag) for _, text, flag in self.standing()]
        return [(self._as_visit(row), flag) for row, flag in [*own, *standing]]

    def standing(self) -> list[tuple[str, str | None, bool]]:
        """Return name, text and expected flag of the rows that every table has."""
        return [
            ("missing", None, self.missing),
            ("empty", "", self.empty),
            ("signs", WILDCARDS, self.wildcards),
            ("quotes", QUOTES, self.quotes),
        ]

    def _as_visit(self, row: str | Visit | None) -> Visit:
        """Return a row as a visit; a text alone is the value of every field, filters passed."""
        if isinstance(row, Mapping):
            return row
        fields = [name for box in self.boxes for name in box.fields] or [""]
        return {
            **dict.fromkeys(fields, row),
            "age_years": 30,
            "sex": "F",
            "is_emergency": True,
            "is_inpatient": False,
            "facility_type": "URGENT CARE",
        }


@dataclass(frozen=True)
class Fault:
    """A fault met in published definitions, and what repair mode makes of it.

    Attributes:
        name: what is wrong, in words.
        query: a query with the fault.
        repaired: the query after the repair; None where it is refused in repair mode too.
    """

    name: str
    query: str
    repaired: str | None


@dataclass(frozen=True)
class Section:
    """A chapter of the reference."""

    heading: str
    text: str
    tables: tuple[Table, ...] = ()
    faults: tuple[Fault, ...] = ()
