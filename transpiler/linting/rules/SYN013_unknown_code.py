"""SYN013: a code pattern that no ICD-10-CM code fits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from transpiler.codes import (
    CodeIndex,
    CodeShape,
    CodeSystem,
    load_index,
    matching_codes,
    shown,
)
from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import code_and_title, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN013"


def check(subject: Subject) -> Iterator[Issue]:
    """Look every ICD-10-CM code pattern up."""
    index = load_index()
    if index is None:
        return
    for placed in subject.terms:
        shape = placed.shape
        # What also looks like ICD-9-CM is left alone; so are two codes in one term.
        if shape is None or shape.systems != (CodeSystem.ICD_10_CM,) or shape.rest:
            continue
        if matching_codes(shape, index) or matching_codes(shape, index, in_use=False):
            continue
        nearest = _nearest(shape, index)
        yield placed.issue(
            CODE,
            Severity.WARNING,
            f"no code of ICD-10-CM {index.release} fits {quoted(placed.term.text)}"
            + (f"; the nearest is {nearest}" if nearest else ""),
            hint="look for a slip of the pen; a code of another release or country is best "
            "explained with an ignore",
            details={"code": shape.text, "release": index.release},
        )


def _nearest(shape: CodeShape, index: CodeIndex) -> str | None:
    """Return the longest beginning of the pattern that a code fits, with that code's title."""
    for length in range(len(shape.body) - 1, 2, -1):
        found = matching_codes(replace(shape, body=shape.body[:length], closes=False), index)
        if found:
            return f"{shown(shape.body[:length])}, {code_and_title(found[0])}"
    return None


RULE = Rule(
    code=CODE,
    title="Unknown code",
    severity=Severity.WARNING,
    what="A term is written for an ICD-10-CM code, and neither the release in use nor the earlier "
    "one it is compared with has a code that fits. The rule leaves patterns alone that may also "
    "be ICD-9-CM.",
    why="The term finds nothing that American facilities send today: a digit is wrong or missing, "
    "a full stop is in the wrong place, or the code comes from another country's version.",
    fix="Correct the code, or remove it.",
    bad=(RuleExample("^;T79991^"), RuleExample("^[;/ ]T745.1^", fields=("ccdd",))),
    good=(RuleExample("^;T7451^"), RuleExample("^;E9601^"), RuleExample("^;713834002^")),
    check=check,
    needs_codes=True,
)
