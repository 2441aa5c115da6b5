"""What a dialect is: how one engine spells the few things a definition asks of a text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import itemgetter
from typing import ClassVar, Final

from sqlglot import exp

from transpiler.definition import FOLD_FROM, FOLD_TO
from transpiler.dialects.engine import EngineEntry
from transpiler.dialects.tables import Tables
from transpiler.dialects.unsupported import UnsupportedByDialect

STRUCTURE: Final[frozenset[type[exp.Expression]]] = frozenset(
    {
        exp.Alias,
        exp.And,
        exp.Anonymous,
        exp.Boolean,
        exp.Case,
        exp.Column,
        exp.DPipe,
        exp.EQ,
        exp.GT,
        exp.GTE,
        exp.Identifier,
        exp.If,
        exp.In,
        exp.Is,
        exp.LTE,
        exp.Literal,
        exp.Not,
        exp.Null,
        exp.Or,
        exp.Paren,
    }
)
"""The sqlglot nodes that every engine reads in the same way."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine bears. Each dialect says where its figures come from.

    Attributes:
        regex_length: characters of one term as a regular expression; a longer one is refused.
        regex_terms: terms that one regular expression may hold.
        regex_weight: about how many states the automaton of one may have.
        regex_runs: how often ``^`` may stand inside the terms of one.
        variants: literals that a term with classes may be written out to.
        depth: expressions nested in one another; a deeper query is refused.
        query_length: bytes of a whole statement; a longer one is refused. None where there is no
            such limit.
        searches: literals that a list of terms may take to be searched one by one; of more, only
            those are searched that stand under a trigram of the text (`Dialect.any_trigram`). None
            where one regular expression asks for many.
    """

    regex_length: int
    regex_terms: int
    regex_weight: int
    regex_runs: int
    variants: int
    depth: int
    query_length: int | None = None
    searches: int | None = None


class Dialect(ABC):
    """How one engine says what definitions ask. Without state; one object of each serves all.

    Hooks take and return sqlglot expressions. They write functions by name, as `exp.Anonymous`, so
    that sqlglot prints them as they stand: its own translation between dialects changes what
    CONTAINS, ILIKE and regular expressions match.

    Attributes:
        name: the key in `DIALECTS`.
        sqlglot: sqlglot's name for it, which decides quotes and the escapes in literals.
        operators: the sqlglot nodes it may use besides `STRUCTURE`.
        functions: the functions it may use, in capitals.
        limits: what the engine bears.
        stores_nul: whether a text can hold the character U+0000.
        escaped: characters that a literal does not hold as they are, though they have a picture.
        byte_count: the function that counts the bytes of a text.
        character_count: the function that counts its characters.
        merges_terms: whether one regular expression for many terms is quicker than a search of
            each literal (RE2), or slower (PostgreSQL).
        tables: how it says what a library's tables need.
        engine: where it can be executed here; None where it cannot (docs/dialects.md says so).
        fence: what ends a subquery that folds texts, where the engine would otherwise fold them in
            every test of the query around it.
        joins_literals: whether ``||`` of literals is known to be computed once and not for each
            row, so that a long one may stand on several lines.
    """

    name: ClassVar[str]
    sqlglot: ClassVar[str]
    operators: ClassVar[frozenset[type[exp.Expression]]] = frozenset()
    functions: ClassVar[frozenset[str]]
    limits: ClassVar[Limits]
    stores_nul: ClassVar[bool] = True
    escaped: ClassVar[str] = ""
    merges_terms: ClassVar[bool]
    joins_literals: ClassVar[bool] = False
    fence: ClassVar[str] = ""
    byte_count: ClassVar[str]
    character_count: ClassVar[str] = "LENGTH"
    tables: ClassVar[Tables]
    engine: ClassVar[EngineEntry | None] = None

    def contains(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return whether ``text`` holds ``literal``, which is not empty."""
        place = function("STRPOS", text, self.literal(literal))
        return exp.GT(this=place, expression=exp.Literal.number(0))

    def starts_with(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return whether ``text`` begins with ``literal``, which is not empty."""
        return function("STARTS_WITH", text, self.literal(literal))

    def ends_with(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return whether ``text`` ends with ``literal``, which is not empty."""
        return function("ENDS_WITH", text, self.literal(literal))

    @abstractmethod
    def matches(self, text: exp.Expression, regex: exp.Expression) -> exp.Expression:
        """Return whether the regular expression ``regex``, a literal, is found in ``text``.

        It keeps to what all engines read alike: literals, ``.``, ``[...]``, ``|``, ``(?:...)``,
        ``.*``, and ``^`` and ``$`` for the ends of the text; it opens with ``(?s)``.
        """

    def is_ascii(self, text: exp.Expression) -> exp.Expression:
        """Return whether ``text`` holds only ASCII characters: as many bytes as characters."""
        size = function(self.character_count, text.copy())
        return exp.EQ(this=function(self.byte_count, text), expression=size)

    @abstractmethod
    def exact(self, text: exp.Expression) -> exp.Expression:
        """Return ``text`` compared character by character, whatever its column's collation."""

    def lower(self, text: exp.Expression) -> exp.Expression:
        """Return an ASCII ``text`` in small letters."""
        return function("LOWER", text)

    def fold(self, column: exp.Expression) -> exp.Expression:
        """Return ``column`` folded by the fixed table (`transpiler.definition.fold`).

        ASCII texts, nearly all there are, take the quick way.
        """
        text = self.exact(column)
        table = function("TRANSLATE", text.copy(), self.literal(FOLD_FROM), self.literal(FOLD_TO))
        return (
            exp.Case().when(self.is_ascii(column.copy()), self.lower(text), copy=False).else_(table)
        )

    def with_folded(
        self, column: exp.Expression, ask: Callable[[exp.Expression], exp.Expression]
    ) -> exp.Expression:
        """Return what ``ask`` makes of the folded text of ``column``, which is folded once."""
        asked = ask(self.column(FOLDED))
        if sum(found.name == FOLDED for found in asked.find_all(exp.Column)) == 1:
            return ask(self.fold(column))
        return self.naming_folded(self.fold(column), asked)

    def naming_folded(self, folded: exp.Expression, asked: exp.Expression) -> exp.Expression:
        """Return ``asked``, in which the text ``folded`` has the name `FOLDED`.

        Raises:
            UnsupportedByDialect: nothing gives a name to a text inside an expression.
        """
        raise UnsupportedByDialect(
            self.name,
            "a text cannot be folded once inside an expression",
            hint="fold the column in a table, and ask that",
        )

    def any_trigram(
        self, text: exp.Expression, length: int, ask: Callable[[exp.Expression], exp.Expression]
    ) -> exp.Expression:
        """Return whether ``ask`` holds of a trigram of ``text``; FALSE where the text is missing.

        The trigrams are all runs of ``length`` characters without a blank. The names that they get
        hide no column of the caller's.

        Raises:
            UnsupportedByDialect: the dialect does not cut texts; its `Limits.searches` is None.
        """
        raise UnsupportedByDialect(self.name, "texts are not cut into trigrams")

    def equals(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return whether ``text`` is ``literal``."""
        return exp.EQ(this=text, expression=self.literal(literal))

    def literal(self, text: str) -> exp.Expression:
        """Return ``text`` as a string literal.

        Characters without a picture (controls, line breaks, marks that turn the direction of
        writing, every blank but U+0020) are written by their numbers, so that the SQL can be read,
        stored on one line and indented without harm. So is a backslash before a quote: sqlparse, by
        which dbt finds where CTEs go into a model, would take the quote for part of the text.

        Raises:
            UnsupportedByDialect: the engine cannot hold the text.
        """
        if not self.stores_nul and "\0" in text:
            raise UnsupportedByDialect(self.name, "a text cannot hold the character U+0000")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise UnsupportedByDialect(self.name, "half of a surrogate pair is not a character")
        if text.isprintable() and not any(found in text for found in (*self.escaped, "\\")):
            return exp.Literal.string(text)
        runs: list[exp.Expression] = []
        for by_number, run in groupby(zip(text, self._by_number(text), strict=True), itemgetter(1)):
            found = "".join(character for character, _ in run)
            if by_number:
                runs += [self.character(ord(each)) for each in found]
            else:
                runs.append(exp.Literal.string(found))
        return reduce(_concatenated, runs)

    def character(self, code_point: int) -> exp.Expression:
        """Return the character of a code point."""
        return function("CHR", exp.Literal.number(code_point))

    def long_literal(self, lines: Sequence[str]) -> exp.Expression:
        """Return ``lines``, joined, as one literal; a line of SQL each where that does no harm."""
        if len(lines) == 1 or not self.joins_literals:
            return self.literal("".join(lines))
        return reduce(_concatenated, [self.literal(line) for line in lines])

    def _by_number(self, text: str) -> list[bool]:
        """Return, for each character, whether it is written by its code point."""
        found = []
        is_before_quote = True
        for character in reversed(text):
            by_number = not character.isprintable() or character in self.escaped
            by_number |= character == "\\" and is_before_quote
            found.append(by_number)
            is_before_quote = by_number or character == "'"
        return found[::-1]

    def column(self, *names: str) -> exp.Expression:
        """Return a column by its quoted name, qualifiers first."""
        *qualifiers, name = [exp.to_identifier(name, quoted=True) for name in names]
        return exp.Column(
            this=name,
            **dict(zip(("table", "db", "catalog"), reversed(qualifiers), strict=False)),
        )

    def check(self, expression: exp.Expression) -> None:
        """Hold an emitted expression to the nodes and functions this dialect may use.

        Raises:
            UnsupportedByDialect: it uses another one.
        """
        allowed = STRUCTURE | self.operators
        for node in expression.walk():
            if type(node) not in allowed:
                kind = type(node).__name__
                raise UnsupportedByDialect(self.name, f"{kind} is not on the list of operators")
            if isinstance(node, exp.Anonymous) and node.name.upper() not in self.functions:
                raise UnsupportedByDialect(
                    self.name, f"{node.name.upper()} is not on the list of functions"
                )


FOLDED: Final = "folded"
"""The name that `Dialect.with_folded` gives the folded text."""


def function(name: str, *arguments: exp.Expression) -> exp.Expression:
    """Return a call of the engine's function ``name``, printed as it stands."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def _concatenated(left: exp.Expression, right: exp.Expression) -> exp.Expression:
    return exp.DPipe(this=left, expression=right)
