"""Which terms are to blame where an engine and the evaluator differ."""

from __future__ import annotations

from dataclasses import replace

from transpiler.definition import Definition, Query, Visit, terms
from transpiler.dialects import EngineError
from transpiler.meaning import matches
from transpiler.verifying.engine_table import VisitTable
from transpiler.verifying.lane import Lane, said


def blamed_terms(lane: Lane, definition: Definition, visit: Visit) -> tuple[str, ...]:
    """Return the terms, as written, that the engine answers differently when asked alone.

    Empty where every term by itself agrees: then the difference is in how they are combined.
    """
    alone = _terms_alone(definition)
    sql = {name: said(lane, asked)[0] for name, asked in alone.items()}
    askable = {name: found for name, found in sql.items() if found is not None}
    table = VisitTable.load(lane.engine, list(alone.values()), [visit])
    try:
        answers = table.ask_sql(list(askable.values()), folded=not lane.is_read_back)
    except EngineError:
        return ()
    return tuple(
        name
        for name, answered in zip(askable, answers, strict=True)
        if answered != {0: matches(alone[name], visit)}
    )


def _terms_alone(definition: Definition) -> dict[str, Definition]:
    """Return a definition of each term, asked of the fields of its part."""
    return {
        term.text: Definition(
            parts=(replace(part, query=Query(term.text, term, part.query.precedence)),)
        )
        for part in definition.parts
        for term in terms(part.query.root)
    }
