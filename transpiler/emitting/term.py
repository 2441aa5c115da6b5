"""One pattern as a test of a folded text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sqlglot import exp

from transpiler.definition import AnyRun, Literal, Pattern
from transpiler.dialects import Dialect, UnsupportedByDialect
from transpiler.emitting.regex import alternative, alternatives

_LINE: Final = 96
"""Characters of a regular expression on one line of SQL, unless one alternative has more."""

_OPENING: Final = 5
"""Characters of the opening, which never stands on a line of its own."""


def literal_test(pattern: Pattern, text: exp.Expression, dialect: Dialect) -> exp.Expression | None:
    """Return whether ``pattern`` covers ``text``, or None where that takes more than a literal.

    The text is folded. Where it is missing the answer is NULL or FALSE.
    """
    if pattern.is_word:
        return None
    match pattern.pieces:
        case ():
            return dialect.equals(text, "")
        case (AnyRun(),):
            return is_present(text)
        case (Literal(literal),):
            return dialect.equals(text, literal)
        case (AnyRun(), Literal(literal), AnyRun()):
            return dialect.contains(text, literal)
        case (Literal(literal), AnyRun()):
            return dialect.starts_with(text, literal)
        case (AnyRun(), Literal(literal)):
            return dialect.ends_with(text, literal)
    return None


def search(
    patterns: Sequence[Pattern], text: exp.Expression, dialect: Dialect, opening: str
) -> exp.Expression:
    """Return whether one of ``patterns`` is found in ``text``, as one regular expression.

    Raises:
        UnsupportedByDialect: the expression of one is longer than the engine bears.
    """
    longest = max(len(alternative(pattern)) for pattern in patterns)
    if longest > dialect.limits.regex_length:
        raise UnsupportedByDialect(
            dialect.name,
            f"a term takes a regular expression of {longest} characters, more than"
            f" {dialect.limits.regex_length}",
            hint="shorten the term, or write it without classes and wildcards",
        )
    lines = list(_lines([opening, *alternatives(patterns)]))
    return dialect.matches(text.copy(), dialect.long_literal(lines))


def is_missing(column: exp.Expression) -> exp.Expression:
    """Return ``column IS NULL``."""
    return exp.Is(this=column, expression=exp.Null())


def is_present(column: exp.Expression) -> exp.Expression:
    """Return ``column IS NOT NULL``."""
    return exp.Is(this=column, expression=exp.Not(this=exp.Null()))


def _lines(pieces: Sequence[str]) -> Iterator[str]:
    """Yield the joined pieces, as many at a time as go on a line of SQL."""
    line = ""
    for piece in pieces:
        if len(line) > _OPENING and len(line) + len(piece) > _LINE:
            yield line
            line = ""
        line += piece
    yield line
