"""Corrected visits leave rows under other keys, which differ in what the correction was."""

import csv
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from transpiler.generating import COLUMNS, rows_of_visit, stream, write_visits
from transpiler.resources import data_path


@pytest.fixture(scope="module")
def rows(visits):
    uniform = stream("the tests")
    return [rows_of_visit(visit, uniform) for visit in visits]


def test_most_visits_leave_one_row(rows, visits):
    assert Counter(map(len, rows)).keys() == {1, 2}
    assert [row[0] for row in rows if len(row) == 1] == [
        visit for visit, row in zip(visits, rows, strict=True) if len(row) == 1
    ]
    assert 0.01 < sum(len(row) == 2 for row in rows) / len(rows) < 0.05


def test_rows_of_a_visit_share_facility_and_number_and_the_right_one_arrives_last(rows, visits):
    for visit, (first, *_, last) in ((v, r) for v, r in zip(visits, rows, strict=True) if r[1:]):
        assert first.arrived_at < last.arrived_at
        assert first.first_arrived_at < last.first_arrived_at
        for row in (first, last):
            assert (row.facility_id, row.encounter_id) == (visit.facility_id, visit.encounter_id)
            assert row.visited_at.date() == row.visit_date
            day = row.visit_date.strftime("%Y.%m.%d")
            assert row.visit_id == f"{day}.{row.facility_id}_{row.patient_id}"
            assert row.visited_at < row.first_arrived_at <= row.arrived_at
        changes = {"first_arrived_at", "arrived_at", "is_emergency"}
        assert all(
            getattr(last, name) == getattr(visit, name) or name in changes for name in visit._fields
        )
        assert first.dd_parsed is None
        assert first.chief_complaint_original == visit.chief_complaint_original


def test_there_is_a_correction_of_each_kind(rows):
    kinds = Counter()
    for first, *_, last in (row for row in rows if row[1:]):
        shifted = last.visit_date - first.visit_date == timedelta(days=1)
        renumbered = first.patient_id != last.patient_id
        admitted = (first.is_emergency, last.is_emergency, last.is_inpatient) == (1, 0, 1)
        assert shifted + renumbered + admitted == 1
        kinds["shifted" if shifted else "renumbered" if renumbered else "admitted"] += 1
    assert min(kinds["shifted"], kinds["renumbered"], kinds["admitted"]) > 20
    assert kinds.most_common(1)[0][0] in ("shifted", "admitted")


def test_a_file_with_corrections_has_the_visits_of_one_without(tmp_path, definitions):
    plain, corrected = tmp_path / "plain.csv", tmp_path / "corrected.csv"
    steps = []
    write_visits(plain, 3_000, seed=2, definitions=definitions)
    write_visits(
        corrected,
        3_000,
        seed=2,
        definitions=definitions,
        corrections=True,
        on_progress=steps.append,
    )
    assert sum(steps) == 3_000
    assert len(read(corrected)) > len(read(plain)) == 3_000
    assert latest(read(corrected)) == latest(read(plain))


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def latest(rows):
    """Return the complaint and codes of each visit in the row that arrived last."""
    found = {}
    for row in sorted(rows, key=lambda row: row["Arrived_Date_Time"]):
        found[row["C_Processed_Facility_ID"], row["Visit_ID"]] = (row["CCDD"], row["C_Visit_Date"])
    return found


def test_the_seed_that_is_shipped_has_rows_to_resolve():
    rows = read(data_path("dbt_project") / "seeds" / "generated_visits.csv")
    assert list(rows[0]) == [column.name for column in COLUMNS]
    found = defaultdict(list)
    for row in rows:
        found[row["C_Processed_Facility_ID"], row["Visit_ID"]].append(row)
    corrected = [of_visit for of_visit in found.values() if len(of_visit) > 1]
    assert any(len({row["C_Visit_Date"] for row in of_visit}) > 1 for of_visit in corrected)
    assert any(len({row["C_Unique_Patient_ID"] for row in of_visit}) > 1 for of_visit in corrected)
    assert any(row["CCDDCategory_flat"] for row in rows)
