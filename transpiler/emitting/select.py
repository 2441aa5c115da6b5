"""The SQL of a definition as text: the boolean alone, or a whole SELECT."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlglot import exp

from transpiler.definition import Definition
from transpiler.dialects import Dialect, get_dialect
from transpiler.emitting.columns import column, columns_of, table
from transpiler.emitting.comments import WHY_CASE, sanitized
from transpiler.emitting.layout import INDENT, render
from transpiler.emitting.limits import check_depth, check_length
from transpiler.emitting.predicate import predicate

VISITS: Final = "syndrome_visits"
"""The table of visits, whose columns have the fields' own names."""

VISIT_ID: Final = "visit_id"
FLAG: Final = "is_match"
"""The columns of a SELECT."""


def to_sql(
    definition: Definition,
    dialect: str | Dialect,
    columns: str | Mapping[str, str] | None = None,
    *,
    folded: bool = False,
) -> str:
    """Return the boolean expression that flags a visit: TRUE or FALSE, never NULL.

    It can stand wherever an expression of a query can, and equals `transpiler.meaning.matches` on
    every visit the engine can store.

    Args:
        definition: what is asked.
        dialect: the engine, by name.
        columns: one SQL column for a definition that reads one text, or a mapping of fields (and
            ``age_years``, ``sex``, ``is_emergency`` where it filters) to columns. A field that is
            not among them has the column of its own name. Columns are plain names, qualified or
            not, and are quoted.
        folded: the columns hold text that `Dialect.fold` has folded already. Otherwise the
            expression folds, each time anew: to ask several definitions, fold once, in a table.

    Raises:
        DefinitionError: a column is not a plain name, or the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what the definition asks.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    check_depth(definition, engine)
    expression = predicate(definition, engine, columns_of(definition, columns), folded=folded)
    engine.check(expression)
    return check_length(render(expression, engine), engine)


def to_select(
    definition: Definition,
    dialect: str | Dialect,
    columns: str | Mapping[str, str] | None = None,
    *,
    folded: bool = False,
    visits: str = VISITS,
    key: str = VISIT_ID,
) -> str:
    """Return the query that flags every visit of a table.

    Its rows are the key of a visit and ``is_match``.

    Args:
        definition: what is asked.
        dialect: the engine, by name.
        columns: as in `to_sql`.
        folded: as in `to_sql`.
        visits: the table, a plain name, qualified or not.
        key: the column that tells visits apart, likewise.

    Raises:
        DefinitionError: a name is not a plain one, or the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what the definition asks.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    flag = to_sql(definition, engine, columns, folded=folded).split("\n")
    visit_id = column(key, engine).sql(dialect=engine.sqlglot)
    name = exp.to_identifier(FLAG, quoted=True).sql(dialect=engine.sqlglot)
    source = table(visits).sql(dialect=engine.sqlglot)
    title = f": {definition.title}" if definition.title else ""
    lines = [
        f"/* {sanitized(definition.identifier + title)} */",
        f"/* {WHY_CASE} */",
        "SELECT",
        f"{INDENT}{visit_id},",
        *(INDENT + line for line in flag),
        f"FROM {source}",
    ]
    lines[-2] += f" AS {name}"
    return check_length("\n".join(lines), engine)
