"""The SQL of a definition as text: the boolean alone, or a whole SELECT."""

from __future__ import annotations

from collections.abc import Mapping

from transpiler.definition import Definition
from transpiler.dialects import Dialect, UnsupportedByDialect, get_dialect
from transpiler.emitting.columns import columns_of
from transpiler.emitting.layout import render
from transpiler.emitting.predicate import predicate


def to_sql(
    definition: Definition,
    dialect: str | Dialect,
    columns: str | Mapping[str, str] | None = None,
    *,
    folded: bool = False,
) -> str:
    """Return the boolean expression that flags a visit: TRUE or FALSE, never NULL.

    It can stand wherever an expression can, and equals `transpiler.meaning.matches` on every visit
    the engine can store.

    Args:
        definition: what is asked.
        dialect: the engine, by name.
        columns: one SQL column for a definition that reads one text, or a mapping of fields (and
            ``age_years``, ``sex``, ``is_emergency`` where it filters) to columns. A field that is
            not among them has the column of its own name. Columns are plain names, qualified or
            not, and are quoted.
        folded: the columns hold text that `Dialect.fold` has folded already. Otherwise each test
            folds for itself, which is slow: fold once, in a table or a CTE.

    Raises:
        DefinitionError: a column is not a plain name, or the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what the definition asks.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    expression = predicate(definition, engine, columns_of(definition, columns), folded=folded)
    engine.check(expression)
    sql = render(expression, engine)
    limit = engine.limits.query_length
    if limit is not None and len(sql.encode()) > limit:
        raise UnsupportedByDialect(
            engine.name, f"the query is longer than the {limit} bytes that the engine reads"
        )
    return sql
