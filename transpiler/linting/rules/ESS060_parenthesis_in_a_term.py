"""ESS060: a parenthesis inside a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.brackets import without_classes
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS060"
_PARENTHESIS: Final = re.compile(r"[()]")


def check(subject: Subject) -> Iterable[Issue]:
    """Look for the first parenthesis outside of classes."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    parenthesis = _PARENTHESIS.search(without_classes(text))
    if parenthesis:
        hint = "put commas around it if it is meant to group"
        yield "a parenthesis inside a term stands for itself", parenthesis.span(), hint


RULE = Rule(
    code=CODE,
    title="Parenthesis in a term",
    severity=Severity.WARNING,
    what="A term holds a parenthesis outside of a class.",
    why="It stands for itself: only a parenthesis between commas groups terms.",
    fix="Put commas around it if it is meant to group.",
    bad=(RuleExample("^pain (left)^"),),
    good=(RuleExample("(,^pain^,or,^ache^,)"), RuleExample("^pain [(]left[)]^")),
    check=check,
)
