"""Every function that a dialect may emit is emitted and executed here."""

from __future__ import annotations

import re

import pytest

from tests.definitions import bare
from tests.engines.ledger import TOPICS
from tests.spec.reference import TABLES
from transpiler.definition import (
    Definition,
    Literal,
    Part,
    Pattern,
    Precedence,
    Query,
    Span,
    Term,
)
from transpiler.dialects import engine_entries, get_dialect
from transpiler.parsing import parse_query
from transpiler.verifying.engine_table import VisitTable

WITHOUT_PICTURE = Definition(
    parts=(
        Part(
            (), Query("", Term("", Pattern((Literal("a\u00a0\n"),)), Span(0, 0)), Precedence.TIGHT)
        ),
    )
)
"""A literal that no query can hold, but the model can; engines get it as character numbers."""

LONGER_LIST = Definition(
    parts=(Part((), parse_query(",or,".join(f"^word{n}^" for n in range(200)))),)
)
"""So many terms that PostgreSQL cuts the text into pieces."""

DEFINITIONS = [
    *(table.definition() for table in TABLES),
    *(bare(query) for topic in TOPICS for query in topic.queries),
    WITHOUT_PICTURE,
    LONGER_LIST,
]
VISITS = [visit for table in TABLES for visit, _ in table.rows()]


class _Recorder:
    """An engine that keeps the statements it executes."""

    def __init__(self, engine):
        self._engine = engine
        self.statements: list[str] = []

    def query(self, sql):
        self.statements.append(sql)
        return self._engine.query(sql)

    def __getattr__(self, name):
        return getattr(self._engine, name)


@pytest.mark.parametrize("name", engine_entries())
def test_every_function_on_the_list_is_executed(name, opened):
    engine = _Recorder(opened(name))
    table = VisitTable.load(engine, DEFINITIONS, VISITS)
    for folded in (False, True):
        table.ask(DEFINITIONS, folded=folded)
    called = set(re.findall(r"\b([A-Z_]+)\(", "\n".join(engine.statements)))
    assert get_dialect(engine.dialect).functions - called == set()
