"""SYN015: a code whose twin is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transpiler.codes import (
    Code,
    CodeIndex,
    CodeSystem,
    load_index,
    matching_codes,
    outermost,
)
from transpiler.definition import Severity
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import code_and_title, listed, plural, quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import PlacedTerm, Subject

CODE = "SYN015"


def check(subject: Subject) -> Iterator[Issue]:
    """Look beside the codes of every inclusion."""
    index = load_index()
    if index is None:
        return
    covered = [(placed, _covered(placed, index)) for placed in subject.terms]
    named = {code.code for _, codes in covered for code in codes}
    for placed, codes in covered:
        if placed.place.is_negation or not codes:
            continue
        twins = list(_left_out(codes, named, index))
        if not twins:
            continue
        yield placed.issue(
            CODE,
            Severity.NOTE,
            f"{quoted(placed.term.text)} leaves out {plural(len(twins), 'sibling')}: "
            f"{listed(map(code_and_title, twins), 4)}",
            hint="add them, or say in the description why they are left out",
            details={"left_out": [code.dotted for code in twins]},
        )


def _covered(placed: PlacedTerm, index: CodeIndex) -> tuple[Code, ...]:
    shape = placed.shape
    if shape is None or CodeSystem.ICD_10_CM not in shape.systems:
        return ()
    return matching_codes(shape, index)


def _left_out(codes: Sequence[Code], named: set[str], index: CodeIndex) -> Iterator[Code]:
    """Yield the siblings of ``codes`` that no term names and whose titles differ in one word."""
    found: set[str] = set()
    for code in outermost(codes):
        words = code.title.lower().split()
        for sibling in index.siblings(code):
            if sibling.code in named or sibling.code in found:
                continue
            others = sibling.title.lower().split()
            differing = sum(one != other for one, other in zip(words, others, strict=False))
            if len(words) != len(others) or differing != 1:
                continue
            if not any(below.code in named for below in index.below(sibling.code)):
                found.add(sibling.code)
                yield sibling


RULE = Rule(
    code=CODE,
    title="Sibling codes left out",
    severity=Severity.NOTE,
    what="A code of an inclusion has a sibling under the same heading whose title differs in a "
    "single word, and no term of the definition names that sibling or a code below it.",
    why="Such twins are easily overlooked: forced sexual and forced labor exploitation (T74.5 and "
    "T74.6), left and right, adult and child, initial and subsequent encounter. Leaving one out "
    "may be right; a reader cannot tell whether it was meant.",
    fix="Add the sibling, or say in the description why it is left out.",
    bad=(RuleExample("^;T7[46]5^"), RuleExample("^;Z0481^")),
    good=(
        RuleExample("^;T7[46][56]^"),
        RuleExample("^;Z0481^,andnot,^;Z0482^"),
        RuleExample("^;Z0481^,or,^;Z0482^"),
    ),
    check=check,
    needs_codes=True,
)
