"""What ``syndrome check`` finds: what the reader, the rules and the examples say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from transpiler.cli.given import STDIN, Given, read_given
from transpiler.cli.wrong_examples import wrong_examples
from transpiler.definition import DefinitionError
from transpiler.linting import Rule, lint
from transpiler.linting.formats import Checked, CheckFinding
from transpiler.parsing import find_definitions


def check_paths(
    paths: Iterable[str], rules: tuple[Rule, ...], *, are_queries: bool = False
) -> list[Checked]:
    """Check every definition at ``paths``; see `syndrome check`.

    Raises:
        DefinitionError: a path does not exist, or a folder holds no definition.
    """
    named = list(paths)
    library = [] if are_queries else [Path(path) for path in named if path != STDIN]
    return [
        _check(given, rules, library, is_query=are_queries) for given in _found(named, are_queries)
    ]


def _found(paths: Iterable[str], are_queries: bool) -> Iterator[str]:
    for path in paths:
        if are_queries or path == STDIN:
            yield path
        else:
            yield from map(str, find_definitions([path]))


def _check(
    path: str, rules: tuple[Rule, ...], library: Iterable[Path], *, is_query: bool
) -> Checked:
    try:
        given = read_given(path, is_query=is_query, library=library)
    except DefinitionError as error:
        shown = next((found.path for found in error.diagnostics if found.path), "<query>")
        found = tuple(CheckFinding(diagnostic) for diagnostic in error.diagnostics)
        return Checked(shown, "", found, is_readable=False)
    found = tuple(_issues(given, rules))
    if given.loaded is not None:
        found += tuple(map(CheckFinding, wrong_examples(given.loaded)))
    return Checked(given.path, given.definition.title, tuple(sorted(found, key=_place)))


def _issues(given: Given, rules: tuple[Rule, ...]) -> Iterator[CheckFinding]:
    for issue in lint(given.definition, rules):
        origin = given.origins[issue.part - 1]
        yield CheckFinding(issue.diagnostic(origin), issue.term, issue.details)


def _place(finding: CheckFinding) -> tuple[int, int, str]:
    """Sort by place; what is about the definition as a whole comes first."""
    found = finding.diagnostic
    if found.position is None:
        return (0, 0, found.code)
    return (found.position.line, found.position.column, found.code)
