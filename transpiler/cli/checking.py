"""What ``syndrome check`` finds: what the parser, the rules and the examples say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from transpiler.cli.examples import wrong_examples
from transpiler.cli.given import STDIN, Given, read_given
from transpiler.definition import DefinitionError
from transpiler.linting import Rule, lint
from transpiler.linting.formats import Checked, Finding
from transpiler.parsing import find_definitions

_SAID_BY_RULE: Final = {
    "ESS051": "SYN016",
    "ESS052": "SYN016",
    "ESS053": "SYN016",
    "ESS054": "SYN017",
}
"""Warnings of the parser that a lint rule says as well; there they can be ignored with a reason."""


def check_paths(
    paths: Iterable[str], rules: tuple[Rule, ...], *, are_queries: bool = False
) -> list[Checked]:
    """Check every definition at ``paths``; see `syndrome check`.

    Raises:
        DefinitionError: a path does not exist, or a folder holds no definition.
    """
    return [_check(given, rules, is_query=are_queries) for given in _found(paths, are_queries)]


def _found(paths: Iterable[str], are_queries: bool) -> Iterator[str]:
    for path in paths:
        if are_queries or path == STDIN:
            yield path
        else:
            yield from map(str, find_definitions([path]))


def _check(path: str, rules: tuple[Rule, ...], *, is_query: bool) -> Checked:
    try:
        given = read_given(path, is_query=is_query)
    except DefinitionError as error:
        shown = next((found.path for found in error.diagnostics if found.path), "<query>")
        found = tuple(Finding(diagnostic) for diagnostic in error.diagnostics)
        return Checked(shown, "", found, is_readable=False)
    found = (*_warnings(given, rules), *_issues(given, rules))
    if given.loaded is not None:
        found += tuple(map(Finding, wrong_examples(given.loaded)))
    return Checked(given.path, given.definition.title, tuple(sorted(found, key=_place)))


def _warnings(given: Given, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    """Yield the parser's warnings, save what one of the rules says."""
    codes = {rule.code for rule in rules}
    for diagnostic in given.warnings:
        if _SAID_BY_RULE.get(diagnostic.code) not in codes:
            yield Finding(diagnostic)


def _issues(given: Given, rules: tuple[Rule, ...]) -> Iterator[Finding]:
    for issue in lint(given.definition, rules):
        origin = given.origins[issue.part - 1]
        yield Finding(issue.diagnostic(origin), issue.term, issue.details)


def _place(finding: Finding) -> tuple[int, int, str]:
    """Sort by place; what is about the definition as a whole comes first."""
    found = finding.diagnostic
    if found.position is None:
        return (0, 0, found.code)
    return (found.position.line, found.position.column, found.code)
