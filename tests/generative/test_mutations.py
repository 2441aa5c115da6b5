"""The comparison with the evaluator notices every fault of `mutations`, and nothing without one."""

from __future__ import annotations

import pytest

from tests.generative.agreement import disagreements, flags
from tests.generative.mutations import MUTATIONS
from tests.spec.reference import TABLES
from transpiler.definition import Definition, DefinitionError, Part, Visit
from transpiler.dialects import EngineError, get_dialect
from transpiler.emitting import to_sql
from transpiler.parsing import parse_query
from transpiler.probing.probes import probe_visits

PROBES = 40
"""About how many generated visits each definition of the reference adds to those of the tables."""

TRAPS = (
    *(r"^1.2_3|4^", r"^a\_b^", r"^c[\.|]d^,or,^e]f_g^", "^$h_i^", "^(j)_*k+l?m{2}^"),
    ",or,".join(f"^{number}.{number}_^" for number in range(8)),
    ",or,".join(f"^eee{number}^" for number in range(100, 300)),
)
"""Queries whose signs stand in an expression, because of the wildcard beside them. The last but one
has so many terms that no literal is searched first, and the expression alone decides; the last so
many that PostgreSQL looks them up, by the last piece of each."""

Question = tuple[list[Definition], list[Visit], list[list[bool]]]


@pytest.fixture(scope="module")
def question():
    """Return the definitions of the language reference, visits, and what the evaluator says."""
    definitions = [table.definition() for table in TABLES]
    definitions += [Definition(parts=(Part((), parse_query(query)),)) for query in TRAPS]
    visits = [visit for table in TABLES for visit, _ in table.rows()]
    for definition in definitions:
        visits += probe_visits(definition, limit=PROBES)[:PROBES]
    visits = list({repr(visit): visit for visit in visits}.values())
    return definitions, visits, flags(definitions, visits)


def is_noticed(engine, question):
    """Return whether the engine refuses the SQL or disagrees with the evaluator."""
    definitions, visits, expected = question
    for folded in (True, False):
        try:
            _, found = disagreements(engine, definitions, visits, expected, folded=folded)
        except (EngineError, DefinitionError):
            return True
        if found:
            return True
    return False


@pytest.mark.parametrize("name", sorted({mutation.engine for mutation in MUTATIONS.values()}))
def test_nothing_is_noticed_without_a_fault(name, question, opened):
    assert not is_noticed(opened(name), question)


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_fault_is_noticed(name, question, monkeypatch, opened):
    mutation = MUTATIONS[name]
    engine = opened(mutation.engine)
    apply(mutation, engine.dialect, monkeypatch)
    assert is_noticed(engine, question)


def apply(mutation, dialect, monkeypatch):
    """Put the fault in until the test ends."""

    def faulty(definition, *arguments, **options):
        return mutation.write(to_sql(mutation.read(definition), *arguments, **options))

    monkeypatch.setattr("transpiler.verifying.engine_table.to_sql", faulty)
    for method, instead in (mutation.dialect or {}).items():
        monkeypatch.setattr(type(get_dialect(dialect)), method, instead)
