"""The ESSENCE fields a definition can be asked of, under one name each.

Labels and API names are those of ESSENCE's query portal and DataDetails API; layouts are in
docs/language.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Layout(StrEnum):
    """How codes and text stand in a field."""

    PARSED = "parsed"
    """Codes undotted, each between semicolons: ``COUGH | ;U071;``."""
    RAW = "raw"
    """As sent: codes dotted or not, any separator."""
    HISTORY = "history"
    """Every value received, each behind its message number: ``{1};FEVER;|{2};COUGH;``."""
    LIST = "list"
    """A list of category names between semicolons: ``;Injury;Firearm;``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a visit.

    Attributes:
        name: our name, also the column of ``syndrome_visits``.
        essence_name: the column of an ESSENCE DataDetails extract.
        labels: other spellings met in published definitions, in small letters.
        layout: how codes and text stand in it.
        description: its contents, for the data dictionary.
    """

    name: str
    essence_name: str
    labels: tuple[str, ...]
    layout: Layout
    description: str


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "ccdd_parsed",
        "CCDDParsed",
        ("cc and dd parsed free text", "cc and dd parsed", "ccddparsedfreetext", "ccdd parsed"),
        Layout.PARSED,
        "Parsed complaint, a bar, and the discharge diagnosis codes undotted between semicolons.",
    ),
    Field(
        "dd_parsed",
        "DDParsed",
        ("discharge diagnosis parsed", "ddparsedfreetext", "dd parsed", "dd parsed free text"),
        Layout.PARSED,
        "The discharge diagnosis codes, undotted, each between semicolons.",
    ),
    Field(
        "chief_complaint_parsed",
        "ChiefComplaintParsed",
        ("chief complaint parsed",),
        Layout.PARSED,
        "First informative complaint in capitals, punctuation replaced, abbreviations expanded.",
    ),
    Field(
        "ccdd",
        "CCDD",
        ("cc and dd", "cc and dd field", "ccdd field", "ccddfreetext", "cc and dd free text"),
        Layout.RAW,
        "Parsed chief complaint, a bar, and the discharge diagnosis as sent.",
    ),
    Field(
        "chief_complaint_history",
        "ChiefComplaintUpdates",
        (
            "chief complaint history",
            "chief complaint updates",
            "cchistory",
            "chiefcomplainthistory",
        ),
        Layout.HISTORY,
        "Every chief complaint received for the visit, in order of arrival.",
    ),
    Field(
        "discharge_diagnosis",
        "DischargeDiagnosis",
        ("discharge diagnosis",),
        Layout.RAW,
        "The last discharge diagnosis received, as sent.",
    ),
    Field(
        "discharge_diagnosis_history",
        "DischargeDiagnosisUpdates",
        ("discharge diagnosis history", "discharge diagnosis updates", "ddhistory"),
        Layout.HISTORY,
        "Every discharge diagnosis received for the visit, in order of arrival.",
    ),
    Field(
        "chief_complaint",
        "ChiefComplaint",
        ("chief complaint",),
        Layout.RAW,
        "The chief complaint as ESSENCE shows it.",
    ),
    Field(
        "chief_complaint_original",
        "ChiefComplaintOrig",
        ("chief complaint original", "chief complaint orig"),
        Layout.RAW,
        "The chief complaint as sent.",
    ),
    Field(
        "triage_notes",
        "TriageNotesOrig",
        ("triage notes", "triage notes original", "triagenotes", "triage note"),
        Layout.RAW,
        "The triage note as sent.",
    ),
    Field(
        "clinical_impression",
        "ClinicalImpression",
        ("clinical impression",),
        Layout.RAW,
        "The clinical impression as sent.",
    ),
    Field(
        "chief_complaint_combo",
        "Chief_Complaint_Combo",
        ("chief complaint combo", "chiefcomplaintcombo", "chief complaint combo free text"),
        Layout.RAW,
        "Every chief complaint sent for the visit, codes and texts, as a list.",
    ),
    Field(
        "admit_reason_combo",
        "Admit_Reason_Combo",
        ("admit reason combo", "admit reason"),
        Layout.RAW,
        "Admit reason codes and descriptions, as a list.",
    ),
    Field(
        "admit_reason_code",
        "Admit_Reason_Code",
        ("admit reason code",),
        Layout.RAW,
        "Admit reason codes.",
    ),
    Field(
        "diagnosis_combo",
        "Diagnosis_Combo",
        (
            "diagnosis combo",
            "discharge diagnosis combo",
            "dischargediagnosiscombo",
            "discharge diagnosis combo free text",
        ),
        Layout.RAW,
        "Diagnosis codes and descriptions, as a list.",
    ),
    Field(
        "procedure_combo",
        "Procedure_Combo",
        ("procedure combo",),
        Layout.RAW,
        "Procedure codes and descriptions, as a list.",
    ),
    Field(
        "ccdd_category",
        "CCDDCategory_flat",
        ("ccdd category", "ccddcategoryfreetext", "cc and dd category"),
        Layout.LIST,
        "Names of the CCDD categories that ESSENCE gave the visit.",
    ),
    Field(
        "subsyndrome",
        "SubSyndromeFreeText",
        ("subsyndrome free text", "subsyndrome", "subcategory_flat", "sub-syndrome"),
        Layout.LIST,
        "Names of the subsyndromes that ESSENCE gave the visit.",
    ),
    Field(
        "syndrome",
        "SyndromeFreeText",
        ("syndrome free text", "category_flat"),
        Layout.LIST,
        "Names of the syndromes that ESSENCE gave the visit.",
    ),
)

BY_NAME: Final[dict[str, Field]] = {field.name: field for field in FIELDS}

_BY_LABEL: Final[dict[str, Field]] = {
    label: field
    for field in FIELDS
    for label in (field.name, field.essence_name.lower(), *field.labels)
}


def find_field(label: str) -> Field | None:
    """Return the field that ``label`` names in any published spelling, or None."""
    return _BY_LABEL.get(" ".join(label.lower().split()))
