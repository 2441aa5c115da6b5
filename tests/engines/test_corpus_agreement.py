"""Every published definition that can be read, on texts that hit and just miss each of its terms.

Skipped where the published definitions are not at hand; they are not part of the project. In every
run DuckDB is asked of a text that hits each term, and of a sample of the texts generated; all of
them go to every engine with ``--long``.
"""

from __future__ import annotations

from random import Random

import pytest

from transpiler.definition import Definition, DefinitionError, Part, terms
from transpiler.parsing import Mode, parse_query
from transpiler.probing.near_misses import hit
from transpiler.probing.probes import probe_visits
from transpiler.verifying import engine_lanes, verify_generated, verify_visits
from transpiler.verifying.engine_table import VisitTable

SAMPLE = 40
"""How many texts of each definition a short run asks about, besides a hit of every term."""


@pytest.fixture(scope="module")
def definitions(corpus):
    """Every published definition that repair mode can read, asked of one text."""
    found = []
    for record in corpus:
        try:
            query = parse_query(record["query"], mode=Mode.REPAIR)
        except DefinitionError:
            continue
        found.append(Definition(name=record["id"], parts=(Part((), query),)))
    assert len(found) > 100
    return found


def test_duckdb_agrees_on_a_hit_of_every_term_and_a_sample(definitions, duckdb_engine):
    lanes = engine_lanes([duckdb_engine])
    for definition in definitions:
        random = Random(definition.name)
        visits = probe_visits(definition)
        hits = {hit(term.pattern, random) for term in terms(definition.parts[0].query.root)}
        chosen = [{"": text} for text in sorted(hits)]
        chosen += random.sample(visits, min(SAMPLE, len(visits)))
        for agreement in verify_visits([definition], lanes, [chosen]):
            assert agreement.is_fine, agreement
            assert agreement.compared == len(chosen)


def test_everything_agrees_on_every_engine(definitions, engines, pytestconfig):
    if not pytestconfig.getoption("--long"):
        pytest.skip("takes minutes; run with --long")
    found = verify_generated(definitions, engine_lanes(engines))
    assert len(found) == len(definitions) * len(engines)
    assert [agreement for agreement in found if not agreement.is_fine] == []


def test_the_conformance_rows_have_their_flags(conformance, engines):
    definitions = [
        Definition(parts=(Part((), parse_query(case["query"])),)) for case in conformance
    ]
    labels = [label for case in conformance for label in case["rows"]]
    visits = [{"": text} for case in conformance for text in case["rows"].values()]
    for engine in engines:
        answers = VisitTable.load(engine, definitions, visits).ask(definitions)
        start = 0
        for case, answered in zip(conformance, answers, strict=True):
            rows = range(start, start + len(case["rows"]))
            assert [labels[row] for row in rows if answered[row]] == case["matches"], engine.name
            start = rows.stop
