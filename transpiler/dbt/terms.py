"""The terms of definitions as rows of a seed: what evidence is made from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

from transpiler.codes import code_shape
from transpiler.dbt.entry import Entry
from transpiler.definition import Definition, Term, clauses
from transpiler.emitting.regex import EXACT, alternative
from transpiler.planning import rarest_literal

COLUMNS: Final = (
    "definition",
    "version",
    "part",
    "field",
    "clause",
    "term",
    "literal",
    "is_literal",
    "pattern",
    "is_negation",
    "is_code",
)
"""The columns of the seed. ``pattern`` is a regular expression that all three engines read alike;
it is found in the folded texts that the term matches. ``literal`` stands in each of these texts, so
that few are searched for the expression; it is empty where there is none. With ``is_literal`` it is
all that the term asks."""


def term_rows(definition: Definition, entry: Entry) -> str:
    """Return the rows of a definition's terms as CSV: one per part, field and term."""
    return seed_rows(
        (
            entry.name,
            str(entry.version),
            str(number),
            field,
            clause.number,
            clause.node.text,
            rarest_literal(clause.node.pattern) or "",
            str(clause.node.pattern.contained_literal is not None).lower(),
            EXACT + alternative(clause.node.pattern),
            str(clause.is_negation is not part.is_negation).lower(),
            str(code_shape(clause.node.pattern) is not None).lower(),
        )
        for number, part in enumerate(definition.parts, start=1)
        for field in part.fields
        for clause in clauses(part.query.root)
        if isinstance(clause.node, Term)
    )


def terms_seed(rows: Iterable[str]) -> str:
    """Return the seed of all terms from the rows of each definition."""
    return seed_rows([COLUMNS]) + "".join(rows)


def seed_rows(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as CSV, every value quoted."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()
