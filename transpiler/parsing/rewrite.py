"""Queries and definition files rewritten in the canonical layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transpiler.definition import (
    DefinitionError,
    Diagnostic,
    Precedence,
    QueryOrigin,
    Repair,
    Severity,
)
from transpiler.definition.document import Document, parse_document
from transpiler.parsing.format import format_query
from transpiler.parsing.parse import Mode, parse_query


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text whose queries are in the canonical layout.

    Attributes:
        text: the whole text.
        repairs: what repair mode changed, as notes that point into the text as it was.
    """

    text: str
    repairs: tuple[Diagnostic, ...]


def rewrite_query(
    text: str,
    mode: Mode = Mode.STRICT,
    precedence: Precedence = Precedence.TIGHT,
    origin: QueryOrigin | None = None,
) -> Rewritten:
    """Return a query in the canonical layout; the arguments are those of `parse_query`.

    Raises:
        DefinitionError: the query cannot be used.
    """
    origin = origin or QueryOrigin(text=text)
    query = parse_query(text, precedence=precedence, mode=mode, origin=origin)
    repairs = (
        origin.diagnose(repair.code, _in_full(repair), repair.span, severity=Severity.NOTE)
        for repair in query.repairs
        if not _is_layout(repair)
    )
    return Rewritten(format_query(query), tuple(repairs))


def _in_full(repair: Repair) -> str:
    """Return what was done, with what stood there and what stands there now."""
    return f"{repair.message}, {_quoted(repair.before)} → {_quoted(repair.after)}"


def _quoted(text: str) -> str:
    return f"“{text}”" if len(text) <= _MAX_QUOTED else f"“{text[: _MAX_QUOTED - 1]}…”"


_MAX_QUOTED: Final = 40
"""How much is shown of what was cut, such as an address."""


def _is_layout(repair: Repair) -> bool:
    """Return whether only a line break was removed; the canonical layout has its own."""
    return not repair.after and repair.before.isspace() and "\n" in repair.before


def rewrite_document(document: Document, mode: Mode = Mode.STRICT) -> Rewritten:
    """Return a definition file with every query in the canonical layout, all else to the byte.

    Queries that are their source's to the letter (``source.verbatim``) stay as they are, in repair
    mode too.

    Raises:
        DefinitionError: a query cannot be used; the findings of all of them are listed.
    """
    precedence = Precedence(document.values.get("precedence", Precedence.TIGHT))
    is_verbatim = document.values.get("source", {}).get("verbatim", False)
    queries: list[Rewritten] = []
    findings: list[Diagnostic] = []
    for index, scalar in enumerate(document.queries):
        try:
            origin = document.origin(index)
            if is_verbatim:
                parse_query(scalar.text, precedence=precedence, origin=origin)
                queries.append(Rewritten(scalar.text, ()))
            else:
                queries.append(rewrite_query(scalar.text, mode, precedence, origin))
        except DefinitionError as error:
            findings += error.diagnostics
    if findings:
        raise DefinitionError(findings)
    texts = tuple(query.text for query in queries)
    text = document.with_queries(texts)
    written = parse_document(text, document.path)
    assert tuple(scalar.text for scalar in written.queries) == texts, "the file holds the queries"
    return Rewritten(text, tuple(repair for query in queries for repair in query.repairs))
