"""One visit: who comes where and when, with what, and what is known of it in the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from transpiler.generating.complaints import draw_complaint, spell, write_complaint
from transpiler.generating.draws import Uniform, pick, pick_early
from transpiler.generating.extract_columns import GeneratedVisit
from transpiler.generating.facilities import Facility
from transpiler.generating.messages import Content, deliver
from transpiler.generating.people import BAND_OF_AGE, person
from transpiler.generating.planting import Planted
from transpiler.generating.timing import is_winter, second_of_day
from transpiler.generating.vocabulary import Complaint, vocabulary

NOTHING = Planted()
"""What is planted in a visit that is left as it is."""

_ADMITTED_FROM_65 = 0.31
_ADMITTED_BELOW = 0.09
"""Shares of emergency visits that end in an admission: invented, near the quarter, rising with age,
that NCHS Data Brief 367 (2020) has for people of 60 and over."""

_ADMISSION_TYPES = {"Emergency Care": "E", "Urgent Care": "U", "Primary Care": "R"}

_LIVES_IN_COUNTY = 0.88
_AGE_SENT = 0.996
_REVISED = 0.2
_ADDED_TO = 0.1
_COMPLAINT_SENT = 0.984
_COMPLAINT_MISSING = 0.994
"""Shares of visits, invented: of people who live where they are seen, whose age is sent, whose
complaint is revised, is revised to say more, is not empty, is missing beyond."""


class Visitor(NamedTuple):
    """Who comes where and when, and with what.

    Attributes:
        day: day of the visit.
        begins: second of that day at which it begins.
        facility: where.
        number: number of the patient within the facility.
        age: completed years.
        sex: ``F``, ``M`` or ``U``.
        complaint: what they come with.
    """

    day: date
    begins: int
    facility: Facility
    number: int
    age: int
    sex: str
    complaint: Complaint


def draw_visitor(day: date, facility: Facility, number: int, uniform: Uniform) -> Visitor:
    """Return the patient ``number`` of ``facility`` on a visit of ``day``."""
    age, sex = person(facility.number, number)
    return Visitor(
        day=day,
        begins=second_of_day(uniform),
        facility=facility,
        number=number,
        age=age,
        sex=sex,
        complaint=draw_complaint(BAND_OF_AGE[age], sex, is_winter(day), uniform),
    )


def draw_visit(
    visitor: Visitor, uniform: Uniform, planted: Planted = NOTHING, *, is_plain: bool = False
) -> GeneratedVisit:
    """Return one visit as its last message left it.

    Args:
        visitor: who comes.
        uniform: the stream to draw from.
        planted: what a definition wants in it.
        is_plain: put nothing beside what is planted that could get in its way.
    """
    facility = visitor.facility
    content = _content(visitor, planted, is_plain, uniform)
    fields = deliver(content, facility, visitor.begins, uniform)
    notes = _notes(visitor, content, uniform) if facility.has_notes else _NO_NOTES
    patient_id = f"P{facility.number:02d}{visitor.number:07d}"
    dotted_day, day_number, midnight = _spellings(visitor.day)
    is_emergency = facility.is_emergency
    has_complaint = int(bool(fields.chief_complaint_original))
    has_diagnosis = int(bool(fields.discharge_diagnosis))
    admitted = _ADMITTED_FROM_65 if visitor.age >= 65 else _ADMITTED_BELOW
    visit = GeneratedVisit(
        visit_id=f"{dotted_day}.{facility.facility_id}_{patient_id}",
        encounter_id=f"V{day_number}{visitor.number:07d}",
        patient_id=patient_id,
        facility_id=facility.facility_id,
        facility_type=facility.kind,
        state=facility.state,
        county=facility.county,
        residence_county=facility.county if uniform() < _LIVES_IN_COUNTY else None,
        visit_date=visitor.day,
        visited_at=midnight + timedelta(seconds=visitor.begins),
        first_arrived_at=midnight + timedelta(seconds=fields.first_second),
        arrived_at=midnight + timedelta(seconds=fields.last_second),
        age_years=visitor.age if uniform() < _AGE_SENT else None,
        sex=visitor.sex,
        is_emergency=int(is_emergency),
        is_inpatient=(is_inpatient := int(is_emergency and uniform() < admitted)),
        is_outpatient=int(not is_emergency),
        patient_class="I" if is_inpatient else "E" if is_emergency else "O",
        admission_type=_ADMISSION_TYPES[facility.kind],
        disposition="ADMITTED" if is_inpatient else "DISCHARGED",
        is_complaint_available=has_complaint,
        is_complaint_informative=has_complaint,  # no complaint of the vocabulary is a null word
        is_diagnosis_available=has_diagnosis,
        is_diagnosis_informative=has_diagnosis,
        ccdd_parsed=fields.ccdd_parsed,
        dd_parsed=fields.dd_parsed,
        chief_complaint_parsed=fields.chief_complaint_parsed,
        ccdd=fields.ccdd,
        chief_complaint_history=fields.chief_complaint_history,
        discharge_diagnosis=fields.discharge_diagnosis,
        discharge_diagnosis_history=fields.discharge_diagnosis_history,
        chief_complaint=fields.chief_complaint,
        chief_complaint_original=fields.chief_complaint_original,
        triage_notes=notes.triage_notes,
        clinical_impression=notes.clinical_impression,
        chief_complaint_combo=None,
        admit_reason_combo=notes.admit_reason_combo,
        admit_reason_code=notes.admit_reason_code,
        diagnosis_combo=notes.diagnosis_combo,
        procedure_combo=None,
        ccdd_category=None,
        subsyndrome=visitor.complaint.subsyndrome,
        syndrome=visitor.complaint.syndrome,
    )
    return visit._replace(**planted.fields) if planted.fields else visit


@lru_cache(maxsize=400)
def _spellings(day: date) -> tuple[str, str, datetime]:
    """Return a day as keys spell it, its number in the year, and its midnight."""
    return f"{day:%Y.%m.%d}", f"{day:%j}", datetime(day.year, day.month, day.day)


def _content(visitor: Visitor, planted: Planted, is_plain: bool, uniform: Uniform) -> Content:
    """Draw complaint and diagnoses, and put what is planted into them."""
    complaint, facility = visitor.complaint, visitor.facility
    band = BAND_OF_AGE[visitor.age]
    company = draw_complaint(band, visitor.sex, is_winter(visitor.day), uniform)
    text = write_complaint(complaint, company, uniform)
    if planted.words:
        text = planted.words if is_plain else _beside(text, planted.words, uniform)
    complaints: tuple[str, ...] = (spell(text, facility.spelling),)
    u = uniform()
    if u < _REVISED and not is_plain:  # revised: more is said, or a full stop less
        more = f", {pick_early(company.spellings, uniform)}" if u < _ADDED_TO else ""
        complaints += (spell(text.rstrip(".") + more, facility.spelling),)
    elif u > _COMPLAINT_SENT and not planted.words:  # an empty text sent, or nothing
        complaints = ("",) if u < _COMPLAINT_MISSING else ()
    codes = planted.codes
    if not is_plain and uniform() < facility.coded:
        codes += _codes(complaint, band, facility.sends_snomed, uniform)
    return Content(complaints, codes, planted.is_verbatim)


def _beside(text: str, words: str, uniform: Uniform) -> str:
    """Return ``words`` as a complaint, now and then with something before them."""
    u = uniform()
    if u < 0.3:
        return words
    return f"{text}, {words}" if u < 0.6 else f"{pick(vocabulary().openings, uniform)} {words}"


def _codes(
    complaint: Complaint, band: int, sends_snomed: bool, uniform: Uniform
) -> tuple[str, ...]:
    first = pick_early(complaint.codes, uniform)
    if sends_snomed and complaint.snomed is not None and uniform() < 0.5:
        first = complaint.snomed
    others = vocabulary().comorbidities[band]
    more = int(uniform() * uniform() * 9)
    return (first, *[pick(others, uniform) for _ in range(more)])


class _FacilityNotes(NamedTuple):
    """The fields that some facilities send beside complaint and diagnosis."""

    triage_notes: str | None = None
    clinical_impression: str | None = None
    admit_reason_combo: str | None = None
    admit_reason_code: str | None = None
    diagnosis_combo: str | None = None


_NO_NOTES = _FacilityNotes()


def _notes(visitor: Visitor, content: Content, uniform: Uniform) -> _FacilityNotes:
    sentences = vocabulary().notes
    complaint = content.complaints[0] if content.complaints else "eval"
    usual = visitor.complaint.spellings[0]
    code = content.codes[0] if content.codes else visitor.complaint.codes[0]
    return _FacilityNotes(
        triage_notes=f"{visitor.age} yo {visitor.sex} c/o {complaint}. "
        f"{pick(sentences, uniform)} {pick(sentences, uniform)}",
        clinical_impression=usual.upper() if uniform() < 0.7 else "",
        admit_reason_combo=f";{code};{usual};",
        admit_reason_code=code,
        diagnosis_combo=f";{';'.join(content.codes)};" if content.codes else None,
    )
