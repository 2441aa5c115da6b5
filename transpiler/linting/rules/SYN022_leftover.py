"""SYN022: something in a term that is left from where the query was copied."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.leftovers import leftover_in
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN022"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at what stands in every term besides words and codes."""
    for placed in subject.terms:
        found = leftover_in(placed.term.text)
        if found is None:
            continue
        what, hint = found
        yield placed.issue(
            CODE,
            Severity.WARNING,
            f"{quoted(placed.term.text)} holds {what}, and matches only where a visit does",
            hint=f"{hint}; syndrome import does so for a file of published queries",
            details={"leftover": what},
        )


RULE = Rule(
    code=CODE,
    title="Left from where it was copied",
    severity=Severity.WARNING,
    what="A term holds something that no complaint or code holds: a percent-encoded character, "
    "the parameter of an address, an assignment or a quotation mark of a program, a backslash or "
    "a bar of Markdown, an HTML tag, a full stop behind the last caret, three where words were cut "
    "off, a Greek or Cyrillic letter that looks like a Latin one.",
    why="Queries are copied out of programs, addresses and documents. What comes along becomes "
    "part of the first or last term, which then matches nothing; the rest works, so nobody "
    "notices.",
    fix="Remove it. `syndrome import` decodes such texts, or refuses them. Where a visit does "
    "hold it, ignore the rule for the term and say why.",
    bad=(
        RuleExample("%5Efever%5E,or,^cough^"),
        RuleExample("ccddFreeText=^fever^,or,^cough^&startDate=1Jan2025", fields=("ccdd",)),
        RuleExample('url <- "^fever^,or,^cough^"'),
        RuleExample("^fever^,or,^cough^."),
        RuleExample("^fever^,or,\\^cough\\^"),
    ),
    good=(
        RuleExample("^50%^,or,^n&v^,or,^bp = 90^"),
        RuleExample("^denies[ \\/;.]^,or,^can't^"),
        RuleExample("^; J02. ^,or,fever"),
    ),
    check=check,
)
