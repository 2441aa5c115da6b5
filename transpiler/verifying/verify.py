"""The same visits through the evaluator and every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from transpiler.definition import Definition, Visit
from transpiler.dialects import EngineError
from transpiler.meaning import matches
from transpiler.probing.probes import probe_visits
from transpiler.verifying.blame import blamed_terms
from transpiler.verifying.comparison import MOST_SHOWN, Agreement, Disagreement
from transpiler.verifying.engine_table import VisitTable
from transpiler.verifying.lane import Lane, said


def verify_generated(
    definitions: Sequence[Definition],
    lanes: Sequence[Lane],
    *,
    seed: int = 0,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[Agreement]:
    """Ask each definition of visits generated for it, which hit and just miss every term.

    Args:
        definitions: what is verified.
        lanes: who is asked.
        seed: another seed generates other visits.
        on_progress: called with 1 after each definition.
    """
    found: list[Agreement] = []
    for definition in definitions:
        visits = probe_visits(definition, seed)
        found += _ask([definition], lanes, visits, is_generated=True)
        on_progress(1)
    return found


def verify_visits(
    definitions: Sequence[Definition],
    lanes: Sequence[Lane],
    batches: Iterable[Sequence[Visit]],
    *,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[Agreement]:
    """Ask every definition of every given visit. What a visit holds is never reported.

    Args:
        definitions: what is verified.
        lanes: who is asked.
        batches: the visits, some at a time.
        on_progress: called with the number of visits after each batch.
    """
    total: dict[tuple[str, str], Agreement] = {}
    for visits in batches:
        for found in _ask(definitions, lanes, visits, is_generated=False):
            key = (found.definition, found.lane)
            total[key] = total[key].plus(found) if key in total else found
        on_progress(len(visits))
    return list(total.values())


def _ask(
    definitions: Sequence[Definition],
    lanes: Sequence[Lane],
    visits: Sequence[Visit],
    *,
    is_generated: bool,
) -> Iterator[Agreement]:
    expected = [[matches(definition, visit) for visit in visits] for definition in definitions]
    for lane in lanes:
        try:
            table = VisitTable.load(lane.engine, definitions, visits)
        except EngineError as error:
            for definition in definitions:
                yield Agreement(definition.identifier, lane.name, problem=str(error))
            continue
        answers = [_answers(lane, table, definition) for definition in definitions]
        for definition, answered, wanted in zip(definitions, answers, expected, strict=True):
            if isinstance(answered, str):
                yield Agreement(definition.identifier, lane.name, problem=answered)
                continue
            wrong = [number for number, flag in answered.items() if flag is not wanted[number]]
            yield Agreement(
                definition.identifier,
                lane.name,
                compared=len(answered),
                disagreeing=len(wrong),
                left_out=len(table.left_out),
                first=tuple(
                    Disagreement(
                        expected=wanted[number],
                        answered=answered[number],
                        terms=blamed_terms(lane, definition, visits[number]),
                        visit=visits[number] if is_generated else None,
                    )
                    for number in wrong[:MOST_SHOWN]
                ),
            )


def _answers(lane: Lane, table: VisitTable, definition: Definition) -> dict[int, bool] | str:
    """Return the answer by the visit's number, or why there is none."""
    sql, problem = said(lane, definition)
    if sql is None:
        return problem or ""
    try:
        return table.ask_sql([sql], folded=not lane.is_read_back)[0]
    except EngineError as error:
        return str(error)
