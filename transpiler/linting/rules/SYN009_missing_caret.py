"""SYN009: a term without a caret on one side or on both."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Pattern, Severity, Term
from transpiler.linting.issue import Issue
from transpiler.linting.leftovers import leftover_in
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedTerm, Subject

CODE = "SYN009"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every term that fixes the beginning or the end of the field."""
    for placed in subject.terms:
        pattern = placed.term.pattern
        if pattern.is_word or not pattern.segments or _floats(pattern):
            continue
        if _is_spelled_out(placed) or leftover_in(placed.term.text):
            continue
        yield placed.issue(
            CODE,
            Severity.WARNING,
            f"{quoted(placed.term.text)} matches only a field that {_demand(pattern)}",
            hint=f"write ^{placed.term.text.strip('^')}^ to find it anywhere, or "
            "!word! to find it as a whole word",
            details={
                "opens_with_caret": pattern.opens_with_run,
                "closes_with_caret": pattern.closes_with_run,
            },
        )


def _floats(pattern: Pattern) -> bool:
    return pattern.opens_with_run and pattern.closes_with_run


def _demand(pattern: Pattern) -> str:
    if pattern.closes_with_run:
        return "begins with it; there is no caret in front"
    if pattern.opens_with_run:
        return "ends with it; there is no caret behind"
    return "holds it and nothing else; there is no caret on either side"


def _is_spelled_out(placed: PlacedTerm) -> bool:
    """Return whether a term beside it finds the same text elsewhere in the field.

    ``tick,or,tick ^,or,^ tick,or,^ tick ^`` is the whole word spelled out in its four positions.
    """
    return any(
        isinstance(sibling, Term)
        and _floats(sibling.pattern)
        and _core(sibling) == _core(placed.term)
        for sibling in placed.place.siblings
    )


def _core(term: Term) -> str:
    return term.text.strip("^ ").lower()


RULE = Rule(
    code=CODE,
    title="Missing caret",
    severity=Severity.WARNING,
    what="A term begins or ends without a caret, so it fixes the beginning or the end of the "
    "whole field. Terms that spell out a whole word in its four positions, `tick`, `tick ^`, `^ "
    "tick` and `^ tick ^`, are left alone; so is what SYN022 reports.",
    why="A missing caret is easily overlooked, and such a term hardly ever matches: a field with "
    "codes ends in a semicolon, not in the term.",
    fix="Put the caret where it is missing. Where the field's edge is meant, ignore the rule for "
    "the term and say why.",
    bad=(
        RuleExample("^;T745^,or,^[;/ ]E967[345]"),
        RuleExample("SI"),
        RuleExample("fall^,or,^fell^"),
    ),
    good=(
        RuleExample("^;T745^,or,^[;/ ]E967[345]^"),
        RuleExample("tick,or,tick ^,or,^ tick,or,^ tick ^"),
        RuleExample("!SI!"),
    ),
    check=check,
)
