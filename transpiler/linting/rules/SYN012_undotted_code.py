"""SYN012: a code without a full stop, asked of a field that holds codes as they were sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import listed, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.spelling import codes_by_spelling, dotted_spelling
from transpiler.linting.subject import Subject

CODE = "SYN012"
_RAW_CODES: Final = frozenset(
    {
        "ccdd",
        "discharge_diagnosis",
        "discharge_diagnosis_history",
        "diagnosis_combo",
        "admit_reason_combo",
        "admit_reason_code",
    }
)
"""The fields that hold codes as they were sent."""


def check(subject: Subject) -> Iterator[Issue]:
    """Look at every undotted code of a part that is asked of fields with raw codes."""
    for part in subject.parts:
        raw = [field.name for field in part.fields if field.name in _RAW_CODES]
        if not raw:
            continue
        dotted = codes_by_spelling(part, dotted=True)
        for placed in part.terms:
            spelling = dotted_spelling(placed.shape) if placed.shape is not None else None
            if spelling is None or spelling in dotted:
                continue
            yield placed.issue(
                CODE,
                Severity.WARNING,
                f"{quoted(placed.term.text)} has no full stop and misses {spelling} in "
                f"{listed(raw)}, where codes stand as they were sent",
                hint=f"list the code both ways: {spelling.replace('.', '')} and {spelling}",
                details={"fields": raw, "dotted": spelling},
            )


RULE = Rule(
    code=CODE,
    title="Undotted code in a raw field",
    severity=Severity.WARNING,
    what="A term asks for a diagnosis code of more than three characters without a full stop, a "
    "field of the part holds codes as they were sent, and no term lists the code with it.",
    why="Facilities send T74.51XA as well as T7451XA. The term finds the second only.",
    fix="List the code both ways, as older definitions do: `^[;/ ]T74.2^,or,^[;/ ]T742^`; or ask "
    "the parsed field.",
    bad=(RuleExample("^[;/ ]T742^", fields=("ccdd",)),),
    good=(
        RuleExample("^[;/ ]T74.2^,or,^[;/ ]T742^", fields=("ccdd",)),
        RuleExample("^[;/ ]T74^", fields=("ccdd",)),
        RuleExample("^;T742^"),
    ),
    check=check,
)
