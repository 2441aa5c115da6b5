"""The templates of the tables, and what every one of them may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from transpiler.dialects import Dialect
from transpiler.library.tokens import SHORTEST
from transpiler.templates import sql_templates

STEPS: Final = (
    "texts",
    "tokens",
    "routes",
    "literals",
    "fragments",
    "token_fragments",
    "rarest_fragments",
    "anchors",
    "lookups",
    "postings",
    "candidates",
    "matches",
    "vetoed",
)
"""The tables of a classification, in the order in which they are made."""

MATCHING: Final = STEPS[: STEPS.index("vetoed")]
"""Those that lead to the matches."""

_BLOCK: Final = 1 << 20
"""How many visits at most an array names: 70 MB as keys, where BigQuery bears 100 MB in a row."""

_HEAD: Final = 4
_HEAD_AT_START: Final = 6
"""Characters of a fragment by which it is looked up; the rest is compared where they are found.
Where it must stand at the start of a token it costs no more to look up a longer one. All tables of
40 generated definitions and 200,000 visits took DuckDB 1.8 s so, and 1.9 to 2.3 s with heads of 3
to 8 (``python -m benchmarks.figures``)."""


@dataclass(frozen=True, slots=True)
class LibraryStep:
    """One table.

    Attributes:
        name: what it is called.
        sql: a SELECT that returns its rows.
    """

    name: str
    sql: str


def render(name: str, dialect: Dialect, relations: Mapping[str, str], **values: Any) -> LibraryStep:
    """Return the table that the template ``name`` makes.

    Args:
        name: of the template, and of the table.
        dialect: the engine.
        relations: table → its name in SQL; what is not among them has its own name.
        values: what this template asks for besides.
    """
    common = {
        "sql": dialect.tables,
        "block": _BLOCK,
        "shortest": SHORTEST,
        "head": _HEAD,
        "head_at_start": _HEAD_AT_START,
        **{step: step for step in STEPS},
        **relations,
    }
    return LibraryStep(name, _TEMPLATES.get_template(f"{name}.sql.jinja").render(common | values))


_TEMPLATES: Final = sql_templates(Path(__file__).parent / "templates")
