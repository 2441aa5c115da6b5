"""A query's text → `Query`: the entry point of this room."""

from __future__ import annotations

from enum import StrEnum

from transpiler.definition import (
    DefinitionError,
    Element,
    Precedence,
    Query,
    QueryOrigin,
)
from transpiler.parsing.findings import Finding, as_diagnostics
from transpiler.parsing.grammar import KINDS, span_of
from transpiler.parsing.levels import build_tree
from transpiler.parsing.other_languages import find_other_language
from transpiler.parsing.readings import mixed_levels
from transpiler.parsing.repair import mend
from transpiler.parsing.structure import read_structure


class Mode(StrEnum):
    """What to do about a query that is not written as the language says."""

    STRICT = "strict"
    """Refuse it, and say how to mend it."""
    REPAIR = "repair"
    """Mend what has one plausible meaning, list every change, and refuse the rest."""


def parse_query(
    text: str,
    *,
    precedence: Precedence = Precedence.TIGHT,
    mode: Mode = Mode.STRICT,
    origin: QueryOrigin | None = None,
) -> Query:
    """Read a query.

    Args:
        text: the query as written.
        precedence: how levels that mix OR with AND or ANDNOT are read.
        mode: whether faults are refused or, where possible, repaired.
        origin: where ``text`` stands in a file, so that diagnostics point there.

    Raises:
        DefinitionError: the query cannot be used; every finding of the run is listed.
    """
    origin = origin or QueryOrigin(text=text)
    other = find_other_language(text)
    if other is not None:
        raise DefinitionError(as_diagnostics([other], origin))
    mended = mend(text, is_lenient=mode is Mode.REPAIR)
    level, found = read_structure(mended.tokens)
    findings = [mended.as_given(finding) for finding in found]
    findings += mended.refusals
    if mode is Mode.STRICT:
        findings += mended.findings
    if level is not None and not findings:
        root = build_tree(level, precedence)
        if not isinstance(root, Finding):
            return Query(
                text=mended.text,
                root=root,
                precedence=precedence,
                elements=tuple(
                    Element(KINDS[token.type], str(token), span_of(token))
                    for token in mended.tokens
                ),
                mixed_levels=mixed_levels(level, mended.text),
                repairs=mended.repairs,
            )
        findings.append(mended.as_given(root))
    raise DefinitionError(as_diagnostics(findings, origin))
