"""The classification of visits by a library as a sequence of tables, each made from earlier ones.

1. ``texts``: the visits, numbered.
2. ``tokens``: which visits have each token. This is the only step that reads every text, and what
   a warehouse keeps: it does not hang on any definition.
3. ``routes`` and ``literals``: the definitions, as tables.
4. ``fragments``, ``token_fragments``, ``anchors``: which tokens a literal is looked up by. The
   rarest fragment of each literal is chosen by the frequencies in the visits themselves.
5. ``candidates``: the visits that are found.
6. ``matches``: those of them that match, after an exact look.

Row for row the same visits as with `transpiler.emitting.to_sql`, definition by definition; a cost
that grows with the words of the visits and with what is found, and hardly with the definitions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from transpiler.dialects import Dialect, get_dialect
from transpiler.emitting import to_sql
from transpiler.emitting.columns import column
from transpiler.library.branching import by_number
from transpiler.library.plan import Library
from transpiler.library.spelling import SPELLINGS

STEPS: Final = (
    "texts",
    "tokens",
    "routes",
    "literals",
    "fragments",
    "token_fragments",
    "anchors",
    "candidates",
    "matches",
)
"""The tables, in the order in which they are made."""

_WITHOUT_LOOKUPS: Final = ("texts", "routes", "matches")
"""The tables for definitions of which none can be looked up."""

KEPT: Final = ("texts", "tokens")
"""The tables that do not hang on the definitions and may be kept from run to run."""

_BLOCK: Final = 1 << 20
"""How many visits at most an array names: 8 MB, where BigQuery bears 100 MB in a row."""

_HEAD: Final = 5
"""Characters of a fragment by which it is looked up; the rest is compared where they are found."""

_LITERALS_IN_A_ROW: Final = 200
"""How many literals stand in one constant: a row each would take the engines seconds to read."""


@dataclass(frozen=True, slots=True)
class Step:
    """One table of a classification.

    Attributes:
        name: one of `STEPS`.
        sql: a SELECT that returns its rows.
    """

    name: str
    sql: str


def classification_steps(
    library: Library,
    dialect: str | Dialect,
    *,
    visits: str,
    columns: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
    folded: bool = False,
    keeps_tokens: bool = False,
) -> tuple[Step, ...]:
    """Return the tables that lead from visits to ``(visit_id, definition, version)``.

    Args:
        library: the definitions.
        dialect: the engine, by name.
        visits: the table of visits: ``visit_id``, and the columns the definitions read.
        columns: field or filter → its column; what is not among them has the column of its name.
        relations: step → name of its table as SQL writes it; what is not among them is the step's
            own name.
        folded: the columns hold text that `Dialect.fold` has folded already.
        keeps_tokens: ``tokens`` names the visits that have each token. It takes longer to make, and
            texts need not be cut again when other definitions are asked.

    Raises:
        DefinitionError: a column is not a plain name, or the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what a definition asks.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    values = {
        "sql": SPELLINGS[engine.name],
        "visits": visits,
        "fields": library.looked_up,
        "block": _BLOCK,
        "head": _HEAD,
        "keeps_tokens": keeps_tokens,
        **{name: name for name in STEPS},
        **(relations or {}),
    }
    own: dict[str, dict[str, Any]] = {
        "texts": {"columns": _columns(library, engine, columns or {}, folded=folded)},
        "routes": {"rows": list(_routes(library, engine))},
        "literals": {"rows": list(_literals(library, engine))},
        "matches": _questions(library, engine),
    }
    return tuple(
        Step(name, _TEMPLATES.get_template(f"{name}.sql.jinja").render(values | own.get(name, {})))
        for name in (STEPS if library.looked_up else _WITHOUT_LOOKUPS)
    )


def as_one_query(steps: Sequence[Step], dialect: str | Dialect) -> str:
    """Return the last of ``steps`` as one SELECT, with the others before it in its WITH clause."""
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    stored = SPELLINGS[engine.name].stored
    *before, last = steps
    named = ",\n\n".join(f"{step.name} as {stored}(\n{step.sql}\n)" for step in before)
    return f"with\n{named},\n\n{last.name} as (\n{last.sql}\n)\n\nselect * from {last.name}"


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates", encoding="utf-8"),
    undefined=StrictUndefined,
    autoescape=False,
    trim_blocks=True,
    lstrip_blocks=True,
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
)


def _columns(
    library: Library, dialect: Dialect, columns: Mapping[str, str], *, folded: bool
) -> list[dict[str, str]]:
    """Return the columns of ``texts``: the fields folded, what filters ask as it is."""
    found = []
    for name in (*library.fields, *library.filters):
        stored = column(columns.get(name, name), dialect)
        if name in library.fields:
            stored = dialect.exact(stored) if folded else dialect.fold(stored)
        found.append({"name": name, "sql": stored.sql(dialect=dialect.sqlglot)})
    return found


def _routes(library: Library, dialect: Dialect) -> Iterator[tuple[str, ...]]:
    for found in library.routes:
        definition = library.definitions[found.definition_no]
        yield (
            str(found.route_no),
            str(found.definition_no),
            _literal(definition.name, dialect),
            str(definition.version),
            _literal(found.route.field, dialect),
            str(found.route.condition is not None).lower(),
            str(found.veto_no is not None).lower(),
            str(found.veto_no or 0),
        )


def _literals(library: Library, dialect: Dialect) -> Iterator[tuple[str, ...]]:
    for found in library.routes:
        for lookup_no, lookup in enumerate(found.route.lookups):
            for option_no, literals in enumerate(lookup.options):
                numbers = (str(found.route_no), str(lookup_no), str(option_no))
                for start in range(0, len(literals), _LITERALS_IN_A_ROW):
                    yield *numbers, _json(literals[start : start + _LITERALS_IN_A_ROW], dialect)


def _json(texts: Sequence[str], dialect: Dialect) -> str:
    """Return texts as a constant that holds a JSON array.

    Raises:
        UnsupportedByDialect: the engine cannot hold one of them.
    """
    for text in texts:
        dialect.literal(text)
    return _literal(json.dumps(texts, ensure_ascii=False), dialect)


def _literal(text: str, dialect: Dialect) -> str:
    return dialect.literal(text).sql(dialect=dialect.sqlglot)


def _questions(library: Library, dialect: Dialect) -> dict[str, Any]:
    """Return what is asked of visits: the conditions of routes, and the vetoes of definitions."""
    conditions: dict[int, str] = {}
    vetoes: dict[int, str] = {}
    searches = []
    names = {
        found.route_no: library.definitions[found.definition_no].identifier
        for found in library.routes
    }
    vetoed = {}
    for found in library.routes:
        route = found.route
        asked = [
            to_sql(definition, dialect, folded=True)
            for definition in (route.condition, route.veto)
            if definition is not None
        ]
        if not route.lookups:
            searches.append(
                {"definition_no": found.definition_no, "condition": "\nAND ".join(asked)}
            )
            continue
        if route.condition is not None:
            conditions[found.route_no] = asked[0]
        if found.veto_no is not None and found.veto_no not in vetoes:
            vetoes[found.veto_no] = asked[-1]
            vetoed[found.veto_no] = names[found.route_no]
    return {
        "conditions": conditions and by_number("route_no", conditions, names),
        "vetoes": vetoes and by_number("veto_no", vetoes, vetoed),
        "searches": searches,
    }
