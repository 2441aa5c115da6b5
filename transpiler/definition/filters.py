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


def _bands(system: str, starts: tuple[int, ...]) -> dict[str, tuple[int, int | None]]:
    """Return the bands of ages that begin at ``starts``, the last open, as ``nchs 65-74``."""
    ends = (*(start - 1 for start in starts[1:]), None)
    return {
        f"{system} {start}{'+' if end is None else f'-{end}'}": (start, end)
        for start, end in zip(starts, ends, strict=True)
    }


AGE_BANDS: Final = (
    _bands("nchs", (0, 11, 15, 25, 35, 45, 55, 65, 75, 85))
    | _bands("ten_year", tuple(range(0, 81, 10)))
    | _bands("ili", (0, 5, 25, 50, 65))
)
"""Bands of ages by name: those of NCHS, of ten years, and of influenza-like illness, as ESSENCE's
``ageNCHS``, ``ageTenYear`` and ``ageCDCILI`` have them. Other ranges are written out."""


def _column(column: FilterColumn) -> dict[str, FilterColumn]:
    return {"column": column}


def _flag(
    name: str, said: str, *essence_names: str, is_told_by_texts: bool = False, lasts: bool = False
) -> dict[str, FilterColumn]:
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
            is_told_by_texts=is_told_by_texts,
            lasts=lasts,
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
                bands=AGE_BANDS,
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
                ("Sex",),
                "read_sex",
                "are none of F, M and U",
                "F, M or U; NULL where unknown.",
                values=tuple(Sex),
            )
        ),
    )
    emergency_visit: bool | None = field(
        default=None,
        metadata=_flag("is_emergency", "it was an emergency visit", "HasBeenE", lasts=True),
    )
    inpatient: bool | None = field(
        default=None,
        metadata=_flag(
            "is_inpatient",
            "the patient was ever admitted",
            "HasBeenI",
            "HasBeenAdmitted",
            lasts=True,
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
            "is_complaint_available",
            "a chief complaint is there that is not empty",
            "CCAvailable",
            is_told_by_texts=True,
        ),
    )
    complaint_informative: bool | None = field(
        default=None,
        metadata=_flag(
            "is_complaint_informative",
            "a chief complaint is there that is no word for none, such as UNKNOWN",
            "CCInformative",
            is_told_by_texts=True,
        ),
    )
    diagnosis_available: bool | None = field(
        default=None,
        metadata=_flag(
            "is_diagnosis_available",
            "a discharge diagnosis is there that is not empty",
            "DDAvailable",
            is_told_by_texts=True,
        ),
    )
    diagnosis_informative: bool | None = field(
        default=None,
        metadata=_flag(
            "is_diagnosis_informative",
            "a discharge diagnosis is there that is no word for none, such as UNKNOWN",
            "DDInformative",
            is_told_by_texts=True,
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
    def further(self) -> Filters:
        """Those that ask neither who the patient is nor whether it is an emergency visit."""
        return replace(self, age=None, sex=(), emergency_visit=None)

    def alone(self, column: FilterColumn) -> Filters:
        """Return the one that asks of a column; none where they do not ask of it."""
        return replace(NO_FILTERS, **{column.filter: getattr(self, column.filter)})

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the `FILTER_COLUMNS` that they ask of."""
        return tuple(column.name for column, _ in self.asked())


FILTER_COLUMNS: Final[tuple[FilterColumn, ...]] = tuple(
    replace(found.metadata["column"], filter=found.name) for found in fields(Filters)
)
"""The columns of ``syndrome_visits`` that filters ask of, in the order of `Filters`."""

FURTHER_COLUMNS: Final = tuple(
    column for column in FILTER_COLUMNS if column.filter not in ("age", "sex", "emergency_visit")
)
"""Those that only filters ask of: no model cuts visits by them."""

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
