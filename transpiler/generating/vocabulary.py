"""The words visits are made of, read from ``vocabulary.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

AGE_BANDS = ((0, 14), (15, 34), (35, 64), (65, 130))
"""The age bands that the vocabulary's weights speak of, in completed years."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing people come with.

    Attributes:
        weight: visits per thousand or so, over all ages.
        ages: how much likelier in each of `AGE_BANDS`.
        sex: the only sex it is drawn for, or None.
        season: ``winter``, ``summer`` or None.
        spellings: as triage types it, the usual one first.
        codes: ICD-10-CM, dotted, the usual one first.
        snomed: a SNOMED CT id sent instead of the ICD code, or None.
        syndrome: the ESSENCE syndrome list, ``;Resp;``, or None.
        subsyndrome: the ESSENCE subsyndrome list, or None.
    """

    weight: float
    ages: tuple[float, ...]
    sex: str | None
    season: str | None
    spellings: tuple[str, ...]
    codes: tuple[str, ...]
    snomed: str | None
    syndrome: str | None
    subsyndrome: str | None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All the words; ``vocabulary.yml`` says what each list is for."""

    complaints: tuple[Complaint, ...]
    uninformative: tuple[str, ...]
    details: tuple[str, ...]
    openings: tuple[str, ...]
    separators: tuple[str, ...]
    notes: tuple[str, ...]
    comorbidities: tuple[tuple[str, ...], ...]
    codes: tuple[str, ...]
    words: tuple[str, ...]
    abbreviations: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary, read once."""
    text = resources.files(__package__).joinpath("vocabulary.yml").read_text(encoding="utf-8")
    # the C loader where PyYAML has it: five times as fast, and as safe
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(text, Loader=loader)
    complaints = tuple(_complaint(entry) for entry in data["complaints"])
    comorbidities = tuple(tuple(band) for band in data["comorbidities"])
    codes = [
        *data["more_codes"],
        *(code for complaint in complaints for code in complaint.codes),
        *(code for band in comorbidities for code in band),
    ]
    return Vocabulary(
        complaints=complaints,
        uninformative=tuple(data["uninformative"]),
        details=tuple(data["details"]),
        openings=tuple(data["openings"]),
        separators=tuple(data["separators"]),
        notes=tuple(data["notes"]),
        comorbidities=comorbidities,
        codes=tuple(dict.fromkeys(codes)),
        words=tuple(data["words"]),
        abbreviations=data["abbreviations"],
    )


def _complaint(entry: dict[str, Any]) -> Complaint:
    syndrome, *subsyndromes = entry["groups"]
    return Complaint(
        weight=entry["weight"],
        ages=tuple(entry["ages"]),
        sex=entry.get("sex"),
        season=entry.get("season"),
        spellings=tuple(entry["say"]),
        codes=tuple(entry["codes"]),
        snomed=entry.get("snomed"),
        syndrome=f";{syndrome};",
        subsyndrome=f";{';'.join(subsyndromes)};" if subsyndromes else None,
    )
