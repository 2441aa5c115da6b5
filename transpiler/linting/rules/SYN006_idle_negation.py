"""SYN006: a negation that can never meet its inclusion."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Node, Severity, Term, alternatives
from transpiler.linting.implied import guaranteed, suffices
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject
from transpiler.proving import disjoint

CODE = "SYN006"
_MOST_PAIRS = 5_000
"""How many pairs of an inclusion and a negation are put to the proof; longer lists are left out."""


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every ANDNOT for negations that no text of the inclusion can hold."""
    for part in subject.parts:
        text = part.given.query.text
        for _, node in part.and_nots():
            ways = alternatives(node.include)
            negations = [term for excluded in node.exclude for term in suffices(excluded)]
            if len(ways) * len(negations) > _MOST_PAIRS:
                continue
            for term in negations:
                if all(_never_with(way, term) for way in ways):
                    included = node.include.span.of(text)
                    yield Issue(
                        CODE,
                        Severity.WARNING,
                        f"the negation {quoted(term.text)} never vetoes: no text matches both "
                        f"it and {quoted(included)}",
                        part.number,
                        term.span,
                        term.text,
                        hint="put the missing caret on the one that has none, or remove the "
                        "negation",
                        details={
                            "inclusion": included,
                            "inclusion_at": [node.include.span.start, node.include.span.end],
                        },
                    )


def _never_with(way: Node, negation: Term) -> bool:
    return any(disjoint(term.pattern, negation.pattern) for term in guaranteed(way))


RULE = Rule(
    code=CODE,
    title="Idle negation",
    severity=Severity.WARNING,
    what="No text can match both a negation and its inclusion. That happens if the inclusion or "
    "the negation has no caret on one side, so that it fixes the beginning, the end or the whole "
    "of the field. The rule reports only what it can prove for all texts.",
    why="The author wrote the negation after seeing its words beside the inclusion. If they "
    "cannot occur together, one of the two takes less than the author meant.",
    fix="Put the missing caret where it belongs, or remove the negation.",
    bad=(
        RuleExample("SI,andnot,^denies^", fields=("chief_complaint_parsed",)),
        RuleExample("fall^,andnot,injury^", fields=("chief_complaint_parsed",)),
    ),
    good=(
        RuleExample("^ SI ^,andnot,^denies^"),
        RuleExample("fall^,andnot,^denies^", fields=("chief_complaint_parsed",)),
    ),
    check=check,
)
