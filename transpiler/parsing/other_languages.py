"""Texts of the other query languages of ESSENCE, which this one cannot read."""

from __future__ import annotations

import re
from typing import Final

from transpiler.definition import Span
from transpiler.parsing.findings import Finding

_LANGUAGES: Final = (
    (
        re.compile(r":\s*+Negations?\s*+\(", re.IGNORECASE),
        "this is a keyword list with negations for each word, not a free-text query",
        "rewrite each entry: ^word^ for *word*, and word,andnot,(,...,) for its negations",
    ),
    (
        re.compile(r"\[[A-Z_]{3,}\s*+(?:=|!=|<>|>=?|<=?|(?:NOT\s++)?IN\b|LIKE\b)\s*+[\"'(0-9]"),
        "this is an advanced query over several fields, not a free-text query",
        "write a part with its own fields: and query: for each field it names",
    ),
)


def find_other_language(text: str) -> Finding | None:
    """Return a finding if ``text`` is written in another query language of ESSENCE."""
    for sign, message, hint in _LANGUAGES:
        found = sign.search(text)
        if found is not None:
            return Finding("ESS030", message, Span(*found.span()), hint=hint)
    return None
