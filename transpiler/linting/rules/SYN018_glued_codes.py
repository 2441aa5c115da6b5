"""SYN018: two codes in one term."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.codes import segment_shape
from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN018"


def check(subject: Subject) -> Iterator[Issue]:
    """Look for terms that hold more than one code, with a caret between them."""
    for placed in subject.terms:
        first, *others = placed.term.pattern.segments or ((),)
        shapes = [segment_shape(segment) for segment in (first, *others)]
        found = [
            shape.text for shape in shapes if shape is not None and (shape.opens or shape.closes)
        ]
        if len(found) < 2 or shapes[0] is None:
            continue
        yield placed.issue(
            CODE,
            Severity.WARNING,
            f"{quoted(placed.term.text)} asks for {found[0]} and, further on, for {found[1]}: "
            "both, in this order",
            hint=f"put ,or, between them: ^;{found[0]}^,or,^;{found[1]}^",
            details={"codes": found},
        )


RULE = Rule(
    code=CODE,
    title="Glued codes",
    severity=Severity.WARNING,
    what="One term holds two codes with a caret between them.",
    why="It matches only visits that carry both codes, the first before the second. In most cases "
    "a comma was lost: `^;A50^;A51^` for `^;A50^,or,^;A51^`.",
    fix="Put `,or,` between the codes; where both must be there, write `,and,`, which does not ask "
    "for an order.",
    bad=(RuleExample("^;A50[0-9][0-9];^;A51;^"),),
    good=(
        RuleExample("^;A50^,or,^;A51^"),
        RuleExample("^;A50^,and,^;A51^"),
        RuleExample("^;S72^XA;^"),
    ),
    check=check,
)
