"""Verification: agreement is told, a fault of one dialect is found and its term named."""

from __future__ import annotations

from dataclasses import replace

from transpiler.definition import AgeRange, AndNot, Definition, Filters, Part
from transpiler.dialects.duckdb.text import DuckDB
from transpiler.dialects.postgres.text import Postgres
from transpiler.emitting import to_sql
from transpiler.parsing import parse_query
from transpiler.verifying import (
    engine_lanes,
    read_back_lanes,
    verify_generated,
    verify_visits,
)
from transpiler.visit_files import open_visit_file

FALL = Definition(
    name="fall",
    parts=(
        Part(("ccdd_parsed", "chief_complaint_history"), parse_query("^fall^,andnot,!asleep!")),
        Part(("ccdd_parsed",), parse_query("^;W[01][0-9]^,or,^tree^")),
    ),
    filters=Filters(age=AgeRange(65, None)),
)
BARE = Definition(name="bare", parts=(Part((), parse_query("^fever^,or,!1_2!")),))

SECRET = "SECRET COMPLAINT OF A PERSON WITH A FEVER"


def _unfolded(self, column):
    return column


def _without_negations(definition):
    return replace(
        definition,
        parts=tuple(
            replace(part, query=replace(part.query, root=part.query.root.include))
            if isinstance(part.query.root, AndNot)
            else part
            for part in definition.parts
        ),
    )


def test_every_engine_agrees_on_generated_visits(engines):
    found = verify_generated([FALL, BARE], engine_lanes(engines))
    assert len(found) == 2 * len(engines)
    assert all(agreement.is_fine for agreement in found), found
    assert all(agreement.compared > 30 for agreement in found)


def test_every_dialect_read_back_agrees(duckdb_engine):
    found = verify_generated([FALL, BARE], read_back_lanes(duckdb_engine))
    assert {agreement.lane for agreement in found} == {
        "duckdb read back",
        "postgres read back",
        "bigquery read back",
    }
    assert all(agreement.is_fine for agreement in found), found


def test_a_fault_is_told_with_its_term(duckdb_engine, monkeypatch):
    monkeypatch.setattr(DuckDB, "fold", _unfolded)
    (found,) = verify_generated([BARE], engine_lanes([duckdb_engine]))
    assert not found.is_fine
    assert found.disagreeing > 0
    for disagreement in found.first:
        assert disagreement.terms == ("^fever^",)
        assert (disagreement.expected, disagreement.answered) == (True, False)
        assert "fever" not in disagreement.visit[""]
        assert "fever" in disagreement.visit[""].lower()


def test_a_fault_between_terms_blames_none(duckdb_engine, monkeypatch):
    monkeypatch.setattr(
        "transpiler.verifying.engine_table.to_sql",
        lambda definition, *args, **options: to_sql(
            _without_negations(definition), *args, **options
        ),
    )
    (found,) = verify_generated([FALL], engine_lanes([duckdb_engine]))
    assert found.disagreeing > 0
    assert {disagreement.terms for disagreement in found.first} == {()}


def test_a_fault_of_one_dialect_shows_in_its_lane_only(duckdb_engine, monkeypatch):
    monkeypatch.setattr(Postgres, "fold", _unfolded)
    found = verify_generated([BARE], read_back_lanes(duckdb_engine))
    assert [agreement.lane for agreement in found if not agreement.is_fine] == [
        "postgres read back"
    ]


def test_nothing_of_a_given_visit_is_told(duckdb_engine, monkeypatch):
    monkeypatch.setattr(DuckDB, "fold", _unfolded)
    (found,) = verify_visits([BARE], engine_lanes([duckdb_engine]), [[{"": SECRET}], [{"": None}]])
    assert (found.compared, found.disagreeing) == (2, 1)
    assert found.first[0].visit is None
    assert "SECRET" not in repr(found)


def test_a_visit_that_an_engine_cannot_store_is_counted(engines):
    found = verify_visits([BARE], engine_lanes(engines), [[{"": "fever\0"}, {"": "fever"}]])
    for engine, agreement in zip(engines, found, strict=True):
        left_out = int(engine.dialect == "postgres")
        assert agreement.is_fine
        assert (agreement.compared, agreement.left_out) == (2 - left_out, left_out)


def test_what_a_dialect_cannot_say_is_a_problem(duckdb_engine):
    long = Definition(name="long", parts=(Part((), parse_query(f"^{'a_' * 20_000}^")),))
    (found,) = verify_generated([long], engine_lanes([duckdb_engine]))
    assert not found.is_fine
    assert found.problem is not None
    assert "regular expression" in found.problem


def test_a_file_of_visits_is_read_as_it_is(tmp_path):
    file = tmp_path / "visits.csv"
    file.write_text(
        "CCDDParsed,ChiefComplaintUpdates,Age\n"
        'FALL É | ;W19;,,70\n"","{1};Fall;",\nTREE |,x,64.5\n',
        encoding="utf-8",
    )
    with open_visit_file(file, [FALL], folded=False) as visits:
        assert visits.count == 3
        assert [visit for batch in visits.batches() for visit in batch] == [
            {"ccdd_parsed": "FALL É | ;W19;", "chief_complaint_history": None, "age_years": 70},
            {"ccdd_parsed": "", "chief_complaint_history": "{1};Fall;", "age_years": None},
            {"ccdd_parsed": "TREE |", "chief_complaint_history": "x", "age_years": 64},
        ]
