"""The classification of visits by a library as a sequence of tables, each made from earlier ones.

1. ``texts``: the visits, numbered.
2. ``tokens``: which visits have each token. This is the only step that reads every text, and what
   a warehouse keeps: it does not hang on any definition.
3. ``routes`` and ``literals``: the definitions, as tables.
4. ``fragments``, ``token_fragments``, ``rarest_fragments``, ``anchors``, ``lookups``: by which
   tokens a literal is looked up. The rarest are chosen by the frequencies in the visits themselves.
5. ``postings`` (where tokens are kept) and ``candidates``: the visits that are found.
6. ``matches``: those of them that match, after an exact look.
7. ``vetoed``: those of the others that would match but for negations.

Row for row the same visits as with `transpiler.emitting.to_sql`, definition by definition; a cost
that grows with the words of the visits and with what is found, and hardly with the definitions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from transpiler.dialects import Dialect, get_dialect
from transpiler.emitting import to_sql
from transpiler.emitting.identifiers import column
from transpiler.library.branching import by_number
from transpiler.library.constants import is_worth_a_look, literal_rows, route_rows
from transpiler.library.plan import Library
from transpiler.library.rendering import MATCHING, STEPS, LibraryStep, render

KEPT: Final = ("texts", "tokens")
"""The tables that do not depend on what is asked and may be kept from run to run."""

DEFINED: Final = ("routes", "literals", "fragments")
"""The tables that do not depend on the visits: they stay as they are until a definition changes."""

_WITHOUT_LOOKUPS: Final = ("texts", "routes", "matches", "vetoed")
"""The tables for definitions of which none can be looked up."""


def classification_steps(
    library: Library,
    dialect: str | Dialect,
    *,
    visits: str,
    columns: Mapping[str, str] | None = None,
    relations: Mapping[str, str] | None = None,
    folded: bool = False,
    keeps_tokens: bool = False,
    only: Collection[str] = MATCHING,
) -> tuple[LibraryStep, ...]:
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
        only: the steps that are wanted; by default those that lead to the matches.

    Raises:
        DefinitionError: a column is not a plain name, or the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what a definition asks.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    names = _names(library, keeps_tokens=keeps_tokens)
    own: dict[str, Callable[[], dict[str, Any]]] = {
        "texts": lambda: {
            "visits": visits,
            "columns": _columns(library, engine, columns or {}, folded=folded),
        },
        "routes": lambda: {"rows": route_rows(library, engine)},
        "literals": lambda: {"rows": literal_rows(library, engine)},
        "token_fragments": lambda: {"filter": is_worth_a_look(library, engine)},
        "matches": lambda: _questions(library, engine),
        "vetoed": lambda: _inclusions(library, engine),
    }
    shared = {"fields": library.looked_up, "keeps_tokens": keeps_tokens}
    return tuple(
        render(name, engine, relations or {}, **shared, **own.get(name, dict)())
        for name in names
        if name in only
    )


def as_one_query(steps: Sequence[LibraryStep], dialect: str | Dialect) -> str:
    """Return the last of ``steps`` as one SELECT, with the others before it in its WITH clause."""
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    stored = engine.tables.stored
    *before, last = steps
    named = [f"{step.name} as {stored}(\n{step.sql}\n)" for step in before]
    named.append(f"{last.name} as (\n{last.sql}\n)")
    return "with\n" + ",\n\n".join(named) + f"\n\nselect * from {last.name}"


def _names(library: Library, *, keeps_tokens: bool) -> tuple[str, ...]:
    """Return the names of the tables in order."""
    if not library.looked_up:
        return _WITHOUT_LOOKUPS
    return STEPS if keeps_tokens else tuple(name for name in STEPS if name != "postings")


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
        condition, veto = found.route.condition, found.route.veto
        if veto is not None and found.veto_no is not None and found.veto_no not in vetoes:
            vetoes[found.veto_no] = to_sql(veto, dialect, folded=True)
            vetoed[found.veto_no] = names[found.route_no]
        asked = [] if condition is None else [to_sql(condition, dialect, folded=True)]
        if not found.route.lookups:
            asked += [] if found.veto_no is None else [vetoes[found.veto_no]]
            searches.append(
                {"definition_no": found.definition_no, "condition": "\nAND ".join(asked)}
            )
        elif asked:
            conditions[found.route_no] = asked[0]
    return {
        "columns": [*library.fields, *library.filters],
        "conditions": conditions and by_number("asked.route_no", conditions, names),
        "vetoes": vetoes and by_number("veto_no", vetoes, vetoed),
        "searches": searches,
    }


def _inclusions(library: Library, dialect: Dialect) -> dict[str, Any]:
    """Return what definitions with negations ask of visits without them, route by route."""
    inclusions: dict[int, str] = {}
    searches = []
    names = {}
    vetoing = [found for found in library.routes if library.has_negations(found.definition_no)]
    for found in vetoing:
        names[found.route_no] = library.definitions[found.definition_no].identifier
        inclusion = found.route.inclusion
        asked = None if inclusion is None else to_sql(inclusion, dialect, folded=True)
        if not found.route.lookups:
            searches.append({"route_no": found.route_no, "condition": asked})
        elif asked is not None:
            inclusions[found.route_no] = asked
    return {
        "columns": [*library.fields, *library.filters],
        "inclusions": inclusions and by_number("route_no", inclusions, names),
        "searches": searches,
    }
