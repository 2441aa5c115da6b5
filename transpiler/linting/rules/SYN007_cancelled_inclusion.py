"""SYN007: an inclusion that its own negation cancels."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import (
    AndNot,
    IsNull,
    Node,
    Pattern,
    Precedence,
    Severity,
    Term,
    alternatives,
)
from transpiler.linting.implied import guaranteed, suffices, wider
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject
from transpiler.meaning import evaluate

CODE = "SYN007"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every ANDNOT for inclusions that cannot be true without a negation being so."""
    for part in subject.parts:
        text = part.given.query.text
        for _, node in part.and_nots():
            ways = alternatives(node.include)
            cancelled = {id(way): why for way, why in _cancelled(node, ways, text)}
            if len(cancelled) == len(ways):
                why = cancelled[id(ways[0])]
                yield Issue(
                    CODE,
                    Severity.ERROR,
                    f"{quoted(node.span.of(text))} never matches: {why}",
                    part.number,
                    node.include.span,
                    hint="narrow the negation or remove the clause",
                    details={"never_matches": "clause"},
                )
                continue
            for way in ways:
                if id(way) in cancelled:
                    yield Issue(
                        CODE,
                        Severity.WARNING,
                        f"{quoted(way.span.of(text))} never counts: {cancelled[id(way)]}",
                        part.number,
                        way.span,
                        way.text if isinstance(way, Term) else None,
                        hint="narrow the negation or remove the term",
                        details={"never_matches": "alternative"},
                    )


def _cancelled(node: AndNot, ways: tuple[Node, ...], text: str) -> Iterator[tuple[Node, str]]:
    """Yield the ways to meet the inclusion that a negation always vetoes, and why it does."""
    vetoes: dict[Pattern, Term] = {}
    for excluded in node.exclude:
        for term in suffices(excluded):
            vetoes.setdefault(term.pattern, term)
    ensured = {id(way): guaranteed(way) for way in ways}
    implied = wider([*vetoes, *(term.pattern for terms in ensured.values() for term in terms)])
    loses_missing = any(evaluate(excluded, None) is not False for excluded in node.exclude)
    for way in ways:
        if isinstance(way, IsNull):
            if loses_missing:
                yield way, "a negation of terms is not known to be false where the field is missing"
            continue
        for term in ensured[id(way)]:
            found = next(
                (
                    vetoes[pattern]
                    for pattern in (term.pattern, *implied.get(term.pattern, ()))
                    if pattern in vetoes
                ),
                None,
            )
            if found is not None:
                veto = quoted(found.span.of(text))
                yield way, f"the negation {veto} matches whatever {quoted(term.text)} matches"
                break


RULE = Rule(
    code=CODE,
    title="Cancelled inclusion",
    severity=Severity.ERROR,
    what="Whatever an inclusion matches, one of its negations matches too, so the inclusion never "
    "counts. The same happens to `ISNULL` as an inclusion from which a negation of terms is "
    "taken: where the field is missing, the negation is unknown. It is an error if the whole "
    "inclusion is cancelled, a warning if one of its terms is. The rule reports only what it can "
    "prove for all texts.",
    why="The author believes that the term brings visits; it brings none.",
    fix="Narrow the negation so that it leaves the term alone, or remove the term.",
    bad=(
        RuleExample("^sexual assault^,andnot,^sex^"),
        RuleExample("(,^car accident^,or,^fall^,),andnot,^car^"),
        RuleExample("ISNULL,or,^,andnot,^denies^", precedence=Precedence.SEQUENTIAL),
    ),
    good=(
        RuleExample("^sex^,andnot,^sexual assault^"),
        RuleExample("^car accident^,or,(,^fall^,andnot,^car^,)"),
        RuleExample("ISNULL,or,^,andnot,^denies^"),
    ),
    check=check,
)
