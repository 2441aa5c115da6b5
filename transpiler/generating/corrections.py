"""Rows that one visit leaves in an extract when its key was corrected: duplicates to be resolved.

ESSENCE's key of a visit is made of date, facility and patient, so a visit whose date moves past
midnight, or whose patient gets another number, is there once more under its new key. The facility's
own number of the visit stays, and the row that arrived last is the right one.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from transpiler.generating.draws import Uniform
from transpiler.generating.extract_columns import GeneratedVisit
from transpiler.generating.field_layout import join_ccdd, join_history, parse_complaint

SHIFTED_SHARE: Final = 0.4
"""Of visits that begin in the first two hours of a day, those first sent with the day before."""
RENUMBERED_SHARE: Final = 0.006
"""Of all visits, those first sent with a provisional number of the patient."""
ADMITTED_SHARE: Final = 0.1
"""Of emergency visits that become inpatient stays, those whose last row says inpatient alone."""

DRAWS_OF_VISIT: Final = 2
"""How many numbers `rows_of_visit` takes from its stream, whatever becomes of the visit."""


def rows_of_visit(visit: GeneratedVisit, uniform: Uniform) -> tuple[GeneratedVisit, ...]:
    """Return the rows of an extract that a visit leaves, in the order of their arrival.

    Mostly it is the visit alone. The last row has the visit's texts and its number; what a
    correction changes in it is when it arrived, and the class of an admitted visit.

    Args:
        visit: the visit as its last message left it.
        uniform: the stream to draw from.
    """
    u, delay = uniform(), uniform()
    if visit.visited_at.hour < 2 and visit.visit_date.timetuple().tm_yday > 1:
        if u < SHIFTED_SHARE:
            return _shifted(visit, delay), _corrected(visit, delay)
    elif u < RENUMBERED_SHARE:
        number = f"T{visit.encounter_id}"
        first = _as_first_sent(visit)._replace(
            patient_id=number, visit_id=_key(visit.visited_at, visit.facility_id, number)
        )
        return first, _corrected(visit, delay)
    elif visit.is_inpatient and visit.is_emergency and u > 1 - ADMITTED_SHARE:
        first = _as_first_sent(visit)._replace(
            is_inpatient=0, patient_class="E", disposition="DISCHARGED"
        )
        return first, _corrected(visit, delay)._replace(is_emergency=0)
    return (visit,)


def _shifted(visit: GeneratedVisit, share: float) -> GeneratedVisit:
    midnight = datetime.combine(visit.visit_date, datetime.min.time())
    before = midnight - timedelta(minutes=1 + int(share * 90))
    return _as_first_sent(visit)._replace(
        visit_date=before.date(),
        visited_at=before,
        visit_id=_key(before, visit.facility_id, visit.patient_id),
    )


def _key(begins: datetime, facility: str, patient: str) -> str:
    return f"{begins:%Y.%m.%d}.{facility}_{patient}"


def _corrected(visit: GeneratedVisit, share: float) -> GeneratedVisit:
    """Return the last row: under its new key it was first added by the correction."""
    added = visit.first_arrived_at + timedelta(hours=1 + int(share * 36))
    return visit._replace(first_arrived_at=added, arrived_at=max(added, visit.arrived_at))


def _as_first_sent(visit: GeneratedVisit) -> GeneratedVisit:
    """Return the visit as its first message left it: a complaint, and no diagnosis yet."""
    complaint = visit.chief_complaint_original
    parsed = None if complaint is None else parse_complaint(complaint)
    return visit._replace(
        arrived_at=visit.first_arrived_at,
        is_diagnosis_available=0,
        is_diagnosis_informative=0,
        ccdd_parsed=join_ccdd(parsed, None),
        dd_parsed=None,
        chief_complaint_parsed=parsed,
        ccdd=join_ccdd(parsed, None),
        chief_complaint_history=None if complaint is None else join_history([complaint]),
        discharge_diagnosis=None,
        discharge_diagnosis_history=None,
        chief_complaint=complaint,
        diagnosis_combo=None,
        ccdd_category=None,
    )
