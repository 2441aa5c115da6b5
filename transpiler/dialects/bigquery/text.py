"""BigQuery."""

from __future__ import annotations

from typing import ClassVar

from sqlglot import exp

from transpiler.dialects.base import FOLDED, Dialect, Limits, function
from transpiler.dialects.bigquery.tables import BigQueryTables
from transpiler.dialects.engine import EngineEntry


class BigQuery(Dialect):
    """BigQuery's GoogleSQL. Its regular expressions are RE2."""

    name = "bigquery"
    sqlglot = "bigquery"
    operators = frozenset(
        {exp.Array, exp.From, exp.Select, exp.Subquery, exp.TableAlias, exp.Unnest}
    )
    functions = frozenset(
        {
            "BYTE_LENGTH",
            "CHAR_LENGTH",
            "CHR",
            "ENDS_WITH",
            "LOWER",
            "REGEXP_CONTAINS",
            "STARTS_WITH",
            "STRPOS",
            "TRANSLATE",
        }
    )
    byte_count = "BYTE_LENGTH"
    character_count = "CHAR_LENGTH"
    tables = BigQueryTables()
    engine = EngineEntry(
        "googlesql",
        "transpiler.dialects.bigquery.engine",
        "GoogleSql",
        needs=("zetasql", "wasmtime", "tzdata", "platformdirs"),
    )
    merges_terms = True
    joins_literals = False
    """A pattern of 60 words took GoogleSQL's reference implementation 0.3 s on 20,000 texts as one
    literal, and 120 s as six that are joined: each row compiles it anew. So it stays on one line,
    however long. Literals side by side, which GoogleSQL joins itself, the docs of BigQuery lack."""
    limits: ClassVar[Limits] = Limits(
        regex_length=1_000,
        regex_terms=500,
        regex_weight=5_000,
        regex_runs=8,
        variants=1,
        depth=250,
        query_length=1_000_000,
    )
    """RE2's memory in BigQuery is not published; DuckDB's bounds are kept. The reference
    implementation stops between 100 and 400 nested expressions; a query may have 1 MB (BigQuery's
    page on quotas)."""

    def matches(self, text: exp.Expression, regex: exp.Expression) -> exp.Expression:
        """Return ``REGEXP_CONTAINS(text, 'regex')``."""
        return function("REGEXP_CONTAINS", text, regex)

    def exact(self, text: exp.Expression) -> exp.Expression:
        """Return the text as it is.

        BigQuery refuses TRANSLATE, which every fold holds, on a column with a collation, so such a
        column gives an error and never another answer.
        """
        return text

    def naming_folded(self, folded: exp.Expression, asked: exp.Expression) -> exp.Expression:
        """Return a subquery over the folded text as the only element of an array."""
        name = exp.to_identifier(FOLDED, quoted=True)
        source = exp.Unnest(
            expressions=[exp.Array(expressions=[folded])],
            alias=exp.TableAlias(columns=[name]),
        )
        return exp.Subquery(this=exp.Select(expressions=[asked], from_=exp.From(this=source)))
