"""SYN017: a hyphen in a class that looks like a range of punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from transpiler.definition import Severity
from transpiler.linting.brackets import classes
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Doubt, Subject

CODE = "SYN017"
_RANGE = re.compile(r"[^\w]-[^\w]", re.ASCII)


def check(subject: Subject) -> Iterable[Issue]:
    """Look at the inside of every class."""
    return subject.doubts(CODE, _doubts)


def _doubts(text: str) -> Iterator[Doubt]:
    for found in classes(text):
        for match in _RANGE.finditer(found.members):
            start = found.start + 1 + match.start()
            message = (
                f"“{match[0]}” in {quoted(text)} looks like a range of punctuation; "
                "the hyphen is taken as one of the characters"
            )
            yield message, (start, start + len(match[0])), "put the hyphen last in the class"


RULE = Rule(
    code=CODE,
    title="Punctuation range",
    severity=Severity.WARNING,
    what="In a class a hyphen stands between two characters that are neither letters nor digits, "
    "as in `[ -/.;:]`.",
    why="Written that way it is a range from blank to slash, and the collation of the engine "
    "decides which characters lie between. Authors mean a literal hyphen, and this project reads "
    "it as one; ESSENCE may read the range.",
    fix="Put the hyphen last: `[ /.;:-]`.",
    bad=(RuleExample("^heat[ -/.;:]stroke^"),),
    good=(RuleExample("^heat[ /.;:-]stroke^"), RuleExample("^;T7[4-6]5^")),
    check=check,
)
