"""One project, three warehouses: everything builds, and every row is the same."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from tests.dbt.conftest import HOSTILE, TARGETS
from transpiler.dbt import DbtError
from transpiler.definition import And, AndNot, Or, Term, clauses
from transpiler.meaning import evidence, matches, truth_of

TRENDS = """
select definition, version, period, period_label, period_start, period_end, setting, cut, stratum,
    matched_visits, visits, is_suppressed, is_complete
from surveillance_mart.rpt_syndrome_trends
"""


def visit_key(visit) -> str:
    """Return the key of a visit as `hashed_key` makes it, with the secret of generated visits."""
    measured = [f"{len(part)}:{part}" for part in (visit.facility_id, visit.encounter_id)]
    inner = hashlib.sha256("|".join(["generated visits", *measured]).encode()).hexdigest()
    return hashlib.sha256(f"generated visits|{inner}".encode()).hexdigest()


@pytest.mark.parametrize("name", TARGETS)
def test_every_match_is_the_evaluators(build, name, definitions, visits):
    rows = build(name).target.query(
        "select visit_id, definition, version from surveillance_restricted.fct_syndrome_matches"
    )
    expected = Counter(
        (visit_key(visit), definition.name, definition.version)
        for visit in visits
        for definition in definitions
        if matches(definition, visit._asdict())
    )
    assert {name for _, name, _ in expected} == {definition.name for definition in definitions}
    assert Counter(rows) == expected


@pytest.mark.parametrize("name", TARGETS[1:])
def test_the_trends_are_those_of_duckdb(build, name):
    expected = build("duckdb").target.query(TRENDS)
    assert len(expected) > 100
    assert Counter(build(name).target.query(TRENDS)) == Counter(expected)


EVIDENCE = """
select visit_id, definition, is_match, part, field, clause, is_negation
from surveillance_review.fct_syndrome_evidence
"""


def without_negations(node):
    match node:
        case AndNot(include, _):
            return without_negations(include)
        case And(children) | Or(children):
            return replace(node, children=tuple(map(without_negations, children)))
    return node


def takes_without_negations(definition, values) -> bool:
    parts = tuple(
        replace(part, query=replace(part.query, root=without_negations(part.query.root)))
        for part in definition.parts
    )
    return matches(replace(definition, parts=parts), values)


@pytest.mark.parametrize("name", TARGETS)
def test_the_evidence_is_the_evaluators(build, name, definitions, visits):
    expected = Counter(
        (
            *(visit_key(visit), definition.name, found.is_match),
            *(field.part, field.field, match.clause, match.is_negation),
        )
        for visit in visits
        for definition in definitions
        if takes_without_negations(definition, visit._asdict())
        for found in [evidence(definition, visit._asdict())]
        for field in found.fields
        for match in field.matches
    )
    assert any(not is_match for _, _, is_match, *_ in expected)
    assert Counter(build(name).target.query(EVIDENCE)) == expected


@pytest.mark.parametrize("name", TARGETS)
def test_the_flag_is_what_the_evidence_implies(build, name, definitions):
    by_name = {definition.name: definition for definition in definitions}
    found = defaultdict(lambda: defaultdict(set))
    flags = {}
    for visit_id, definition, is_match, part, field, clause, _ in build(name).target.query(
        EVIDENCE
    ):
        found[visit_id, definition][part, field].add(clause)
        flags[visit_id, definition] = is_match
    assert set(flags.values()) == {True, False}
    for (visit_id, definition), is_match in flags.items():
        implied = [
            any(
                evaluate_numbered(part.query.root, found[visit_id, definition][number, field])
                for field in part.fields
            )
            for number, part in enumerate(by_name[definition].parts, start=1)
        ]
        assert all(implied) == is_match


def evaluate_numbered(root, numbers) -> bool:
    """Return the truth of a tree whose terms with these clause numbers hold."""
    holding = {id(clause.node) for clause in clauses(root) if clause.number in numbers}
    return truth_of(root, lambda leaf: id(leaf) in holding) is True


@pytest.mark.parametrize("name", TARGETS)
def test_the_audit_shows_what_a_negation_removes(build, name, definitions, visits):
    rows = build(name).target.query(
        "select removed_visits, removed_by_it_alone, removed_with_code"
        " from surveillance_review.rpt_negation_audit"
        " where definition = 'cdc_suspected_sex_trafficking' and term = '^Car^'"
    )
    (sst,) = [found for found in definitions if found.name == "cdc_suspected_sex_trafficking"]
    removed = []
    for visit in visits:
        values = visit._asdict()
        if takes_without_negations(sst, values) and not matches(sst, values):
            terms = {match.term.text for match in evidence(sst, values).matches}
            if "^Car^" in terms:
                removed.append(terms)
    negations = {
        clause.node.text
        for clause in clauses(sst.parts[0].query.root)
        if clause.is_negation and isinstance(clause.node, Term)
    }
    codes = {
        "^;T7[46]5^",
        "^;Z0481^",
        "^;713834002^",
        "^;734998001^",
        "^;T742^",
        "^;T762^",
        "^;Z5681^",
    }
    assert removed
    assert rows == [
        (
            len(removed),
            sum(terms & negations == {"^Car^"} for terms in removed),
            sum(bool(terms & codes) for terms in removed),
        )
    ]


@pytest.mark.parametrize("name", TARGETS)
def test_every_run_leaves_its_record(build, name, definitions):
    target, project = build(name).target, build(name).project
    runs = "select count(distinct run_id), count(*) from surveillance_restricted.fct_syndrome_runs"
    assert target.query(runs) == [(1, len(definitions) + 1)]
    target.dbt(project, "run", "--select", "fct_syndrome_runs", syndrome_purpose="it's a test")
    assert target.query(runs) == [(2, 2 * (len(definitions) + 1))]
    recorded = target.query(
        "select definition, max(matched_visits), min(purpose), max(purpose)"
        " from surveillance_restricted.fct_syndrome_runs group by definition"
    )
    matched = Counter(
        definition
        for (definition,) in target.query(
            "select definition from surveillance_restricted.fct_syndrome_matches"
        )
    )
    assert {(name, count) for name, count, *_ in recorded if count} == set(matched.items())
    assert all((first, last) == ("", "it's a test") for _, _, first, last in recorded)


@pytest.mark.parametrize("name", TARGETS)
def test_texts_of_a_definition_stay_texts(build, name):
    target = build(name).target
    assert target.query("select one from surveillance.planted") == [(1,)]
    found = target.query(
        "select title, organization, url from surveillance_mart.dim_syndrome_definitions"
        " where definition = 'hostile_texts'"
    )
    assert found == [(HOSTILE["title"], *HOSTILE["source"].values())]


def test_no_secret_of_the_surroundings_is_rendered(build, project):
    for name in TARGETS:
        build(name)
    written = [path for path in project.rglob("*") if path.is_file() and not path.is_symlink()]
    assert any(path.name == "manifest.json" for path in written)
    assert any(path.name == "dbt.log" for path in written)
    leaked = [path for path in written if b"the planted secret" in path.read_bytes()]
    assert leaked == []


@pytest.mark.parametrize("name", TARGETS)
def test_a_wrong_example_fails_its_unit_test(build, name):
    target, project = build(name).target, build(name).project
    properties = project / "models" / "classification" / "syndrome_hostile_texts_v1.yml"
    right = properties.read_text(encoding="utf-8")
    given, expected, last = right.rpartition("- visit_id: matches 6\n")
    assert expected
    wrong = f"{given}- visit_id: does not match 1\n{last}"
    properties.write_text(wrong, encoding="utf-8")
    try:
        with pytest.raises(DbtError, match="syndrome_hostile_texts_v1_examples"):
            target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")
    finally:
        properties.write_text(right, encoding="utf-8")
    target.dbt(project, "test", "--select", "test_type:unit,syndrome_hostile_texts_v1")


def test_everything_is_described(build):
    """`dbt docs generate` works, and no model, seed, source or column is without a description."""
    target, project = build("duckdb").target, build("duckdb").project
    target.dbt(project, "docs", "generate")
    manifest = json.loads((project / "target" / "duckdb" / "manifest.json").read_text("utf-8"))
    catalog = json.loads((project / "target" / "duckdb" / "catalog.json").read_text("utf-8"))
    nodes = [*manifest["nodes"].values(), *manifest["sources"].values()]
    of_project = [
        node
        for node in nodes
        if node["resource_type"] in ("model", "seed", "source")
        and node["package_name"] == "syndrome_surveillance"
    ]
    assert len(of_project) > 30
    assert [node["name"] for node in of_project if not node["description"]] == []
    missing = [
        (node["name"], column)
        for node in of_project
        if node["unique_id"] in catalog["nodes"]
        for column in catalog["nodes"][node["unique_id"]]["columns"]
        if not node["columns"].get(column, {}).get("description")
        and column not in {name for name in node["columns"] if name.lower() == column.lower()}
    ]
    assert missing == []
    assert {node["name"] for node in manifest["exposures"].values()} == {"published_trends"}
    published = {
        node["name"] for node in of_project if node.get("config", {}).get("access") == "public"
    }
    assert published == {"rpt_syndrome_trends", "dim_syndrome_definitions"}
