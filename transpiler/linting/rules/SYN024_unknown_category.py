"""SYN024: a name of a category that no definition of the library has."""

from __future__ import annotations

from collections.abc import Iterator

from transpiler.definition import AnyRun, Severity, names_of_categories
from transpiler.linting.issue import Issue
from transpiler.linting.phrases import quoted
from transpiler.linting.rule import Rule, RuleExample
from transpiler.linting.subject import Subject

CODE = "SYN024"


def check(subject: Subject) -> Iterator[Issue]:
    """Look at the terms that are asked of nothing but names of categories."""
    known = {found.called for found in subject.definition.references}
    for part in subject.parts:
        fields = names_of_categories(part.given)
        if not fields or fields != part.given.fields:
            continue
        for placed in part.terms:
            term = placed.term
            if term.text not in known and term.pattern.pieces != (AnyRun(),):
                yield placed.issue(
                    CODE,
                    Severity.NOTE,
                    f"no definition of the library is called as {quoted(term.text)} says: it is "
                    f"asked of {' and '.join(fields)} as the source has it",
                    hint="add the definition to the library; a source without these columns is "
                    "refused",
                )


RULE = Rule(
    code=CODE,
    title="Category that the library does not have",
    severity=Severity.NOTE,
    what="A term is asked of the names of categories, syndromes or subsyndromes that ESSENCE gave "
    "a visit, and no definition of the library has that name.",
    why="Names of definitions of the library are compiled in. All other names are looked up in "
    "the source's own column, and a source without that column is refused. Where the column has "
    "nothing that ESSENCE computed, the term finds nothing.",
    fix="Add the definition to the library, under the title by which it is asked, or name the "
    "library with `--library`. Where the term is for words or codes, ask another field.",
    bad=(
        RuleExample("^;CDC Coronavirus-DD v1;^", fields=("ccdd_category",)),
        RuleExample("^RSV^,or,^croup^", fields=("ccdd_category",)),
    ),
    good=(
        RuleExample("^;CDC Coronavirus-DD v1;^"),
        RuleExample("^;MotorVehicle;^", fields=("ccdd_parsed", "subsyndrome")),
    ),
    check=check,
)
