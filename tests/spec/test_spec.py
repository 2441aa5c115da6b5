"""Every table of the language reference, on the evaluator and on every engine."""

from __future__ import annotations

import pytest

from tests.spec.reference import PAGE, SECTIONS, TABLES, render, strict_verdict
from tests.spec.tables import QUOTES, WILDCARDS
from transpiler.definition import DefinitionError
from transpiler.meaning import matches
from transpiler.parsing import Mode, parse_query
from transpiler.verifying.engine_table import VisitTable

FAULTS = [fault for section in SECTIONS for fault in section.faults]

each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.heading)


@each_table
def test_the_evaluator_gives_the_flags(table):
    definition = table.definition()
    assert [(visit, matches(definition, visit)) for visit, _ in table.rows()] == table.rows()


@each_table
def test_a_table_shows_both_answers_and_the_standing_rows(table):
    flags = [flag for _, flag in table.rows()]
    assert set(flags) == {True, False}
    standing = [next(iter(visit.values())) for visit, _ in table.rows()[-4:]]
    assert standing == [None, "", WILDCARDS, QUOTES]


@pytest.mark.parametrize("folded", [False, True], ids=["raw columns", "folded columns"])
def test_every_engine_gives_the_flags(engines, folded):
    definitions = [table.definition() for table in TABLES]
    visits = [visit for table in TABLES for visit, _ in table.rows()]
    for engine in engines:
        loaded = VisitTable.load(engine, definitions, visits)
        answers = loaded.ask(definitions, folded=folded)
        start = 0
        for table, answered in zip(TABLES, answers, strict=True):
            rows = table.rows()
            found = [(visit, answered[start + at]) for at, (visit, _) in enumerate(rows)]
            assert found == rows, (engine.name, table.heading)
            start += len(rows)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_in_strict_mode_and_mended_or_refused_in_repair_mode(
    fault,
):
    assert "ESS" in strict_verdict(fault), "strict mode must at least warn"
    if fault.repaired is None:
        with pytest.raises(DefinitionError):
            parse_query(fault.query, mode=Mode.REPAIR)
    else:
        mended = parse_query(fault.query, mode=Mode.REPAIR)
        assert mended.text == fault.repaired
        assert mended.repairs
        assert parse_query(fault.repaired).root == mended.root


def test_the_reference_is_current():
    assert PAGE.read_text(encoding="utf-8") == render(), "run `make docs`"
