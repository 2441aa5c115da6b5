"""SYN003: a negation at the end of a list that takes from the last element only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transpiler.definition import Element, ElementKind, MixedLevel, Precedence, Query, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN003"
_SEPARATORS = {ElementKind.COMMA, ElementKind.LAYOUT}


def check(subject: Subject) -> Iterator[Issue]:
    """Look at the last operator of every mixed level, where ANDNOT binds before OR."""
    if subject.definition.precedence is not Precedence.TIGHT:
        return
    for part in subject.parts:
        query = part.given.query
        for level in query.mixed_levels:
            items = _items(query, level)
            joints = [item[0].kind for item in items if item[0].kind in _JOINTS]
            if joints.count(ElementKind.AND_NOT) != 1 or ElementKind.AND in joints:
                continue
            if len(items) < 4 or items[-2][0].kind is not ElementKind.AND_NOT:
                continue
            last, negation = _text(items[-3]), _text(items[-1])
            yield Issue(
                CODE,
                Severity.WARNING,
                f"the negation at the end of the list takes from {quoted(last)} only, not from "
                "what stands before it",
                part.number,
                items[-2][0].span.to(items[-1][-1].span),
                hint="to take it from the whole list, put the list in parentheses; to keep it, put "
                "the last element and its negation in parentheses",
                details={"takes_from": last, "negation": negation, "exclusion": negation},
            )


_JOINTS = {ElementKind.OR, ElementKind.AND, ElementKind.AND_NOT}


def _items(query: Query, level: MixedLevel) -> list[list[Element]]:
    """Return the operators and operands of a level; one in parentheses is one operand."""
    items: list[list[Element]] = []
    depth = 0
    for element in query.elements:
        if element.span.start < level.span.start or element.span.end > level.span.end:
            continue
        if depth == 0 and element.kind in _SEPARATORS:
            continue
        if depth == 0:
            items.append([])
        items[-1].append(element)
        depth += (element.kind is ElementKind.OPEN) - (element.kind is ElementKind.CLOSE)
    return items


def _text(elements: Sequence[Element]) -> str:
    return "".join(element.text for element in elements)


RULE = Rule(
    code=CODE,
    title="Trailing negation",
    severity=Severity.WARNING,
    what="A list joined by OR ends in one ANDNOT. ANDNOT binds before OR, so the negation is "
    "taken from the last element of the list only.",
    why="Many authors meant the whole list: `codes…,or,term,andnot,(negations)` reads like a list "
    "and what is taken from it. As it stands, a visit that matches any earlier element stays in, "
    "whatever the negation finds.",
    fix="Put the list in parentheses when the negation is meant for all of it; put the last "
    "element and its negation in parentheses when it is not.",
    bad=(
        RuleExample("^;B950^,or,^strep^,andnot,^denies^"),
        RuleExample("(,^;T742^,or,^;Z5681^,andnot,(,^;Z0441^,or,^;Z0442^,),),and,^assault^"),
    ),
    good=(
        RuleExample("(,^;B950^,or,^strep^,),andnot,^denies^"),
        RuleExample("^;B950^,or,(,^strep^,andnot,^denies^,)"),
        RuleExample("^;B950^,or,^strep^,andnot,^denies^", precedence=Precedence.SEQUENTIAL),
        RuleExample("^strep^,andnot,^denies^,or,^;B950^"),
    ),
    check=check,
)
