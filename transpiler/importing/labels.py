"""The fields that prose names, in whatever spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transpiler.definition import FIELDS

_OTHER_LABELS: Final = {
    "cc": "chief_complaint_parsed",
    "dd": "discharge_diagnosis",
    "cc history": "chief_complaint_history",
    "dd history": "discharge_diagnosis_history",
    "chief complaints": "chief_complaint",
    "chiefcomplaints": "chief_complaint",
    "chief complaint and discharge diagnosis": "ccdd",
    "chief complaint discharge diagnosis": "ccdd",
    "chief complaint discharge diagnosis parsed": "ccdd_parsed",
}
"""Spellings met in prose only, where other words around them make them clear."""

_NOT_FIELDS: Final = ("medication combo", "problem list combo")
"""Fields of ESSENCE that this project does not have."""

_BY_LABEL: Final[dict[str, str | None]] = {
    **{
        label.lower(): field.name
        for field in FIELDS
        for label in (field.name, field.essence_name, *field.labels)
    },
    **_OTHER_LABELS,
    **dict.fromkeys(_NOT_FIELDS),
}


def _as_expression(label: str) -> str:
    return r"[\s_]+".join(map(re.escape, label.split()))


LABEL: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(map(_as_expression, sorted(_BY_LABEL, key=len, reverse=True)))
    + r")(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""Any spelling of a field; the longest wins."""

_APPLY_TO: Final = re.compile(r"[\s:,]*\balso\s+apply\s+to\b[\s:]*", re.IGNORECASE)
_PARENTHESIS: Final = re.compile(r"\([^()]*\)")
_FIELDS_WORD: Final = re.compile(r"\bfields?\b", re.IGNORECASE)
_SENTENCE_END: Final = re.compile(r"[:\n]|\.\s")


@dataclass(frozen=True, slots=True)
class NamedFields:
    """The fields that a piece of prose names.

    Attributes:
        fields: their names in this project, each once, in the order named.
        unknown: spellings of fields that this project does not have.
    """

    fields: tuple[str, ...]
    unknown: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.unknown)


def fields_named(prose: str) -> NamedFields:
    """Return the fields named in the prose in front of a query: in its last sentence that has any.

    What stands in parentheses counts only where nothing else names a field.
    """
    joined = _APPLY_TO.sub(", also apply to ", prose)
    for text in (_PARENTHESIS.sub(" ", joined), joined):
        for sentence in reversed(_SENTENCE_END.split(text)):
            found = _all_fields(sentence)
            if found:
                return found
    return NamedFields((), ())


def fields_of_page(prose: str) -> NamedFields:
    """Return the fields that a page says are used: those named in front of the word *fields*.

    Pages speak of complaints and diagnoses in passing, too.
    """
    for sentence in _SENTENCE_END.split(prose):
        word = _FIELDS_WORD.search(sentence)
        found = _all_fields(sentence[: word.start()]) if word else None
        if found:
            return found
    return NamedFields((), ())


def _all_fields(prose: str) -> NamedFields:
    """Return every field that ``prose`` names."""
    fields: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for match in LABEL.finditer(prose):
        spelling = " ".join(re.split(r"[\s]+", match.group()))
        name = _BY_LABEL.get(spelling.lower(), _BY_LABEL.get(spelling.lower().replace("_", " ")))
        if name is None:
            unknown[spelling] = None
        else:
            fields[name] = None
    return NamedFields(tuple(fields), tuple(unknown))


def field_labelled(label: str) -> str | None:
    """Return the field that a source gives by ``label`` alone, or None."""
    return _BY_LABEL.get(" ".join(label.lower().split()))
