"""AND, OR and NOT of sqlglot expressions: flat, with parentheses where they are needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from sqlglot import exp


def all_of(tests: Sequence[exp.Expression]) -> exp.Expression:
    """Return the AND of ``tests``, which are one or more."""
    return _joined(exp.And, tests)


def any_of(tests: Sequence[exp.Expression]) -> exp.Expression:
    """Return the OR of ``tests``, which are one or more."""
    return _joined(exp.Or, tests)


def _joined(kind: type[exp.Expression], tests: Sequence[exp.Expression]) -> exp.Expression:
    """Return a chain, which prints without parentheses and which engines read as flat."""
    if len(tests) == 1:
        return tests[0]
    closed = (exp.Paren(this=test) if isinstance(test, exp.Connector) else test for test in tests)
    return reduce(lambda left, right: kind(this=left, expression=right), closed)


def none_of(tests: Sequence[exp.Expression]) -> exp.Expression:
    """Return that none of ``tests``, which are one or more, holds."""
    found = any_of(tests)
    return exp.Not(
        this=exp.Paren(this=found) if isinstance(found, exp.Connector | exp.Not) else found
    )


def decided(condition: exp.Expression) -> exp.Expression:
    """Return ``condition`` with unknown made FALSE.

    A CASE, not a COALESCE: inside CASE DuckDB stops at the first test that decides an OR or AND,
    while it runs every test of one that is projected.
    """
    return when(condition, exp.true())


def is_decided(test: exp.Expression) -> bool:
    """Return whether ``test`` is a CASE, or a subquery of one, and so never NULL."""
    match test:
        case exp.Subquery(this=exp.Select(expressions=[asked])):
            return isinstance(asked, exp.Case)
    return isinstance(test, exp.Case)


def when(condition: exp.Expression, then: exp.Expression) -> exp.Expression:
    """Return ``then`` where ``condition`` holds, otherwise FALSE.

    Engines may run the sides of an AND in any order, but ``then`` only after ``condition``.
    """
    return exp.Case().when(condition, then, copy=False).else_(exp.false(), copy=False)
