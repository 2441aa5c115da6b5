"""Matches and near-misses of every definition, drawn from its own terms."""

import math
from datetime import date

import duckdb
import pytest

from transpiler.definition import (
    FIELDS,
    AgeRange,
    Definition,
    DefinitionError,
    Filters,
    Part,
    Policy,
    Sex,
    find_field,
)
from transpiler.emitting import to_sql
from transpiler.generating import generate_visits, write_visits
from transpiler.generating.draws import stream
from transpiler.generating.facilities import facilities
from transpiler.generating.planting import PlantedKind, draft
from transpiler.generating.planting_plan import plan, planted_share
from transpiler.generating.visit import draw_visit, draw_visitor
from transpiler.meaning import evaluate_part, evidence, matches
from transpiler.parsing import Mode, find_definitions, load_definition, parse_query
from transpiler.resources import data_path

DEFINITIONS = [
    load_definition(path) for path in find_definitions([data_path("dbt_project") / "definitions"])
]

NAMES = [definition.identifier for definition in DEFINITIONS]

DAY = date(2025, 5, 5)

COUNT = 30_000


def definition_of(query, field="ccdd_parsed", **attributes):
    return Definition(parts=(Part((field,), parse_query(query)),), **attributes)


def drawn(definition, kind, count=40):
    """Return plain visits with what is drafted."""
    uniform = stream("test", definition.identifier, kind)
    for facility in facilities(1)[:count]:
        visitor = draw_visitor(DAY, facility, 1, uniform)
        planted = draft(definition, kind, uniform)
        yield draw_visit(visitor, uniform, planted, is_plain=True)._asdict()


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda found: found.identifier)
def test_drafts_of_a_match_are_taken(definition):
    taken = [matches(definition, visit) for visit in drawn(definition, PlantedKind.MATCH)]
    assert sum(taken) > 0.8 * len(taken)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda found: found.identifier)
def test_drafts_of_near_misses_are_mostly_not_taken(definition):
    kinds = {kind for found, kind in plan([definition]).choice.options} - {PlantedKind.MATCH}
    assert PlantedKind.MISSPELT in kinds
    for kind in kinds:
        taken = [matches(definition, visit) for visit in drawn(definition, kind)]
        assert sum(taken) < 0.8 * len(taken), kind


@pytest.fixture(scope="module")
def counts(tmp_path_factory):
    """How many visits match each definition, with and without planting, counted in SQL."""
    folder = tmp_path_factory.mktemp("planted")
    columns = {field.name: field.essence_name for field in FIELDS}
    found = []
    with duckdb.connect() as connection:
        for name, definitions in (("with", DEFINITIONS), ("without", [])):
            path = folder / f"{name}.parquet"
            write_visits(path, COUNT, seed=3, definitions=definitions)
            table = connection.read_parquet(str(path))
            flags = [f"count(*) FILTER (WHERE {to_sql(d, 'duckdb', columns)})" for d in DEFINITIONS]
            found.append(
                dict(zip(NAMES, table.aggregate(", ".join(flags)).fetchall()[0], strict=True))
            )
    return found


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda found: found.identifier)
def test_prevalence_is_raised_by_what_is_planted(definition, counts):
    """By the definition's own share, and by the visits planted for others that it takes too."""
    planted, by_chance = (found[definition.identifier] for found in counts)
    expected = planted_share(definition) * COUNT
    of_all = sum(planted_share(found) for found in DEFINITIONS) * COUNT
    noise = 3 * math.sqrt(by_chance)  # of a definition of everyday words
    assert expected / 2 - noise < planted - by_chance < 1.5 * of_all + noise
    assert (planted - by_chance - noise) / COUNT < 0.005


def test_trafficking_does_not_happen_by_chance(counts):
    by_chance = counts[1]
    for definition in DEFINITIONS:
        if definition.policy is Policy.NO_CASE_FINDING:
            assert by_chance[definition.identifier] == 0


def test_a_veto_is_a_negation_beside_what_is_included():
    definition = definition_of("(,^sex traf^,or,^;T745^,),andnot,(,^car^,or,^manic^,)")
    for visit in drawn(definition, PlantedKind.VETOED):
        (field,) = evidence(definition, visit).fields
        assert field.vetoes
        assert not matches(definition, visit)


def test_a_partial_lacks_one_of_what_must_stand_together():
    definition = definition_of("^punch^,and,^after sex^")
    for visit in drawn(definition, PlantedKind.PARTIAL):
        text = visit["ccdd_parsed"].lower()
        assert ("punch" in text) != ("after sex" in text)


def test_of_two_boxes_one_is_left_out():
    parts = ("^alpha^", "^omega^")
    definition = Definition(parts=tuple(Part(("ccdd",), parse_query(part)) for part in parts))
    for visit in drawn(definition, PlantedKind.PARTIAL):
        assert [evaluate_part(part, visit) for part in definition.parts].count(True) == 1


@pytest.mark.parametrize(
    ("field", "query"),
    [
        ("dd_parsed", "^;T745^"),
        ("ccdd", "^[;/ ]T74.5^"),
        ("ccdd", "^[;/ ]T745^"),
        ("discharge_diagnosis", "^T74.51^"),
        ("discharge_diagnosis_history", "^;U07.1;^"),
        ("chief_complaint_history", "^sex traf^"),
        ("chief_complaint_parsed", "sex trafficking"),
        ("chief_complaint", "!tick!"),
        ("triage_notes", "^found in _an^"),
        ("ccdd_category", "^;CDC Influenza DD v1;^"),
        ("subsyndrome", "^;MotorVehicle;^"),
        ("procedure_combo", "ISNULL,or,^,andnot,^99^"),
        ("clinical_impression", "^kill^self^"),
        ("ccdd_parsed", "^;R197;E876;^"),
        ("admit_reason_code", "Z0481"),
    ],
)
def test_any_field_can_be_planted(field, query):
    definition = definition_of(query, field)
    taken = [matches(definition, visit) for visit in drawn(definition, PlantedKind.MATCH)]
    assert sum(taken) > len(taken) / 2


def test_planted_visits_pass_the_filters():
    definition = definition_of(
        ",or,".join(f"^zz{number}z^" for number in range(70)),
        filters=Filters(age=AgeRange(11, 34), sex=(Sex.FEMALE,), emergency_visit=True),
    )
    count = 40_000
    found = [
        visit
        for visit in generate_visits(count, seed=3, definitions=[definition])
        if "ZZ" in (visit.ccdd_parsed or "") and matches(definition, visit._asdict())
    ]
    assert len(found) > 0.5 * planted_share(definition) * count


def test_a_bare_query_is_not_planted():
    bare = Definition(parts=(Part((), parse_query("^fall^")),))
    assert plan([bare]).share == 0


def test_of_a_long_list_each_gets_less():
    many = [definition_of("^a^,or,^b^", name=f"d{number}") for number in range(2_000)]
    assert 0.05 < plan(many).share <= 0.1


def test_published_definitions_can_be_planted(corpus):
    """Nearly all of them: some ask for punctuation of a field that has none."""
    tried = planted = 0
    for record in corpus:
        field = find_field(record.get("field") or "")
        try:
            query = parse_query(record.get("query") or "", mode=Mode.REPAIR)
        except DefinitionError:
            continue
        if field is not None:
            definition = Definition(parts=(Part((field.name,), query),))
            tried += 1
            planted += any(matches(definition, v) for v in drawn(definition, PlantedKind.MATCH, 3))
    assert tried > 100
    assert planted > 0.97 * tried
