"""ESS056: a typographic quotation mark in a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS056"
_QUOTE: Final = re.compile("[\u2018\u2019\u201b\u02bc\u201c\u201d\u201f]")


def check(subject: Subject) -> Iterable[Issue]:
    """Look for the first typographic quotation mark of every term."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    quote = _QUOTE.search(text)
    if quote:
        message = "a typographic quotation mark, which complaints hardly hold"
        yield message, quote.span(), "type a plain one; repair mode does"


RULE = Rule(
    code=CODE,
    title="Typographic quotation mark",
    severity=Severity.WARNING,
    what="A term holds a quotation mark or an apostrophe as word processors write them.",
    why="Complaints hold plain ones, so the term finds nothing.",
    fix="Type a plain one. Repair mode does.",
    bad=(RuleExample("^can\u2019t breathe^"), RuleExample("^\u201cfits\u201d^")),
    good=(RuleExample("^can't breathe^"),),
    check=check,
)
