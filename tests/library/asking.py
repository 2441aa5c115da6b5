"""Asks an engine a whole library at once, and the evaluator the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.definitions import without_negations
from transpiler.definition import FILTER_COLUMNS, Definition, Visit
from transpiler.dialects import Engine, EngineColumn
from transpiler.library import (
    KEPT,
    STEPS,
    Library,
    LibraryStep,
    as_one_query,
    classification_steps,
    make_library,
    search_steps,
)
from transpiler.meaning import matches

Match = tuple[int, str, int, bool]
"""Number of the visit, name and version of the definition; whether it matches or is vetoed."""

FIELD = "ccdd_parsed"


def of_field(definition: Definition, name: str, field: str = FIELD) -> Definition:
    """Return a definition under a name; a query without fields is asked of ``field``."""
    parts = tuple(replace(part, fields=part.fields or (field,)) for part in definition.parts)
    return replace(definition, name=name, parts=parts)


def expected(definitions: Sequence[Definition], visits: Sequence[Visit]) -> set[Match]:
    """Return what the evaluator says of the visits that a definition without negations takes."""
    included = [without_negations(definition) for definition in definitions]
    return {
        (number, definition.name, definition.version, is_match)
        for number, visit in enumerate(visits)
        for definition, wider in zip(definitions, included, strict=True)
        for is_match in [matches(definition, visit)]
        if is_match or matches(wider, visit)
    }


def classified(
    engine: Engine,
    definitions: Sequence[Definition],
    visits: Sequence[Visit],
    *,
    keeps_tokens: bool = False,
) -> set[Match]:
    """Return what ``engine`` says; it must be able to store every text."""
    library = make_library(definitions)
    _load(engine, library, visits)
    steps = classification_steps(
        library, engine.dialect, visits="visits", keeps_tokens=keeps_tokens, only=STEPS
    )
    both = "select *, true as is_match from matches union all select *, false from vetoed"
    asked = [*steps, LibraryStep("found", both)]
    answer = engine.query(as_one_query(asked, engine.dialect))
    found = {(int(row[0]), str(row[1]), int(row[2]), bool(row[3])) for row in answer}
    assert len(found) == len(answer), "a match is returned twice"
    return found


def searched(engine: Engine, definition: Definition, visits: Sequence[Visit]) -> set[int]:
    """Return the numbers of the visits that ``engine`` finds by kept tokens."""
    library = make_library([definition])
    _load(engine, library, visits)
    steps = classification_steps(library, engine.dialect, visits="visits", keeps_tokens=True)
    kept = [step for step in steps if step.name in KEPT]
    asked = [*kept, *search_steps(definition, engine.dialect)]
    answer = engine.query(as_one_query(asked, engine.dialect))
    found = {int(row[0]) for row in answer}
    assert len(found) == len(answer), "a match is returned twice"
    return found


def _load(engine: Engine, library: Library, visits: Sequence[Visit]) -> None:
    columns: list[EngineColumn] = [
        ("visit_id", "text"),
        *((field, "text") for field in library.fields),
        *((column.name, column.type) for column in FILTER_COLUMNS),
    ]
    rows = [
        [str(number), *(visit.get(name) for name, _ in columns[1:])]
        for number, visit in enumerate(visits)
    ]
    engine.load("visits", columns, rows)
