"""Comments that lead from a clause of the SQL back to the query it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import reduce
from typing import Final

from sqlglot import exp

from transpiler.definition import Span, Term

_UNSAFE: Final = re.compile(r"[^A-Za-z0-9 .,:;()\[\]^_!+=/-]")
"""What a comment may not hold. Definitions are not trusted: nothing of them may close the comment,
break the line, or look like a Jinja tag."""

_LONGEST: Final = 60
"""Characters of a term that a comment quotes."""


def comment(expression: exp.Expression, text: str) -> exp.Expression:
    """Put ``text``, made safe, above the clause ``expression``, and return the expression."""
    expression.add_comments([sanitized(text)])
    return expression


def sanitized(text: str) -> str:
    """Return ``text`` with everything unsafe in a comment replaced."""
    return _UNSAFE.sub("?", text)


def term_note(term: Term) -> str:
    """Return what a comment says of a term that is written out."""
    text = term.text if len(term.text) <= _LONGEST else term.text[:_LONGEST] + "..."
    return f"{text}, {_place(term.span)}"


def group_note(terms: Sequence[Term]) -> str:
    """Return what a comment says of terms that are asked together."""
    if len(terms) == 1:
        return term_note(terms[0])
    return f"{len(terms)} terms, {_place_of_all(terms)}"


def guard_note(terms: Sequence[Term]) -> str:
    """Return what a comment says of the terms that are asked before the query itself."""
    count = f"one of {len(terms)} terms" if len(terms) > 1 else "a term"
    return f"asked first: {count} ({_place_of_all(terms)}) must be there"


def _place_of_all(terms: Sequence[Term]) -> str:
    return _place(reduce(Span.to, (term.span for term in terms)))


def _place(span: Span) -> str:
    """Return a place in the query, counted from 1 as editors do."""
    return f"characters {span.start + 1}-{span.end}"
