"""The texts of a query of its own, folded once, in front of the question."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

from transpiler.definition import Definition
from transpiler.dialects import Dialect
from transpiler.emitting.asking import blind_guard
from transpiler.emitting.comments import notes_of
from transpiler.emitting.logic import any_of
from transpiler.planning import split_by_presence


def folded_text(
    definition: Definition, field: str, stored: exp.Expression, dialect: Dialect
) -> exp.Expression:
    """Return ``field`` folded; NULL for a text that no part can take, where that is cheaper.

    Args:
        definition: what will be asked.
        field: one of its fields; empty for a bare query.
        stored: the column of the field, as stored.
        dialect: the engine that will be asked.
    """
    folded = dialect.fold(stored)
    guards = list(_guards(definition, field, stored, dialect))
    found = [guard for guard in guards if guard is not None]
    if not found or len(found) < len(guards):
        return folded
    return exp.Case().when(any_of(found), folded, copy=False).else_(exp.null(), copy=False)


def _guards(
    definition: Definition, field: str, stored: exp.Expression, dialect: Dialect
) -> Iterator[exp.Expression | None]:
    """Yield for each part that reads ``field`` what is in every text it takes; None for nothing."""
    for part, notes in zip(definition.parts, notes_of(definition), strict=True):
        if field in (part.fields or ("",)):
            presence = split_by_presence(part.query.root)
            if presence.takes_missing or presence.present is None:
                yield None
            else:
                yield blind_guard(presence.present, stored.copy(), dialect, notes)
