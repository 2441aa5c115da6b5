"""ESS061: a term that reads like the label of a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS061"
_PATTERN_SIGN: Final = re.compile(r"[\^\[!_]")
_LABEL_WORD: Final = re.compile(r"[A-Za-z]{2}")


def check(subject: Subject) -> Iterable[Issue]:
    """Look for terms that are words, a colon, and any run."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    if _is_label(text):
        message = (
            "this reads like the label of a field; as a term it matches a field that begins so"
        )
        hint = "a query for another field is a part of its own, with its fields: and query:"
        yield message, (0, len(text)), hint


def _is_label(text: str) -> bool:
    """Return whether a term is ``words:^``: plain words, a colon, and any run."""
    words, colon, rest = text.rpartition(":")
    is_plain = not _PATTERN_SIGN.search(words) and _LABEL_WORD.search(words) is not None
    return bool(colon) and "^" in rest and not rest.strip("^ ") and is_plain


RULE = Rule(
    code=CODE,
    title="Label of a field",
    severity=Severity.WARNING,
    what="A term consists of plain words, a colon and a caret.",
    why="ESSENCE's form shows the name of a field before its query, and people copy it along. As "
    "a term it matches fields that begin with these words.",
    fix="Give the other field a part of its own.",
    bad=(RuleExample("^X30^,or,Chief Complaint:^"),),
    good=(RuleExample("^X30^,or,^complaint: fall^"),),
    check=check,
)
