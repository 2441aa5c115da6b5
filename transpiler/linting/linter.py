"""Run the rules over a definition, and leave out what it says does not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.codes import load_index
from transpiler.definition import Definition, LintIgnore, Severity
from transpiler.linting.issue import Issue
from transpiler.linting.registry import RULES, RULES_BY_CODE
from transpiler.linting.rule import Rule
from transpiler.linting.subject import Subject

UNUSED_IGNORE = "SYN099"
"""The code of what this module itself finds: an ignore that ignores nothing."""


TOO_LONG = "SYN098"
"""The code of what this module finds in a definition that is too long for the rules."""

MAX_TERMS: Final = 10_000
"""How many terms a definition may have; the longest published one has 1,400. Rules that compare
terms would take minutes with more."""

MAX_CHARACTERS: Final = 1_200_000
"""How long its queries may be. Terms that resemble one another as far as they can would take
minutes with more."""


def lint(definition: Definition, rules: Iterable[Rule] = RULES) -> tuple[Issue, ...]:
    """Return what the rules find, in the order of the queries.

    Findings that the definition's ``lint.ignore`` names are left out; an ignore that leaves out
    nothing is a finding of its own.

    Args:
        definition: what is looked at: its own parts, not those of definitions that it asks.
        rules: which rules to run; all by default.
    """
    definition = definition.as_written or definition
    subject = Subject(definition)
    count = sum(len(part.terms) for part in subject.parts)
    length = sum(len(part.query.text) for part in definition.parts)
    if count > MAX_TERMS or length > MAX_CHARACTERS:
        return (_too_long(count, length),)
    chosen = tuple(rules)
    found = [issue for rule in chosen for issue in rule.check(subject)]
    kept = [issue for issue in found if not _ignoring(definition, issue)]
    kept += _unused(definition, found, {rule.code for rule in chosen if _can_look(rule)})
    return tuple(sorted(kept, key=_place))


def _can_look(rule: Rule) -> bool:
    return not rule.needs_codes or load_index() is not None


def _too_long(count: int, length: int) -> Issue:
    has, most = (
        (f"{count:,} terms", f"{MAX_TERMS:,}")
        if count > MAX_TERMS
        else (f"queries of {length:,} characters", f"{MAX_CHARACTERS:,}")
    )
    return Issue(
        TOO_LONG,
        Severity.WARNING,
        f"the definition has {has} and is not linted; {most} are the most",
        hint="divide it into several definitions",
        details={"terms": count, "characters": length},
    )


def _ignoring(definition: Definition, issue: Issue) -> list[LintIgnore]:
    return [ignore for ignore in definition.ignores if _names(ignore, issue)]


def _names(ignore: LintIgnore, issue: Issue) -> bool:
    return ignore.rule == issue.rule and (ignore.term is None or ignore.term == issue.term)


def _unused(definition: Definition, found: list[Issue], ran: set[str]) -> Iterator[Issue]:
    for ignore in definition.ignores:
        of_term = f" for {ignore.term}" if ignore.term else ""
        if ignore.rule not in RULES_BY_CODE:
            message = f"the ignore of {ignore.rule} names a rule that does not exist"
        elif ignore.rule in ran and not any(_names(ignore, issue) for issue in found):
            message = f"the ignore of {ignore.rule}{of_term} ignores nothing"
        else:
            continue
        yield Issue(
            UNUSED_IGNORE,
            Severity.WARNING,
            message,
            term=ignore.term,
            hint="remove it from lint.ignore",
        )


def _place(issue: Issue) -> tuple[int, int, str]:
    return (issue.part, issue.span.start if issue.span is not None else -1, issue.rule)
