"""One pattern as a test of a folded text, in the cheapest form the dialect has."""

from __future__ import annotations

from sqlglot import exp

from transpiler.definition import AnyRun, Literal, Pattern
from transpiler.dialects import Dialect, UnsupportedByDialect
from transpiler.emitting.regex import regex_of


def test_of(pattern: Pattern, text: exp.Expression, dialect: Dialect) -> exp.Expression:
    """Return whether ``pattern`` covers ``text``, which is folded and not missing.

    Where the text is missing the answer is NULL or FALSE.
    """
    if not pattern.is_word:
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
    return search(regex_of([pattern]), text, dialect)


def is_missing(column: exp.Expression) -> exp.Expression:
    """Return ``column IS NULL``."""
    return exp.Is(this=column, expression=exp.Null())


def is_present(column: exp.Expression) -> exp.Expression:
    """Return ``column IS NOT NULL``."""
    return exp.Is(this=column, expression=exp.Not(this=exp.Null()))


def search(regex: str, text: exp.Expression, dialect: Dialect) -> exp.Expression:
    """Return whether ``regex`` is found in ``text``.

    Raises:
        UnsupportedByDialect: it is longer than the engine bears.
    """
    if len(regex) > dialect.limits.regex_length:
        raise UnsupportedByDialect(
            dialect.name,
            f"a regular expression of {len(regex)} characters, more than the"
            f" {dialect.limits.regex_length} allowed",
            hint="shorten the term, or write it without classes and wildcards",
        )
    return dialect.matches(text, regex)
