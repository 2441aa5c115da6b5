"""Slips in a term: exclamation marks with a caret or backslash, quotation marks, ``%``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token

from transpiler.definition import Span
from transpiler.parsing.faults import Fault
from transpiler.parsing.grammar import span_of

_SLIP = re.compile(r"(?P<before>[\^\\]*)!(?P<word>[^!\^\\]+)(?P<middle>\\*)!(?P<after>\^*)")
_QUOTED = re.compile(r"""["'`\u201c\u2018](?:[\^!].*[\^!])["'`\u201d\u2019]""", re.DOTALL)
_PERCENT_OR_CLASS = re.compile(r"%+|\[[^\]]*+\]")


def find_slips(tokens: Sequence[Token]) -> list[Fault]:
    r"""Find ``!word!^``, ``^!word!`` and ``\!word\!``, which mean ``!word!``."""
    faults = []
    for token in tokens:
        found = _SLIP.fullmatch(token) if token.type == "TERM" and "!" in token else None
        if found is None:
            continue
        start = token.start_pos or 0
        for group in ("before", "middle", "after"):
            if found[group]:
                message = "a caret or backslash beside the ! of a whole word"
                span = Span(start + found.start(group), start + found.end(group))
                faults.append(Fault("ESS027", message, span, "", "removed"))
    return faults


def find_quoted_terms(tokens: Sequence[Token]) -> list[Fault]:
    """Find terms in quotation marks that stand outside their carets."""
    faults = []
    for token in tokens:
        if token.type == "TERM" and _QUOTED.fullmatch(token):
            span = span_of(token)
            for at in (span.start, span.end - 1):
                message = "quotation marks around a term"
                faults.append(Fault("ESS029", message, Span(at, at + 1), "", "removed"))
    return faults


def find_percents(tokens: Sequence[Token]) -> list[Fault]:
    """Find ``%`` outside brackets: in SQL it is what ``^`` is here."""
    faults = []
    for token in tokens:
        if token.type == "TERM" and "%" in token:
            start = token.start_pos or 0
            for found in _PERCENT_OR_CLASS.finditer(token):
                if found[0].startswith("%"):
                    span = Span(start + found.start(), start + found.end())
                    faults.append(Fault("ESS055", "% written for ^", span, "^", "written ^"))
    return faults
