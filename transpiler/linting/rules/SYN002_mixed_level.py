"""SYN002: a level whose meaning hangs on precedence."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Precedence, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN002"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every level that the two readings of precedence read differently."""
    is_tight = subject.definition.precedence is Precedence.TIGHT
    for part in subject.parts:
        for level in part.given.query.mixed_levels:
            taken, other = (
                (level.tight, level.sequential) if is_tight else (level.sequential, level.tight)
            )
            reading = "left to right" if is_tight else "with AND and ANDNOT before OR"
            yield Issue(
                CODE,
                Severity.WARNING,
                "OR stands beside AND or ANDNOT without parentheses: it is read as "
                f"{quoted(taken, 90)}; {reading} it would be {quoted(other, 90)}",
                part.number,
                level.span,
                hint="write the parentheses that are meant",
                details={"tight": level.tight, "sequential": level.sequential},
            )


RULE = Rule(
    code=CODE,
    title="Mixed level",
    severity=Severity.WARNING,
    what="A level (what stands between two parentheses) holds OR beside AND or ANDNOT, and the "
    "two readings of precedence (AND and ANDNOT first, or strictly left to right) give it two "
    "different trees.",
    why="CDC's tutorial says that ANDNOT ties only its two neighbours; nothing public states a "
    "rule for the engine itself. Nearly half of the published definitions hold such a level, and "
    "most of these change meaning with the reading. A reader cannot tell which one the author had "
    "in mind.",
    fix="Write the parentheses that are meant. `syndrome explain --text` shows on a text where the "
    "readings part.",
    bad=(
        RuleExample("^;T742^,or,^;T762^,or,^;Z5681^,andnot,^;Z044[12]^"),
        RuleExample("^a^,or,^b^,and,^c^", precedence=Precedence.SEQUENTIAL),
    ),
    good=(
        RuleExample("^;T742^,or,^;T762^,or,(,^;Z5681^,andnot,^;Z044[12]^,)"),
        RuleExample("^fall^,andnot,^fallopian^,or,^fell^"),
    ),
    check=check,
)
