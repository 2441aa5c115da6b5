"""The visits of a year: how many, when, where, whose; and that a seed says it all."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from transpiler.generating import COLUMNS, GeneratedVisit, generate_visits
from transpiler.generating.facilities import facilities


def share(visits, holds):
    return sum(1 for visit in visits if holds(visit)) / len(visits)


def test_columns_and_values_are_in_the_same_order():
    by_name = {
        "C_BioSense_ID": "visit_id",
        "C_Visit_Date": "visit_date",
        "Arrived_Date_Time": "arrived_at",
        "Age": "age_years",
        "HasBeenE": "is_emergency",
        "CCDDParsed": "ccdd_parsed",
        "SyndromeFreeText": "syndrome",
    }
    assert len(COLUMNS) == len(GeneratedVisit._fields)
    names = [column.name for column in COLUMNS]
    for name, field in by_name.items():
        assert names.index(name) == GeneratedVisit._fields.index(field)


@pytest.mark.parametrize("count", [0, 1, 7, 400, 5_003])
def test_there_are_as_many_visits_as_asked_for(count):
    assert sum(1 for _ in generate_visits(count)) == count


def test_fewer_than_none_is_refused():
    with pytest.raises(ValueError, match="negative"):
        next(generate_visits(-1))


def test_visits_come_as_they_are_asked_for():
    """A number of visits that could never be held."""
    endless = generate_visits(10**12)
    assert [next(endless).visit_date for _ in range(3)] == [date(2025, 1, 1)] * 3


def test_the_same_seed_gives_the_same_visits(definitions):
    first, second = (
        list(generate_visits(3_000, seed=5, definitions=definitions)) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("changed", [{"seed": 6}, {"year": 2024}])
def test_another_seed_or_year_gives_others(changed):
    first = list(generate_visits(300, seed=5))
    assert {visit.ccdd_parsed for visit in first} != {
        visit.ccdd_parsed for visit in generate_visits(300, **{"seed": 5, **changed})
    }


def test_a_visit_has_a_key_of_its_own(visits):
    assert len({visit.visit_id for visit in visits}) == len(visits)
    assert len({(visit.facility_id, visit.encounter_id) for visit in visits}) == len(visits)


def test_the_key_is_made_of_day_facility_and_patient(visits):
    for visit in visits[:500]:
        day = visit.visit_date.strftime("%Y.%m.%d")
        assert visit.visit_id == f"{day}.{visit.facility_id}_{visit.patient_id}"


def test_they_fill_the_year_day_by_day(visits):
    days = [visit.visit_date for visit in visits]
    assert days == sorted(days)
    assert set(days) == {date(2025, 1, 1) + timedelta(day) for day in range(365)}
    busiest, quietest = max(Counter(days).values()), min(Counter(days).values())
    assert busiest < 2 * quietest


def test_a_leap_year_has_its_day():
    days = {visit.visit_date for visit in generate_visits(4_000, year=2024)}
    assert date(2024, 2, 29) in days
    assert len(days) == 366


def test_messages_arrive_after_the_visit_begins(visits):
    for visit in visits:
        assert visit.visited_at.date() == visit.visit_date
        assert visit.visited_at < visit.first_arrived_at <= visit.arrived_at


def test_diagnoses_come_late(visits):
    """By the figures of a synthetic extract: 42 % on the day, 80 % by day 7, 96 % by day 30."""
    coded = [visit for visit in visits if visit.dd_parsed and visit.facility_type]
    delay = [(visit.arrived_at.date() - visit.visit_date).days for visit in coded]
    by = {day: share(delay, lambda days, day=day: days <= day) for day in (0, 7, 30)}
    assert 0.2 < by[0] < 0.5
    assert 0.65 < by[7] < 0.9
    assert 0.9 < by[30] < 1
    assert max(delay) <= 70


def test_the_history_of_a_late_diagnosis_begins_without_one(visits):
    late = [v for v in visits if v.dd_parsed and (v.arrived_at - v.first_arrived_at).days > 7]
    assert len(late) > len(visits) / 20
    assert share(late, lambda visit: visit.discharge_diagnosis_history.startswith("{1};;|")) > 0.95


def test_ages_and_sexes_are_those_of_emergency_departments(visits):
    aged = [visit for visit in visits if visit.age_years is not None]
    assert 0 < len(visits) - len(aged) < len(visits) / 100
    assert 0.12 < share(aged, lambda visit: visit.age_years < 15) < 0.24
    assert 0.13 < share(aged, lambda visit: visit.age_years >= 65) < 0.25
    assert {visit.sex for visit in visits} == {"F", "M", "U"}
    assert 0.5 < share(visits, lambda visit: visit.sex == "F") < 0.6


def test_a_patient_keeps_age_and_sex_and_some_come_again(visits):
    seen = {}
    for visit in visits:
        if visit.age_years is not None:
            person = (visit.age_years, visit.sex)
            assert seen.setdefault(visit.patient_id, person) == person
    again = Counter(visit.patient_id for visit in visits)
    assert sum(1 for count in again.values() if count > 2) > 50


def test_complaints_fit_age_and_sex(visits):
    pregnant = [visit for visit in visits if visit.chief_complaint_parsed == "CONTRACTIONS"]
    assert pregnant
    assert {visit.sex for visit in pregnant} == {"F"}
    assert all(visit.age_years is None or 15 <= visit.age_years < 65 for visit in pregnant)


def test_emergency_and_ambulatory_visits(visits):
    assert 0.7 < share(visits, lambda visit: visit.is_emergency) < 0.95
    for visit in visits[:1_000]:
        assert visit.is_emergency == (visit.facility_type == "Emergency Care")
        assert visit.is_outpatient == 1 - visit.is_emergency
        assert visit.is_inpatient <= visit.is_emergency


def test_states_and_facilities_differ_in_size(visits):
    assert len({visit.state for visit in visits}) >= 10
    sizes = Counter(visit.facility_id for visit in visits).values()
    assert max(sizes) > 5 * min(sizes)


def test_some_facilities_join_stop_or_fall_silent(visits):
    reported = {}
    for visit in visits:
        reported.setdefault(visit.facility_id, set()).add(visit.visit_date)
    roster = facilities(1)
    late = [f for f in roster if f.first_day > 0]
    gone = [f for f in roster if f.last_day < 364]
    silent = [f for f in roster if f.silent]
    assert late
    assert gone
    assert silent
    for facility in late:
        first = min(reported[facility.facility_id])
        assert first >= date(2025, 1, 1) + timedelta(facility.first_day)
    for facility in gone:
        last = max(reported[facility.facility_id])
        assert last <= date(2025, 1, 1) + timedelta(facility.last_day)
    for facility in silent:
        days = sorted(reported[facility.facility_id])
        assert max(later - earlier for earlier, later in pairwise(days)).days > 20
