"""ESS057: a blank at an end of a term where it counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS057"
_MARKED_WORD: Final = re.compile(r"!([^!]*\S[^!]*)!")
_AT_THE_EDGE = "the blank {0} the term is part of it: the field must {1} with a blank"
_BETWEEN_MARKS = "the blanks between the marks are part of the word: others must stand around them"


def check(subject: Subject) -> Iterable[Issue]:
    """Look at both ends of every term."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    word = _MARKED_WORD.fullmatch(text)
    if word and word[1] != word[1].strip():
        hint = f"write !{word[1].strip()}!, which is the word between blanks or at the field's edge"
        yield _BETWEEN_MARKS, (0, len(text)), hint
    if text[0].isspace():
        hint = "remove the blank, or put ^ before it"
        yield _AT_THE_EDGE.format("before", "begin"), (0, 1), hint
    if text[-1].isspace():
        hint = "remove the blank, or put ^ after it"
        yield _AT_THE_EDGE.format("after", "end"), (len(text) - 1, len(text)), hint


RULE = Rule(
    code=CODE,
    title="Blank at an open end",
    severity=Severity.WARNING,
    what="A term begins or ends with a blank where it has no caret, or a word has blanks inside "
    "its exclamation marks.",
    why="Where a term does not begin or end with `^`, its blanks count: the field must begin or "
    "end with one. `! heat !` asks for the word with two blanks on either side.",
    fix="Remove the blank, or add the `^`.",
    bad=(RuleExample("^heat^,or, cold^"), RuleExample("^heat "), RuleExample("! heat !")),
    good=(RuleExample("^heat^,or,cold^"), RuleExample("^ heat ^"), RuleExample("!heat stroke!")),
    check=check,
)
