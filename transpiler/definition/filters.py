"""What besides its texts a visit must be.

A new filter is one line of `Filters`: its kind, its column, and what is said of it. The schema of
definition files, the evaluator, the SQL, `explain`, `diff`, generated visits, the reading of files
and the docs follow it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

from transpiler.definition.filter_columns import FilterColumn, FilterKind


class Sex(StrEnum):
    """Administrative sex of a visit, as ESSENCE codes it."""

    FEMALE = "F"
    MALE = "M"
    UNKNOWN = "U"


@dataclass(frozen=True, slots=True)
class AgeRange:
    """Age in completed years, both ends included; None leaves an end open."""

    min: int | None = None
    max: int | None = None


def _column(column: FilterColumn) -> dict[str, FilterColumn]:
    return {"column": column}


def _flag(name: str, said: str, *essence_names: str) -> dict[str, FilterColumn]:
    """Return the column of a filter that asks for yes or no; ``said`` completes “whether”."""
    return _column(
        FilterColumn(
            name,
            "",
            FilterKind.FLAG,
            essence_names,
            "read_flag",
            "are neither 1 nor 0, neither true nor false",
            f"Whether {said}; NULL where unknown.",
        ),
    )


def _word(name: str, said: str, *essence_names: str) -> dict[str, FilterColumn]:
    """Return the column of a filter that asks for one of some words, whatever their case."""
    return _column(
        FilterColumn(
            name,
            "",
            FilterKind.CHOICE,
            essence_names,
            "read_word",
            "are no words",
            f"{said}; NULL where unknown.",
        ),
    )


@dataclass(frozen=True, slots=True)
class Filters:
    """What besides the text a visit must be. A missing value never passes a filter."""

    age: AgeRange | None = field(
        default=None,
        metadata=_column(
            FilterColumn(
                "age_years",
                "",
                FilterKind.RANGE,
                ("Age", "C_Patient_Age"),
                "read_age",
                "are no ages; write completed years, or 6 M",
                "Age in completed years; NULL where unknown.",
                most=150,
            )
        ),
    )
    sex: tuple[Sex, ...] = field(
        default=(),
        metadata=_column(
            FilterColumn(
                "sex",
                "",
                FilterKind.CHOICE,
                (),
                "read_sex",
                "are none of F, M and U",
                "F, M or U; NULL where unknown.",
                values=tuple(Sex),
            )
        ),
    )
    emergency_visit: bool | None = field(
        default=None, metadata=_flag("is_emergency", "it was an emergency visit", "HasBeenE")
    )
    inpatient: bool | None = field(
        default=None,
        metadata=_flag(
            "is_inpatient", "the patient was ever admitted", "HasBeenI", "HasBeenAdmitted"
        ),
    )
    facility_type: tuple[str, ...] = field(
        default=(),
        metadata=_word("facility_type", "Kind of facility, such as EMERGENCY CARE", "FacilityType"),
    )
    patient_class: tuple[str, ...] = field(
        default=(),
        metadata=_word(
            "patient_class",
            "Class of the patient, such as E or I",
            "C_Patient_Class",
            "Patient_Class",
        ),
    )
    admission_type: tuple[str, ...] = field(
        default=(),
        metadata=_word(
            "admission_type",
            "Kind of admission, such as E",
            "AdmissionTypeCategory",
            "Admission_Type",
        ),
    )
    disposition: tuple[str, ...] = field(
        default=(),
        metadata=_word(
            "disposition", "Where the patient went, such as DISCHARGED", "DispositionCategory"
        ),
    )
    complaint_available: bool | None = field(
        default=None,
        metadata=_flag(
            "is_complaint_available", "a chief complaint is there that is not empty", "CCAvailable"
        ),
    )
    complaint_informative: bool | None = field(
        default=None,
        metadata=_flag(
            "is_complaint_informative",
            "a chief complaint is there that is no word for none, such as UNKNOWN",
            "CCInformative",
        ),
    )
    diagnosis_available: bool | None = field(
        default=None,
        metadata=_flag(
            "is_diagnosis_available",
            "a discharge diagnosis is there that is not empty",
            "DDAvailable",
        ),
    )
    diagnosis_informative: bool | None = field(
        default=None,
        metadata=_flag(
            "is_diagnosis_informative",
            "a discharge diagnosis is there that is no word for none, such as UNKNOWN",
            "DDInformative",
        ),
    )
    complete_facility: bool | None = field(
        default=None,
        metadata=_flag(
            "is_complete_facility", "the facility's data are complete, as the source judges"
        ),
    )
    steady_facility: bool | None = field(
        default=None,
        metadata=_flag(
            "is_steady_facility",
            "the facility's counts vary little over a year, as the source judges",
        ),
    )

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def asked(self) -> Iterator[tuple[FilterColumn, Any]]:
        """Yield the columns that are asked of, each with what is wanted there."""
        for column in FILTER_COLUMNS:
            wanted = getattr(self, column.filter)
            if wanted not in (None, ()):
                yield column, wanted

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the `FILTER_COLUMNS` that they ask of."""
        return tuple(column.name for column, _ in self.asked())


FILTER_COLUMNS: Final[tuple[FilterColumn, ...]] = tuple(
    replace(found.metadata["column"], filter=found.name) for found in fields(Filters)
)
"""The columns of ``syndrome_visits`` that filters ask of, in the order of `Filters`."""

FILTER_NAMES: Final = tuple(column.name for column in FILTER_COLUMNS)

NO_FILTERS: Final = Filters()
"""Every visit passes."""


def range_in_words(wanted: AgeRange) -> str:
    """Return a range as ``18 and over``."""
    match wanted:
        case AgeRange(None, None):
            return "known"
        case AgeRange(low, None):
            return f"{low} and over"
        case AgeRange(None, high):
            return f"{high} and under"
        case AgeRange(low, high):
            return f"{low} to {high}"


def filters_in_words(filters: Filters) -> Iterator[tuple[str, str]]:
    """Yield what filters ask: what it is called, and what is wanted."""
    for column, wanted in filters.asked():
        match column.kind:
            case FilterKind.RANGE:
                yield column.label, range_in_words(wanted)
            case FilterKind.CHOICE:
                yield column.label, " or ".join(wanted)
            case FilterKind.FLAG:
                yield column.label, "yes" if wanted else "no"
