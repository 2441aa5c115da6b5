"""The query with a WITH that folds says on every engine what the evaluator says."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from transpiler.definition import Definition, Part, terms
from transpiler.dialects import DIALECTS, EngineColumn
from transpiler.emitting import to_select
from transpiler.meaning import matches
from transpiler.parsing import load_definition, parse_query
from transpiler.probing import probe_visits

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "tests/golden/definitions").glob("*.yml")),
    *sorted((ROOT / "dbt_project/definitions").glob("*/*.yml")),
]
TYPES = {"age_years": "integer", "is_emergency": "boolean"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_engine_answers_as_the_evaluator_does(engines, path):
    definition = load_definition(path)
    found = list(probe_visits(definition))
    names = sorted({name for visit in found for name in visit} | {*definition.fields()})
    columns: list[EngineColumn] = [("visit_id", "integer")]
    columns += [(name, TYPES.get(name, "text")) for name in names]  # type: ignore[misc]
    for engine in engines:
        visits = [
            visit
            for visit in found
            if all(engine.can_store(text) for text in visit.values() if isinstance(text, str))
        ]
        wanted = [(at, matches(definition, visit)) for at, visit in enumerate(visits)]
        assert {answer for _, answer in wanted} == {True, False}
        rows = [[at, *(visit.get(name) for name in names)] for at, visit in enumerate(visits)]
        for table in ("syndrome_visits", "folded"):
            engine.load(table, columns, rows)
            sql = to_select(definition, engine.dialect, visits=table)
            assert sorted(engine.query(sql)) == wanted, engine.name


def test_a_field_of_two_parts_is_folded_where_either_needs_it(engines):
    query = parse_query(",or,".join(f"^WORD{n}X^" for n in range(12)))
    other = parse_query(",or,".join(f"^code{n}^,and,^é^" for n in range(12)))
    definition = Definition(parts=(Part(("a", "b"), query), Part(("a", "b"), other)))
    texts = [None, "", "Word1x", "CODE2 É", "word3X code4 é", "nothing"]
    pairs = [(one, two) for one in texts for two in texts]
    for engine in engines:
        columns: list[EngineColumn] = [("visit_id", "integer"), ("a", "text"), ("b", "text")]
        engine.load("syndrome_visits", columns, [[at, *pair] for at, pair in enumerate(pairs)])
        wanted = [
            (at, matches(definition, {"a": one, "b": two})) for at, (one, two) in enumerate(pairs)
        ]
        assert sorted(engine.query(to_select(definition, engine.dialect))) == wanted, engine.name


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_text_is_folded_once(dialect):
    definition = load_definition(ROOT / "dbt_project/definitions/fever_and_cough/v1.yml")
    assert len(list(terms(definition.parts[0].query.root))) > 10
    tree = sqlglot.parse_one(to_select(definition, dialect), dialect=dialect)
    assert tree.sql().count("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 1
    assert len(list(tree.find_all(exp.CTE))) == 1


@pytest.mark.parametrize("name", ["missing", "parts", "patterns"])
def test_no_line_is_long_where_the_engine_joins_literals(name):
    definition = load_definition(ROOT / f"tests/golden/definitions/{name}.yml")
    for dialect, found in DIALECTS.items():
        if found.joins_literals:
            assert max(map(len, to_select(definition, dialect).split("\n"))) <= 120


def test_names_of_the_caller_are_never_those_of_the_query(engines):
    definition = Definition(parts=(Part(("ccdd", "ccdd_parsed"), parse_query("^fall^")),))
    columns: list[EngineColumn] = [
        ("CCDD_key", "integer"),
        ("ccdd_parsed", "text"),
        ("ccdd", "text"),
    ]
    for engine in engines:
        engine.load(
            "syndrome_visits", columns, [[1, "FALL", None], [2, "x", "y"], [3, "x", "Fall"]]
        )
        swapped = {"ccdd": "ccdd_parsed", "ccdd_parsed": "ccdd"}
        sql = to_select(definition, engine.dialect, swapped, key="CCDD_key")
        assert sorted(engine.query(sql)) == [(1, True), (2, False), (3, True)]
