"""SYN011: a code with a full stop, asked of a field that has none."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import Layout, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import listed, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.spelling import codes_by_spelling, needs_dot
from transpiler.linting.subject import Subject

CODE = "SYN011"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every dotted code of a part that is asked of parsed fields only."""
    for part in subject.parts:
        if not part.fields or any(field.layout is not Layout.PARSED for field in part.fields):
            continue
        undotted = codes_by_spelling(part, dotted=False)
        names = listed([field.name for field in part.fields])
        for placed in part.terms:
            shape = placed.shape
            if shape is None or not needs_dot(shape):
                continue
            is_covered = shape.text.replace(".", "") in undotted
            aside = "; the same code without it is listed too" if is_covered else ""
            yield placed.issue(
                CODE,
                Severity.NOTE if is_covered else Severity.WARNING,
                f"{quoted(placed.term.text)} has a full stop, and codes in {names} have none"
                f"{aside}",
                hint=f"write the code without the full stop: {shape.text.replace('.', '')}",
                details={"fields": [field.name for field in part.fields]},
            )


RULE = Rule(
    code=CODE,
    title="Dotted code in a parsed field",
    severity=Severity.WARNING,
    what="A term asks for a diagnosis code with a full stop, and all fields of the part are "
    "parsed ones, in which codes stand without it. It is only a note if the definition also lists "
    "the code without the full stop.",
    why="The term finds no code there: `;T74.51` is not in `COUGH | ;T7451XA;`.",
    fix="Write the code without the full stop.",
    bad=(RuleExample("^;T74.51^"), RuleExample("^[;/ ]T74.51^,or,^[;/ ]T7451^")),
    good=(
        RuleExample("^;T7451^"),
        RuleExample("^[;/ ]T74.51^", fields=("discharge_diagnosis",)),
    ),
    check=check,
)
