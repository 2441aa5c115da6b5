"""SYN004: the same term twice in one list."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Pattern, Severity, Term
from transpiler.linting.issue import Issue
from transpiler.linting.lists import lists
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN004"


def check(subject: Subject) -> Iterator[Issue]:
    """Look for terms beside one another that mean the same after folding."""
    for part in subject.parts:
        for group in lists(part):
            first: dict[Pattern, Term] = {}
            for term in group.members:
                if not isinstance(term, Term):
                    continue
                earlier = first.setdefault(term.pattern, term)
                if earlier is term:
                    continue
                same = "" if earlier.text == term.text else f" as {quoted(earlier.text)}"
                yield Issue(
                    CODE,
                    Severity.NOTE,
                    f"{quoted(term.text)} is in this list already{same}",
                    part.number,
                    term.span,
                    term.text,
                    hint="remove one of the two, or look for the term that was meant here",
                    details={"same_as": earlier.text, "clause_begins": earlier.span.start},
                )


RULE = Rule(
    code=CODE,
    title="Duplicate term",
    severity=Severity.NOTE,
    what="Two terms of one list are the same, apart from case.",
    why="The second one decides nothing. Often it is a slip for another term, which is then "
    "missing.",
    fix="Remove it, or write the term that was meant.",
    bad=(RuleExample("^fever^,or,^chills^,or,^FEVER^"),),
    good=(
        RuleExample("^fever^,or,^chills^"),
        RuleExample("(,^fever^,and,^rash^,),or,(,^fever^,and,^cough^,)"),
    ),
    check=check,
)
