"""ESS055: a percent sign in a term."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transpiler.definition import Severity
from transpiler.linting.brackets import without_classes
from transpiler.linting.issue import Issue
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "ESS055"


def check(subject: Subject) -> Iterable[Issue]:
    """Look for the first percent sign outside of classes."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    at = without_classes(text).find("%")
    if at >= 0:
        hint = "write ^ for any run of characters; repair mode does at the end of a term"
        yield "% stands for itself here, a percent sign", (at, at + 1), hint


RULE = Rule(
    code=CODE,
    title="Percent sign",
    severity=Severity.WARNING,
    what="A term holds a percent sign outside of a class.",
    why="It stands for itself. An author who knows SQL means `^`; in `%5E` it begins an encoded "
    "character.",
    fix="Write `^`. Repair mode does at an end of a term that has no `^` there.",
    bad=(RuleExample("^;ShortnessOfBreath;%"), RuleExample("^50%^")),
    good=(RuleExample("^;ShortnessOfBreath;^"), RuleExample("^50[%]^")),
    check=check,
)
