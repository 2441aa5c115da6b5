"""DuckDB."""

from __future__ import annotations

from typing import ClassVar

from sqlglot import exp

from transpiler.dialects.base import FOLDED, Dialect, Limits, function
from transpiler.dialects.duckdb.tables import DuckDBTables
from transpiler.dialects.engine import EngineEntry


class DuckDB(Dialect):
    """DuckDB 1.4 and later. Its regular expressions are RE2."""

    name = "duckdb"
    sqlglot = "duckdb"
    operators = frozenset({exp.Collate, exp.Lambda})
    functions = frozenset(
        {
            "CHR",
            "CONTAINS",
            "ENDS_WITH",
            "LENGTH",
            "LIST_EXTRACT",
            "LIST_TRANSFORM",
            "LIST_VALUE",
            "LOWER",
            "REGEXP_MATCHES",
            "STARTS_WITH",
            "STRLEN",
            "TRANSLATE",
        }
    )
    byte_count = "STRLEN"
    tables = DuckDBTables()
    engine = EngineEntry(
        "duckdb", "transpiler.dialects.duckdb.engine", "DuckDBEngine", needs=("duckdb",)
    )
    merges_terms = True
    joins_literals = True
    limits: ClassVar[Limits] = Limits(
        regex_length=1_000,
        regex_terms=500,
        regex_weight=5_000,
        regex_runs=8,
        variants=1,
        depth=900,
    )
    """Measured on DuckDB 2.0. RE2 has 8 MB for an automaton: an alternation of 1,000 words (10,000
    bytes) in the order of the alphabet took 1.6 µs a visit and one of 1,300 took 4.6 (in any order:
    800 took 1.6, and 1,200 took 116); eight terms with ``^`` inside took 0.4, sixteen 1.5. The
    parser stops at 1,000 nested expressions."""

    def contains(self, text: exp.Expression, literal: str) -> exp.Expression:
        """Return ``CONTAINS(text, 'literal')``."""
        return function("CONTAINS", text, self.literal(literal))

    def matches(self, text: exp.Expression, regex: exp.Expression) -> exp.Expression:
        """Return ``REGEXP_MATCHES(text, 'regex')``, which searches anywhere in the text."""
        return function("REGEXP_MATCHES", text, regex)

    def naming_folded(self, folded: exp.Expression, asked: exp.Expression) -> exp.Expression:
        """Return a list of the folded text alone, asked by a lambda.

        A subquery would be turned into a join with all distinct texts.
        """
        named = exp.Lambda(
            this=asked,
            expressions=[exp.to_identifier(FOLDED, quoted=True)],
            colon=True,
        )
        answers = function("LIST_TRANSFORM", function("LIST_VALUE", folded), named)
        return function("LIST_EXTRACT", answers, exp.Literal.number(1))

    def exact(self, text: exp.Expression) -> exp.Expression:
        """Return the text under the collation "C".

        A column declared ``COLLATE NOCASE`` makes ``=`` and CONTAINS blind to case, and CAST, LOWER
        and TRANSLATE hand that on; only another COLLATE ends it.
        """
        return exp.Collate(this=text, expression=exp.to_identifier("C", quoted=True))
