"""What one generated visit holds, and the columns of an extract it is written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, NamedTuple

from transpiler.definition import FIELDS


class GeneratedVisit(NamedTuple):
    """One visit as the last message about it left it.

    The names are those of the model's fields and of the dbt project's visits, so that
    ``matches(definition, visit._asdict())`` asks a definition of it. `COLUMNS` gives the ESSENCE
    names, in the same order.
    """

    visit_id: str
    encounter_id: str
    patient_id: str
    facility_id: str
    facility_type: str
    state: str
    county: str
    residence_county: str | None
    visit_date: date
    visited_at: datetime
    first_arrived_at: datetime
    arrived_at: datetime
    age_years: int | None
    sex: str
    is_emergency: int
    is_inpatient: int
    is_outpatient: int
    patient_class: str
    admission_type: str
    disposition: str
    is_complaint_available: int
    is_complaint_informative: int
    is_diagnosis_available: int
    is_diagnosis_informative: int
    ccdd_parsed: str | None
    dd_parsed: str | None
    chief_complaint_parsed: str | None
    ccdd: str | None
    chief_complaint_history: str | None
    discharge_diagnosis: str | None
    discharge_diagnosis_history: str | None
    chief_complaint: str | None
    chief_complaint_original: str | None
    triage_notes: str | None
    clinical_impression: str | None
    chief_complaint_combo: str | None
    admit_reason_combo: str | None
    admit_reason_code: str | None
    diagnosis_combo: str | None
    procedure_combo: str | None
    ccdd_category: str | None
    subsyndrome: str | None
    syndrome: str | None


@dataclass(frozen=True, slots=True)
class ExtractColumn:
    """One column of the extract.

    Attributes:
        name: the ESSENCE DataDetails name, as written in the file's header.
        type: ``text``, ``integer``, ``date`` or ``timestamp``.
        description: its contents.
    """

    name: str
    type: str
    description: str


COLUMNS: Final[tuple[ExtractColumn, ...]] = (
    ExtractColumn("C_BioSense_ID", "text", "Key of the visit: visit date, facility and patient."),
    ExtractColumn("Visit_ID", "text", "The facility's own number of the visit."),
    ExtractColumn("C_Unique_Patient_ID", "text", "The facility's own number of the patient."),
    ExtractColumn("C_Processed_Facility_ID", "text", "The facility."),
    ExtractColumn("FacilityType", "text", "Emergency Care, Urgent Care or Primary Care."),
    ExtractColumn("HospitalState", "text", "State of the facility, two letters."),
    ExtractColumn(
        "HospitalRegion", "text", "County of the facility, as ESSENCE writes it: AZ_Maricopa."
    ),
    ExtractColumn("Region", "text", "County where the patient lives; NULL where it was not sent."),
    ExtractColumn("C_Visit_Date", "date", "Day of the visit."),
    ExtractColumn("C_Visit_Date_Time", "timestamp", "Start of the visit, local time."),
    ExtractColumn(
        "FirstDateTimeAdded", "timestamp", "When the first message about the visit arrived."
    ),
    ExtractColumn(
        "Arrived_Date_Time", "timestamp", "When the last message about the visit arrived."
    ),
    ExtractColumn("Age", "integer", "Completed years; NULL where it was not sent."),
    ExtractColumn("Sex", "text", "F, M or U."),
    ExtractColumn("HasBeenE", "integer", "1 where the visit has been an emergency visit, else 0."),
    ExtractColumn("HasBeenI", "integer", "1 where the visit has been an inpatient stay, else 0."),
    ExtractColumn("HasBeenO", "integer", "1 where the visit has been an outpatient visit, else 0."),
    ExtractColumn("C_Patient_Class", "text", "E for emergency, I for inpatient, O for outpatient."),
    ExtractColumn("AdmissionTypeCategory", "text", "E for emergency, U for urgent, R for routine."),
    ExtractColumn("DispositionCategory", "text", "ADMITTED or DISCHARGED."),
    ExtractColumn(
        "CCAvailable", "integer", "1 where a chief complaint that is not empty arrived, else 0."
    ),
    ExtractColumn(
        "CCInformative", "integer", "1 where a chief complaint that says something arrived, else 0."
    ),
    ExtractColumn(
        "DDAvailable", "integer", "1 where a diagnosis that is not empty arrived, else 0."
    ),
    ExtractColumn(
        "DDInformative", "integer", "1 where a diagnosis that says something arrived, else 0."
    ),
    *(ExtractColumn(field.essence_name, "text", field.description) for field in FIELDS),
)
"""The columns of a file of generated visits, one for each field of `GeneratedVisit`, in order."""
