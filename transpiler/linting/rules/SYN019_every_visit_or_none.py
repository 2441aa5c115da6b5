"""SYN019: a term that takes every visit, or a query that takes none."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import And, AndNot, AnyOne, AnyRun, Pattern, Severity
from transpiler.linting.implied import guaranteed
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedClause, PlacedPart, Subject
from transpiler.proving import satisfiable

CODE = "SYN019"


def check(subject: Subject) -> Iterator[Issue]:
    """Look for terms without any character of their own, and for terms that exclude each other."""
    for part in subject.parts:
        yield from _every(part)
        yield from _none(part)


def _every(part: PlacedPart) -> Iterator[Issue]:
    for placed in part.terms:
        if not _asks_nothing(placed.term.pattern):
            continue
        if placed.place.is_negation:
            severity, message = Severity.ERROR, "vetoes every visit"
        elif placed.place.is_sufficient and not _is_taken_from(placed.place):
            severity, message = Severity.WARNING, "takes every visit whose field is not missing"
        else:
            continue
        yield placed.issue(
            CODE,
            severity,
            f"{quoted(placed.term.text)} {message}",
            hint="write what is to be found between the carets, or remove the term",
            details={"takes": "every"},
        )


def _asks_nothing(pattern: Pattern) -> bool:
    """Return whether the pattern names no character; ``^_^`` asks only for a field with any."""
    return any(isinstance(piece, AnyRun) for piece in pattern.pieces) and all(
        isinstance(piece, AnyRun | AnyOne) for piece in pattern.pieces
    )


def _is_taken_from(place: PlacedClause) -> bool:
    """Return whether a negation stands against it: ``^,andnot,x`` is everything but x."""
    above = place.parent
    while above is not None:
        if isinstance(above.node, AndNot):
            return True
        above = above.parent
    return False


def _none(part: PlacedPart) -> Iterator[Issue]:
    for place in part.places:
        if not isinstance(place.node, And):
            continue
        required = list(dict.fromkeys(term.pattern for term in guaranteed(place.node)))
        anchored = [
            pattern
            for pattern in required
            if not (pattern.is_word or (pattern.opens_with_run and pattern.closes_with_run))
        ]
        # Terms that may stand anywhere never exclude each other.
        if len(required) > 1 and anchored and satisfiable(required) is False:
            text = place.node.span.of(part.given.query.text)
            yield Issue(
                CODE,
                Severity.ERROR,
                f"{quoted(text)} never matches: no text matches all of its terms",
                part.number,
                place.node.span,
                hint="put carets around the terms",
                details={"never_matches": "clause"},
            )


RULE = Rule(
    code=CODE,
    title="Every visit or none",
    severity=Severity.WARNING,
    what="A term of only carets and underscores takes every visit; as a negation it vetoes every "
    "visit. Terms joined by AND that fix different beginnings, ends or whole fields take none; "
    "the rule reports that only where it can prove it. It leaves `^,andnot,x` alone, which is "
    "everything but x.",
    why="The definition is true or false whatever the record says.",
    fix="Write what is to be found; or remove the term.",
    bad=(
        RuleExample("^fever^,or,^^"),
        RuleExample("^fever^,andnot,^"),
        RuleExample("fever^,and,chills^", fields=("chief_complaint_parsed",)),
    ),
    good=(
        RuleExample("ISNULL,or,^,andnot,^fever^"),
        RuleExample("^fever^,and,^chills^"),
        RuleExample("^4_wheeler^"),
    ),
    check=check,
)
