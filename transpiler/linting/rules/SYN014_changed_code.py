"""SYN014: codes that are retired, new, or only headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transpiler.codes import (
    Code,
    CodeChange,
    CodeIndex,
    CodeShape,
    CodeSystem,
    load_index,
    matching_codes,
)
from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import code_and_title, listed, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN014"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at what became of the codes of every ICD-10-CM code pattern."""
    index = load_index()
    if index is None:
        return
    for placed in subject.terms:
        shape = placed.shape
        if shape is None or CodeSystem.ICD_10_CM not in shape.systems or shape.rest:
            continue
        change = _change(shape, index)
        if change is not None:
            yield placed.issue(
                CODE,
                change.severity,
                f"{quoted(placed.term.text)} covers {_codes(change.codes)}: {change.message}",
                hint=change.hint,
                details={"codes": [code.dotted for code in change.codes]},
            )


@dataclass(frozen=True, slots=True)
class _ChangedCodes:
    """What is to be said of the codes behind a pattern."""

    severity: Severity
    codes: Sequence[Code]
    message: str
    hint: str


def _change(shape: CodeShape, index: CodeIndex) -> _ChangedCodes | None:
    covered = matching_codes(shape, index)
    retired = matching_codes(shape, index, in_use=False)
    usable = [code for code in covered if code.is_billable]
    is_split = any(code.change is CodeChange.SPLIT for code in covered)
    since = f"since the release of {index.earlier_release}"
    if retired and not covered:
        return _ChangedCodes(
            Severity.WARNING,
            retired,
            f"retired {since}, so nothing new is counted",
            "add the codes that replace it",
        )
    if covered and not usable:
        below = [child.dotted for code in covered for child in index.children(code)]
        divided = f", divided {since}" if is_split else ""
        return _ChangedCodes(
            Severity.WARNING,
            covered,
            f"a heading{divided}; records hold the codes below it, such as {listed(below, 3)}",
            "leave out the closing semicolon to take the codes below it too",
        )
    if usable and not is_split and all(code.change is CodeChange.NEW for code in usable):
        return _ChangedCodes(
            Severity.NOTE,
            usable,
            f"new {since}; earlier visits have none of them",
            "bear it in mind where a trend goes back further",
        )
    return None


def _codes(codes: Sequence[Code]) -> str:
    return listed(map(code_and_title, codes), 2)


RULE = Rule(
    code=CODE,
    title="Changed code",
    severity=Severity.WARNING,
    what="All codes behind a pattern are retired; or they are headings, which no record holds, "
    "because the pattern ends in a semicolon; or, as a note, all of them are new. The rule "
    "compares two releases, so it does not see changes before the earlier one.",
    why="A retired code counts past visits only, a new one recent visits only: both look like a "
    "change in the population. A heading counts nothing at all.",
    fix="List old and new codes together, and say in the description from which date on counts "
    "are comparable.",
    bad=(RuleExample("^;T7451;^"), RuleExample("^;E6681^")),
    good=(RuleExample("^;T7451^"), RuleExample("^;T7451XA;^")),
    check=check,
    needs_codes=True,
)
