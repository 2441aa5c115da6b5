"""A generated library built in several ways: every table of every schema is the same, row for row.

At once in either shape, and day by day, with definitions that change, come and go. What keeps the
history of a project, and what a run leaves for the next step of the same run, is not compared
between ways that have another history.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks.definitions import make_definitions
from tests.dbt.conftest import TARGETS, write_seed
from tests.dbt.small import small_project
from transpiler.dbt import Shape, compile_project
from transpiler.generating import generate_visits
from transpiler.parsing import write_definition

OF_A_RUN = {"run_id", "started_at", "updated_at"}
"""Columns that say which run it was."""

STEPS = ("int_library_", "int_syndrome_rows")
"""What models leave for the next one of the same run."""

HISTORIES = {
    "fct_published_trends",
    "fct_published_ppv",
    "fct_syndrome_runs",
    "rpt_syndrome_trends",
    "rpt_syndrome_recurrence",
    "rpt_syndrome_ppv",
}
"""The ledgers, and what is shown of them."""


@pytest.fixture(scope="module")
def library():
    """Definitions, with titles, and visits that they take some of."""
    definitions = [replace(found, title=found.name) for found in make_definitions(7)]
    return definitions, list(generate_visits(900, seed=5, definitions=definitions * 20))


def define_all(project, definitions):
    for path in sorted((project / "definitions").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for definition in definitions:
        folder = project / "definitions" / definition.name
        folder.mkdir()
        write_definition(definition, folder / f"v{definition.version}.yml")


def build(target, project, schema, shape, definitions, visits):
    define_all(project, definitions)
    write_seed(project, visits)
    compile_project(project, shape=shape)
    kinds = ("--resource-type", "seed", "--resource-type", "model")
    target.dbt(project, "build", *kinds, schema=schema)


def tables(target, project):
    """Return model or seed → its rows, without what says which run it was."""
    manifest = json.loads(
        (project / "target" / target.name / "manifest.json").read_text(encoding="utf-8")
    )
    found = {}
    for node in manifest["nodes"].values():
        if node["resource_type"] not in ("model", "seed") or node["name"].startswith(STEPS):
            continue
        names = [name for name in node["columns"] if name not in OF_A_RUN]
        if names and node["config"]["materialized"] != "ephemeral":
            rows = target.query(f"select {', '.join(names)} from {node['schema']}.{node['name']}")
            found[node["name"]] = Counter(map(repr, rows))
    return found


def same(one, other, *, but=frozenset()):
    """Hold that two ways left the same tables; of what differs the names are told alone."""
    assert one.keys() == other.keys()
    assert [name for name in sorted(one) if name not in but and one[name] != other[name]] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_every_table_is_the_same_whatever_way_it_was_built(tmp_path, open_target, library, name):
    definitions, visits = library
    if name == "bigquery":
        visits = visits[::2]  # the reference implementation is slow, and reads a table row by row
    target = open_target(name)
    project = small_project(tmp_path / "project")
    at_once = {}
    for shape in Shape:
        build(target, project, f"at_once_{shape.value}", shape, definitions, visits)
        at_once[shape] = tables(target, project)
    whole = at_once[Shape.LIBRARY]
    assert {"int_trend_strata", "int_trend_told", "fct_published_trends"} <= whole.keys()
    told = [name for name in ("fct_syndrome_evidence", "rpt_syndrome_trends") if whole[name]]
    assert told == ["fct_syndrome_evidence", "rpt_syndrome_trends"]
    same(at_once[Shape.SIMPLE], whole)

    *kept, changed, gone = definitions[1:]
    edited = replace(changed, parts=gone.parts, description="As it was.")
    arrived = sorted(visits, key=lambda visit: visit.arrived_at)
    early = arrived[: len(arrived) * 2 // 3]
    build(target, project, "by_days", Shape.LIBRARY, [*kept, edited, gone], early)
    build(target, project, "by_days", Shape.LIBRARY, definitions, arrived)
    same(tables(target, project), whole, but=HISTORIES)
