"""The parameters of ESSENCE's addresses, and what each is to a definition.

From addresses in public programs of health departments and from the templates of Rnssp; the list of
NSSP's data dictionary is longer. So a name that is not here is refused, never passed over.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final


class Use(Enum):
    """What a parameter is to a definition."""

    QUERY = auto()
    """Holds the text of a query."""
    NAMED = auto()
    """Names a query that ESSENCE holds."""
    FILTER = auto()
    """Says which visits are meant; a definition file holds some of these."""
    OTHER_LANGUAGE = auto()
    """Holds a query in another language."""
    SCOPE = auto()
    """Says when, where and how visits are counted: no part of a definition."""


QUERY_FIELDS: Final = {
    "ccddfreetext": "ccdd",
    "ccddparsedfreetext": "ccdd_parsed",
    "ddparsedfreetext": "dd_parsed",
    "dischargediagnosis": "discharge_diagnosis",
    "cchistory": "chief_complaint_history",
    "chiefcomplainthistory": "chief_complaint_history",
    "ddhistory": "discharge_diagnosis_history",
    "chiefcomplaint": "chief_complaint",
    "chiefcomplaintparsed": "chief_complaint_parsed",
    "chiefcomplaintorig": "chief_complaint_original",
    "triagenotes": "triage_notes",
    "triagenotesorig": "triage_notes",
    "clinicalimpression": "clinical_impression",
    "admitreasoncode": "admit_reason_code",
    "admitreasoncombo": "admit_reason_combo",
    "chiefcomplaintcombo": "chief_complaint_combo",
    "dischargediagnosiscombo": "diagnosis_combo",
    "diagnosiscombo": "diagnosis_combo",
    "procedurecombo": "procedure_combo",
    "ccddcategoryfreetext": "ccdd_category",
    "syndromefreetext": "syndrome",
    "subsyndromefreetext": "subsyndrome",
}
"""Parameter that holds a query, in small letters → the field it is asked of."""

SPELLED: Final = {
    "ccdd": "ccddFreeText",
    "ccdd_parsed": "CCDDParsedFreeText",
    "dd_parsed": "DDParsedFreeText",
    "discharge_diagnosis": "dischargeDiagnosis",
    "clinical_impression": "clinicalImpression",
    "procedure_combo": "procedureCombo",
    "ccdd_category": "ccddCategoryFreeText",
    "subsyndrome": "subsyndromeFreeText",
    "syndrome": "syndromeFreeText",
}
"""Field → the parameter that asks it, as public programs spell it."""

UNSEEN: Final = {
    "discharge_diagnosis_history": "ddHistory",
    "chief_complaint": "chiefComplaint",
    "chief_complaint_parsed": "chiefComplaintParsed",
    "chief_complaint_original": "chiefComplaintOrig",
    "triage_notes": "triageNotesOrig",
    "chief_complaint_combo": "chiefComplaintCombo",
    "diagnosis_combo": "dischargeDiagnosisCombo",
}
"""Field → its name by likeness; no public program has it."""

SPELLED_BESIDE: Final = {
    **SPELLED,
    "admit_reason_code": "admitReasonCode",
    "admit_reason_combo": "admitReasonCombo",
    "chief_complaint_history": "ccHistory",
    **UNSEEN,
}
"""Field → its name in the list of further fields of a query."""

APPLY_TO: Final = "applyto"
"""What the name of a query's parameter ends in where the value names further fields."""

NAMED_FIELDS: Final = {"ccddcategory": "ccdd_category"}
"""Parameter that names a query → the field in which ESSENCE keeps the names."""

GROUPING: Final = "medicalgrouping"
GROUPING_SYSTEM: Final = "medicalgroupingsystem"
GROUPING_FIELDS: Final = {
    "essencesyndromes": "syndrome",
    "chiefcomplaintsubsyndromes": "subsyndrome",
}
"""System of groups → the field in which ESSENCE keeps their names."""

_FILTERS: Final = (
    *("age", "agerange", "agerangeoperator", "agerangemax", "agenchs", "agetenyear", "agecdcili"),
    *("sex", "hasbeene", "hasbeeni", "hospfacilitytype", "patientclass", "admissiontypecategory"),
    *("dispositioncategory", "ccavailable", "ccinformative", "ddavailable", "ddinformative"),
    *("dqcovhasbeeneoneyear", "dqcovhasbeeneoneyearoperator", "dqcovhasbeenetwoyear"),
    *("dqcovhasbeenetwoyearoperator", "medicalsubgrouping"),
)

_SCOPE: Final = (
    *("datasource", "geography", "geographysystem", "site", "erfacility", "facilityfips"),
    *("patientloc", "startdate", "enddate", "start_date", "end_date", "datetype", "dateconfig"),
    *("year", "yearoperator", "percentparam", "aqttarget", "timeresolution", "detector"),
    *("rowfields", "columnfield", "stratval", "multistratval", "graphtype", "graphtitle"),
    *("graphoptions", "graphoption", "graphonly", "graphwidth", "graphheight", "graphparams"),
    *("numseries", "seriesperyear", "nonzerocomposite", "removezeroseries", "sigdigits"),
    *("startmonth", "refvalues", "field", "alertcountfilter", "alertcountfilteroperator"),
    *("isportlet", "portletid", "xaxislabel", "yaxislabel", "userid", "order1", "order2"),
    *("order3", "order4", "fieldids", "fieldlabels", "displaytotals", "displayzerocountrows"),
    *("rawvalues", "timeinterval", "hospitalgrouping", "dom", "doy", "dow", "month", "week"),
    "quarter",
)

_USES: Final[dict[str, Use]] = {
    **dict.fromkeys(QUERY_FIELDS, Use.QUERY),
    **dict.fromkeys((*NAMED_FIELDS, GROUPING), Use.NAMED),
    **dict.fromkeys(_FILTERS, Use.FILTER),
    "aqt": Use.OTHER_LANGUAGE,
    **dict.fromkeys((*_SCOPE, GROUPING_SYSTEM), Use.SCOPE),
}

NEVER_A_QUERY: Final = ("va_labresult", "va_weather_aggr", "airquality")
"""Sources of data that hold no visits."""


def use_of(name: str) -> Use | None:
    """Return what the parameter ``name`` is to a definition; None where it is not known."""
    plain = name.lower()
    if plain.endswith(APPLY_TO) and plain.removesuffix(APPLY_TO) in QUERY_FIELDS:
        return Use.QUERY
    return _USES.get(plain)
