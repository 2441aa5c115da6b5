"""Slips in a term: exclamation marks with a caret or backslash, quotation marks, ``%``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lark import Token

from transpiler.definition import Span
from transpiler.parsing.faults import Fault
from transpiler.parsing.mending.edges import BLANK, KEYWORD, OPERATOR

_SLIP = re.compile(r"(?P<before>[\^\\]*)!(?P<word>[^!\^\\]+)(?P<middle>\\*)!(?P<after>\^*)")
_QUOTED = re.compile(
    rf"""{BLANK}*+(["'`\u201c\u2018])(?:[\^!].*[\^!]|{OPERATOR}|{KEYWORD}|[()])"""
    rf"""(["'`\u201d\u2019]){BLANK}*+""",
    re.DOTALL | re.IGNORECASE,
)
_PERCENT_AT_AN_END = re.compile(r"\A%+(?![0-9A-Fa-f]{2})|(?<![%0-9])%+\Z")


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
    """Find elements in quotation marks: terms inside which the carets are, operators.

    Left alone, ``"andnot"`` would be a term, and what follows it included instead of excluded.
    """
    faults = []
    for token in tokens:
        found = _QUOTED.fullmatch(token) if token.type == "TERM" else None
        if found is None:
            continue
        start = token.start_pos or 0
        for group in (1, 2):
            message = "quotation marks around an element"
            span = Span(start + found.start(group), start + found.end(group))
            faults.append(Fault("ESS029", message, span, "", "removed"))
    return faults


def find_percents(tokens: Sequence[Token]) -> list[Fault]:
    """Find ``%`` at an end of a term that lacks its ``^``: in SQL it is what ``^`` is here.

    Elsewhere, as in ``^50%^`` and ``%5E``, it is a per cent sign or part of an encoded character.
    """
    faults = []
    for token in tokens:
        if token.type == "TERM" and "%" in token:
            start = token.start_pos or 0
            for found in _PERCENT_AT_AN_END.finditer(token):
                span = Span(start + found.start(), start + found.end())
                faults.append(Fault("ESS055", "% written for ^", span, "^", "written ^"))
    return faults
