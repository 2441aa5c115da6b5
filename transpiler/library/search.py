"""One definition asked of visits whose tokens are kept: a question over years of history.

The tokens lead to the few visits that can match, and only their texts are read: all of them in the
exact look, none to find them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transpiler.definition import Definition
from transpiler.dialects import Dialect, get_dialect
from transpiler.emitting import to_sql
from transpiler.library.constants import is_worth_a_look, literal_rows, route_rows
from transpiler.library.plan import make_library
from transpiler.library.rendering import STEPS, LibraryStep, render

_LEADING_TO_TOKENS = STEPS[STEPS.index("routes") : STEPS.index("lookups")]


def search_steps(
    definition: Definition,
    dialect: str | Dialect,
    *,
    relations: Mapping[str, str] | None = None,
) -> tuple[LibraryStep, ...]:
    """Return the tables that lead from kept tokens to the ``visit_id`` of every match.

    Args:
        definition: the definition to ask; it reads fields.
        dialect: the engine, by name.
        relations: ``texts`` and ``tokens``, as `classification_steps` made them with
            ``keeps_tokens``, and their names in SQL.

    Raises:
        DefinitionError: the dialect is unknown.
        UnsupportedByDialect: the engine cannot say what the definition asks.
        ValueError: the definition is a query without fields.
    """
    engine = get_dialect(dialect) if isinstance(dialect, str) else dialect
    library = make_library([definition])
    # Where something is not found by tokens, every visit is asked anyway.
    is_indexed = all(found.route.lookups for found in library.routes)
    own: dict[str, dict[str, Any]] = {
        "routes": {"rows": route_rows(library, engine)},
        "literals": {"rows": literal_rows(library, engine)},
        "token_fragments": {"filter": is_worth_a_look(library, engine)},
    }
    before = [
        render(name, engine, relations or {}, **own.get(name, {}))
        for name in (_LEADING_TO_TOKENS if is_indexed else ())
    ]
    asked = to_sql(definition, engine, folded=True)
    last = render("search", engine, relations or {}, asked=asked, is_indexed=is_indexed)
    return (*before, last)
