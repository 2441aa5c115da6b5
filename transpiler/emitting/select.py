"""The SQL of a definition as text: the boolean alone, or a whole SELECT."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sqlglot import exp

from transpiler.definition import Definition
from transpiler.dialects import Dialect, get_dialect
from transpiler.emitting.comments import WHY_CASE, sanitized
from transpiler.emitting.folding import folded_text
from transpiler.emitting.identifiers import column, columns_of, table
from transpiler.emitting.limits import check_depth, check_length
from transpiler.emitting.predicate import predicate
from transpiler.emitting.sql_layout import INDENT, render

VISITS: Final = "syndrome_visits"
"""The table of visits, whose columns have the fields' own names."""

VISIT_ID: Final = "visit_id"
FLAG: Final = "is_match"
"""The columns of a SELECT."""

_FOLDED: Final = "folded"
"""What the WITH is called that folds texts."""

_TEXT: Final = "text"
"""The name of the text of a bare query in it."""


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
        definition: the definition to ask.
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

    Its rows are the key of a visit and ``is_match``. Texts are folded once, in a WITH in front.

    Args:
        definition: the definition to ask.
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
    named = columns_of(definition, columns)
    title = f": {definition.title}" if definition.title else ""
    lines = [f"/* {sanitized(definition.identifier + title)} */", f"/* {WHY_CASE} */"]
    source, shown = table(visits).sql(dialect=engine.sqlglot), column(key, engine)
    if not folded:
        check_depth(definition, engine)
        once = _FOLDED if visits.lower() != _FOLDED else f"{_FOLDED}_once"
        lines += [f"WITH {once} AS ("]
        lines += [INDENT + line for line in _folding(definition, engine, named, source, shown)]
        lines += [")"]
        named = {name: _name(name) for name in named}
        source, own = once, column(VISIT_ID, engine)
        shown = own if shown.name == VISIT_ID else _as(own, shown.name)
    flag = to_sql(definition, engine, named, folded=True).split("\n")
    flag[-1] += f" AS {_quoted(FLAG, engine)}"
    selected = f"{INDENT}{shown.sql(dialect=engine.sqlglot)},"
    lines += ["SELECT", selected, *(INDENT + line for line in flag), f"FROM {source}"]
    return check_length("\n".join(lines), engine)


def _folding(
    definition: Definition,
    engine: Dialect,
    named: Mapping[str, str],
    source: str,
    key: exp.Expression,
) -> Iterator[str]:
    """Yield the SELECT that gives what the query reads its own names, the texts folded.

    The names are the product's, so that no column of the caller's can be taken for another.
    """
    items = {VISIT_ID: key}
    for field in list(definition.fields()) or [""]:
        stored = column(named[field], engine)
        items[_name(field)] = folded_text(definition, field, stored, engine)
    for name in definition.filter_columns:
        items[name] = column(named[name], engine)
    selected = []
    for name, item in items.items():
        engine.check(item)
        text = render(item, engine)
        quoted = _quoted(name, engine)
        selected.append(text if text == quoted else f"{text} AS {quoted}")
    yield "SELECT"
    yield from (INDENT + line for line in ",\n".join(selected).split("\n"))
    yield f"FROM {source}"
    if engine.fence:
        yield engine.fence


def _name(field: str) -> str:
    """Return the name that a field or filter has behind the WITH."""
    return field or _TEXT


def _quoted(name: str, engine: Dialect) -> str:
    return exp.to_identifier(name, quoted=True).sql(dialect=engine.sqlglot)


def _as(own: exp.Expression, name: str) -> exp.Expression:
    return exp.Alias(this=own, alias=exp.to_identifier(name, quoted=True))
