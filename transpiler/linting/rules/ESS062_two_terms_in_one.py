"""ESS062: two terms without an operator between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.brackets import without_classes
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS062"
_BETWEEN: Final = re.compile(
    r"[^^\w]*+(?:(?<![\^\w])(?:or|and|not|andnot|and[ _-]not)[^^\w]++)?", re.IGNORECASE
)
"""What between two carets is no word to look for: signs, and the like of an operator."""


def check(subject: Subject) -> Iterable[Issue]:
    """Look at what stands between the carets of every term."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    joint = _joint(text)
    if joint:
        hint = (
            "put ,or, or another operator between them, or leave one caret where one term is meant"
        )
        yield "these read like two terms; as one, both must occur, in this order", joint, hint


def _joint(text: str) -> tuple[int, int] | None:
    """Return what stands where one ``^term^`` could end and the next begin, if it is no word."""
    if not text.startswith("^") or text.count("^") < 3:
        return None
    plain = without_classes(text, filler="x")
    carets = [found.start() for found in re.finditer(r"\^", plain)]
    for closing, opening in zip(carets[1::2], carets[2::2], strict=False):
        is_between_words = plain[closing - 1] != "^" and plain[opening + 1 : opening + 2] not in "^"
        if is_between_words and _BETWEEN.fullmatch(plain, closing + 1, opening):
            return closing, opening + 1
    return None


RULE = Rule(
    code=CODE,
    title="Two terms without an operator",
    severity=Severity.WARNING,
    what="Only signs, or something that looks like an operator, stand between two carets of a "
    "term.",
    why="As one term, it asks for both sides in this order, and for what stands between them as "
    "well.",
    fix="Put an operator with its commas there. Leave one caret where one term is meant.",
    bad=(
        RuleExample("^bradycardia^ ^heart block^"),
        RuleExample("^fever^^chills^"),
        RuleExample("^fever^;or;^rash^"),
        RuleExample("^fever^ not ^afebrile^"),
    ),
    good=(
        RuleExample("^bradycardia^,or,^heart block^"),
        RuleExample("^did^not^want^"),
        RuleExample("^;T74^;^"),
    ),
    check=check,
)
