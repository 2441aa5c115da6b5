"""The filters of an address as those of a definition, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Any, Final

from transpiler.definition import AgeRange, Filters, Sex

_HELD: Final = frozenset(field.name for field in fields(Filters))

_FLAGS: Final = {
    "hasBeenE": "emergency_visit",
    "hasBeenI": "inpatient",
    "ccAvailable": "complaint_available",
    "ccInformative": "complaint_informative",
    "ddAvailable": "diagnosis_available",
    "ddInformative": "diagnosis_informative",
}
"""Parameter that is 1 or 0 → filter."""

_WORDS: Final = {
    "sex": "sex",
    "hospFacilityType": "facility_type",
    "patientClass": "patient_class",
    "admissionTypeCategory": "admission_type",
    "dispositionCategory": "disposition",
}
"""Parameter that is given once for each word → filter."""

_STEADY: Final = "dqCOVHasBeenEOneYear"
"""Whether a facility's counts vary little over a year: ``yes``, beside an operator ``eq``."""

_RANGE: Final = ("agerange", "agerangeOperator", "agerangeMax")
_BANDS: Final = ("ageNCHS", "ageTenYear", "ageCDCILI", "age")
"""Parameters that are given once for each band of ages, or for each age."""

_BAND: Final = re.compile(r"0*(\d{1,3})(?:-0*(\d{1,4}))?")
_OLDEST: Final = 130
"""Bands such as 85-1000 have no upper end."""

_NO_END: Final = "1000"
"""The end of an open band of ages, as ESSENCE's own bands have it."""


def read_filters(given: Mapping[str, Sequence[str]]) -> tuple[Filters, set[str]]:
    """Return the filters of an address, and which of its parameters they hold.

    Args:
        given: parameter in small letters → its values.
    """
    found: dict[str, Any] = {}
    done: set[str] = set()
    for name, filter_ in _FLAGS.items():
        values = given.get(name.lower(), ())
        if filter_ in _HELD and list(values) in (["1"], ["0"]):
            found[filter_] = list(values) == ["1"]
            done.add(name.lower())
    for name, filter_ in _WORDS.items():
        words = tuple(dict.fromkeys(given.get(name.lower(), ())))
        if name == "sex":
            codes = tuple(dict.fromkeys(word.upper() for word in words))
            words = tuple(map(Sex, codes)) if set(codes) <= set(Sex) else ()
        if filter_ in _HELD and words:
            found[filter_] = words
            done.add(name.lower())
    steady = (_STEADY.lower(), f"{_STEADY}Operator".lower())
    if "steady_facility" in _HELD and [list(given.get(name, ())) for name in steady] == [
        ["yes"],
        ["eq"],
    ]:
        found["steady_facility"] = True
        done.update(steady)
    age, names = _age(given)
    return Filters(age=age, **found), done | names


def filter_values(filters: Filters) -> Iterator[tuple[str, str]]:
    """Yield the parameters and values that ask for filters."""
    age = filters.age
    if age is not None and not is_any_known(age):
        yield "agerange", str(age.min or 0)
        yield "agerangeOperator", "btw"
        yield "agerangeMax", _NO_END if age.max is None else str(age.max)
    for name, filter_ in _WORDS.items():
        yield from ((name, str(word)) for word in getattr(filters, filter_, ()))
    for name, filter_ in _FLAGS.items():
        wanted = getattr(filters, filter_, None)
        if wanted is not None:
            yield name, str(int(wanted))
    if getattr(filters, "steady_facility", None):
        yield _STEADY, "yes"
        yield f"{_STEADY}Operator", "eq"


def filters_lost(filters: Filters) -> Iterator[str]:
    """Yield what filters ask and no parameter says."""
    if filters.age is not None and is_any_known(filters.age):
        yield "that the age has to be known"
    if getattr(filters, "complete_facility", None) is not None:
        yield "whether a facility's data are complete"
    if getattr(filters, "steady_facility", None) is False:
        yield "that a facility's counts vary much"


def is_any_known(age: AgeRange) -> bool:
    """Return whether a range holds every age."""
    return not age.min and age.max is None


def _age(given: Mapping[str, Sequence[str]]) -> tuple[AgeRange | None, set[str]]:
    """Return the one range of ages that an address asks for, and the parameters that say it."""
    ways = [_range(given), *(_bands(name.lower(), given) for name in _BANDS)]
    said = [found for found in ways if found[1]]
    return said[0] if len(said) == 1 and said[0][0] is not None else (None, set())


def _range(given: Mapping[str, Sequence[str]]) -> tuple[AgeRange | None, set[str]]:
    """Return the ages of ``agerange=5&agerangeOperator=btw&agerangeMax=10``."""
    low, operator, high = (list(given.get(name.lower(), ())) for name in _RANGE)
    names = {name.lower() for name in _RANGE} & set(given)
    is_read = operator == ["btw"] and len(low) == len(high) == 1
    if not is_read or not (low[0].isdecimal() and high[0].isdecimal()):
        return None, names
    return _ages(int(low[0]), int(high[0])), names


def _bands(name: str, given: Mapping[str, Sequence[str]]) -> tuple[AgeRange | None, set[str]]:
    """Return the ages of bands such as ``00-10``, where they follow one another."""
    values = given.get(name, ())
    matched = [match for match in map(_BAND.fullmatch, values) if match]
    bands = sorted((int(match[1]), int(match[2] or match[1])) for match in matched)
    if not values or len(bands) != len(values):
        return None, {name} & set(given)
    if any(start != end + 1 for (_, end), (start, _) in pairwise(bands)):
        return None, {name}
    return _ages(bands[0][0], bands[-1][1]), {name}


def _ages(least: int, most: int) -> AgeRange | None:
    """Return a range of ages; None where it leaves none out, or is empty."""
    ages = AgeRange(least or None, most if most <= _OLDEST else None)
    return ages if ages != AgeRange() and least <= most else None
