"""Which columns of a file hold what a definition reads."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from transpiler.definition import (
    BY_NAME,
    FIELDS,
    FILTER_COLUMNS,
    FURTHER_COLUMNS,
    Definition,
    DefinitionError,
    Diagnostic,
    Field,
    Severity,
    find_field,
)
from transpiler.macros import load_macros

_NONE_DECLARED: Final[Mapping[str, Field]] = {}

VISIT_ID: Final = "visit_id"
"""The key of a visit."""

CODES: Final = "diagnosis_codes"
"""The codes of a plain table, of which fields are built."""

COMPLAINT: Final = "chief_complaint"

_FILTERED_IF_ASKED: Final = frozenset(column.name for column in FURTHER_COLUMNS)
"""What only filters ask of; that it is absent is no news where none does."""

_TOLD: Final = {column.name: column.filter for column in FURTHER_COLUMNS if column.is_told_by_texts}
"""The columns of filters that texts tell, and what is asked of these."""

MAPPED: Final = "syndrome_mapped_"
"""How columns begin that a mapping makes (`mapped_name` of the dbt package)."""

_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    VISIT_ID: ("C_BioSense_ID", "visit_id"),
    **{column.name: (column.name, *column.essence_names) for column in FILTER_COLUMNS},
    CODES: ("diagnosis_codes",),
    "facility_id": ("C_Processed_Facility_ID", "facility_id", "Hospital"),
    "arrived_at": ("Arrived_Date_Time", "arrived_at"),
    "visit_date": ("C_Visit_Date", "visit_date", "Date", "C_Visit_Date_Time"),
}
"""What is not a text field, and the columns it may stand in, ours and those of ESSENCE, the first
that is there."""

_FACILITYS_NUMBER: Final = "visit_id"
"""In an ESSENCE extract, beside ``C_BioSense_ID``, ``Visit_ID`` is the facility's own number."""

KNOWN_NAMES: Final = (
    *(spelling for name, spellings in _SPELLINGS.items() for spelling in (name, *spellings)),
    *(spelling for found in FIELDS for spelling in (found.name, found.essence_name)),
)
"""All names that are known, ours and those of ESSENCE."""

BUILT_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "ccdd_parsed": (COMPLAINT, CODES),
    "ccdd": (COMPLAINT, CODES),
    "dd_parsed": (CODES,),
    "discharge_diagnosis": (CODES,),
    "chief_complaint_parsed": (COMPLAINT,),
    "chief_complaint_history": (COMPLAINT,),
    "chief_complaint_original": (COMPLAINT,),
}
"""The fields that the dbt project builds of a complaint and codes, and what each takes."""


SAYING: Final = (
    "ccdd_parsed",
    "chief_complaint_parsed",
    "chief_complaint",
    "chief_complaint_original",
    "chief_complaint_history",
    "chief_complaint_combo",
    "dd_parsed",
    "discharge_diagnosis",
    "discharge_diagnosis_history",
    "diagnosis_combo",
    CODES,
)
"""The fields by which a visit has a complaint or codes (`has_complaint` of the dbt package)."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a file has what is read.

    Attributes:
        sent: field, filter, `CODES` or `VISIT_ID` → column of the file.
        built: the fields that are built of `COMPLAINT` and `CODES`.
        said: field → column, of the fields by which a visit has a complaint or codes.
        told: the columns of filters that these fields tell.
        absent: what would be used and has no column.
        day: the column of the day of a visit, or None.
        number: what rows of one visit have in common, as columns; none where nothing says.
        arrival: the column by which the last row of a visit is known, or None.
        unread: columns named as more of a complaint or of codes, which nothing reads.
        others: further columns that nothing reads, whose values may tell that they are codes; none
            where somebody says what holds these.
        is_all_emergency: whether nothing tells emergency visits apart and all are taken for some.
    """

    sent: Mapping[str, str]
    built: tuple[str, ...]
    said: Mapping[str, str]
    told: tuple[str, ...]
    absent: tuple[str, ...]
    day: str | None
    number: tuple[str, ...]
    arrival: str | None
    unread: tuple[str, ...]
    others: tuple[str, ...]
    is_all_emergency: bool


def read_by(definitions: Iterable[Definition]) -> tuple[str, ...]:
    """Return the names of all fields and filters that ``definitions`` read, each once.

    Raises:
        DefinitionError: a definition names no field.
    """
    names: dict[str, None] = {}
    for definition in definitions:
        if definition.is_bare:
            message = f"{definition.identifier} names no field to be asked of"
            hint = "add `fields:` to the definition file"
            raise DefinitionError([Diagnostic("ESS402", Severity.ERROR, message, hint=hint)])
        names |= dict.fromkeys(definition.fields())
        names |= dict.fromkeys(definition.filter_columns)
    return tuple(names)


def declared_by(definitions: Iterable[Definition]) -> dict[str, Field]:
    """Return the fields that definitions read and their projects declare, by name."""
    return {
        field.name: field
        for definition in definitions
        for part in definition.parts
        for field in part.declared
    }


def find_columns(
    header: Sequence[str],
    wanted: Collection[str],
    named: Mapping[str, str],
    path: str,
    declared: Mapping[str, Field] = _NONE_DECLARED,
) -> Columns:
    """Return the columns of ``wanted``, by the names that ESSENCE or this project gives.

    Args:
        header: the columns of the file.
        wanted: fields, filters and `VISIT_ID`.
        named: field → column, as the user gave them; they come first.
        path: the file, for diagnostics.
        declared: the fields among them that a project declares.

    Raises:
        DefinitionError: something has no column, or more than one; every finding is listed.
    """
    sent: dict[str, str] = {}
    built: list[str] = []
    findings = list(_check_named(header, named, path, declared))
    parts = {name: columns_of(name, header, named) for name in (COMPLAINT, CODES)}
    is_plain = all(len(columns) == 1 for columns in parts.values())
    is_all_emergency = False
    said = {name: found[0] for name in SAYING if (found := columns_of(name, header, named))}
    told: list[str] = []
    for name in wanted:
        columns = columns_of(name, header, named, declared)
        if len(columns) == 1:
            sent[name] = columns[0]
        elif (
            not columns
            and all(len(parts[part]) == 1 for part in BUILT_OF.get(name, (name,)) if part in parts)
            and name in BUILT_OF
        ):
            built.append(name)
            sent |= {part: parts[part][0] for part in BUILT_OF[name]}
        elif not columns and name in _TOLD and _is_told(_TOLD[name], said):
            told.append(name)
        elif not columns and name == "is_emergency" and is_plain:
            is_all_emergency = True
        else:
            findings.append(_unclear(name, columns, header, path, declared))
    findings += _further(sent, header, named, path)
    if findings:
        raise DefinitionError(findings)
    day = columns_of("visit_date", header, named)
    return Columns(
        sent=sent,
        built=tuple(built),
        said=said,
        told=tuple(told),
        absent=tuple(
            name
            for name in _SPELLINGS
            if name != CODES and (name in wanted or name not in _FILTERED_IF_ASKED)
            if name not in told
            if not columns_of(name, header, named)
        ),
        day=day[0] if day else None,
        number=_number(header, named),
        arrival=_arrival(header, named),
        unread=(unread := _unread(sent, header, named)),
        others=tuple(
            column
            for column in header
            if CODES in sent and CODES not in named and not column.startswith(MAPPED)
            if column not in {*sent.values(), *unread}
        ),
        is_all_emergency=is_all_emergency,
    )


def _is_told(what: str, said: Mapping[str, str]) -> bool:
    """Return whether a field is there that tells a filter."""
    fields: list[str] = []
    load_macros("duckdb").find_texts_that_tell(what, fields)
    return any(name in said or (name == "discharge_diagnosis" and CODES in said) for name in fields)


def _number(header: Sequence[str], named: Mapping[str, str]) -> tuple[str, ...]:
    """Return what rows of one visit have in common: its facility, and its number there."""
    key = columns_of(VISIT_ID, header, named)
    facility = columns_of("facility_id", header, named)
    if len(key) != 1:
        return ()
    own = [found for found in header if _letters(found) == _letters(_FACILITYS_NUMBER)]
    number = own if facility and len(own) == 1 and VISIT_ID not in named else key
    return (*facility[:1], number[0])


def _arrival(header: Sequence[str], named: Mapping[str, str]) -> str | None:
    for name in ("arrived_at", "visit_date"):
        if found := columns_of(name, header, named):
            return found[0]
    return None


def columns_of(
    name: str,
    header: Sequence[str],
    named: Mapping[str, str],
    declared: Mapping[str, Field] = _NONE_DECLARED,
) -> list[str]:
    """Return the columns that hold ``name``, by what the user says or by their own names."""
    if name in named:
        return [named[name]]
    spellings = _SPELLINGS.get(name, ())
    if name in BY_NAME:
        field = BY_NAME[name]
        if found := [column for column in header if find_field(column) is field]:
            return found
        spellings = (field.name, field.essence_name)
    if name in declared:
        spellings = (declared[name].essence_name, name)
    for spelling in spellings:
        if found := [column for column in header if column.strip().lower() == spelling.lower()]:
            return found
    for spelling in spellings:
        if found := [column for column in header if _letters(column) == _letters(spelling)]:
            return found
    return []


def our_name(name: str) -> str:
    """Return our name of what ours and ESSENCE's names say."""
    if found := find_field(name):
        return found.name
    for ours, spellings in _SPELLINGS.items():
        if name.lower() in {ours, *map(str.lower, spellings)}:
            return ours
    return name.lower()


def has_known_name(header: Sequence[str]) -> bool:
    """Return whether a header has a name that is known: without one it may be a visit."""
    return any(columns_of(name, header, {}) for name in (*_SPELLINGS, *BY_NAME, COMPLAINT))


def _letters(name: str) -> str:
    """Return a name's letters and digits: ``Visit ID`` and ``visit_id`` have the same."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _check_named(
    header: Sequence[str], named: Mapping[str, str], path: str, declared: Mapping[str, Field]
) -> Iterable[Diagnostic]:
    for name, column in named.items():
        if name not in BY_NAME and name not in _SPELLINGS and name not in declared:
            message = f"{name!r} is not a field of a visit"
            hint = f"fields are {', '.join((*_SPELLINGS, *BY_NAME))}"
            yield Diagnostic("ESS406", Severity.ERROR, message, path=path, hint=hint)
        elif column not in header:
            message = f"the file has no column {column!r}, named for {name}"
            expected = tuple(_shown(header))
            yield Diagnostic("ESS406", Severity.ERROR, message, path=path, expected=expected)


def _shown(header: Sequence[str]) -> Sequence[str]:
    """Return names that may be shown: without one that is known, they may be those of a visit."""
    own = [name for name in header if not name.startswith(MAPPED)]
    return own[:40] if has_known_name(own) else ()


def _unclear(
    name: str,
    columns: Sequence[str],
    header: Sequence[str],
    path: str,
    declared: Mapping[str, Field],
) -> Diagnostic:
    hint = f"say which column holds it: --column {name}=COLUMN"
    if columns:
        message = f"more than one column holds {name}: {', '.join(columns)}"
        hint += ", or how all of them do: --columns"
        return Diagnostic("ESS403", Severity.ERROR, message, path=path, hint=hint)
    field = BY_NAME.get(name) or declared.get(name)
    spellings = (name, field.essence_name) if field is not None else _SPELLINGS[name]
    expected = (*spellings, *((" and ".join(BUILT_OF[name]),) if name in BUILT_OF else ()))
    shown = _shown(header)
    seen = ", ".join(shown) or f"{len(header)}, none with a name that is known"
    message = f"no column holds {name}, which is read; there are {seen}"
    if near := _nearest((*spellings, *BUILT_OF.get(name, ())), shown):
        hint += f"; the nearest name is {near}"
    return Diagnostic("ESS402", Severity.ERROR, message, path=path, expected=expected, hint=hint)


def _further(
    sent: Mapping[str, str], header: Sequence[str], named: Mapping[str, str], path: str
) -> Iterable[Diagnostic]:
    """Yield a finding for each text of more columns, ``diagnosis_codes_2``, and none named."""
    macros = load_macros("duckdb")
    for name, column in sent.items():
        further: list[str] = []
        if name not in named and (name in BY_NAME or name == CODES):
            macros.find_further_columns(column, header, further)
        if further:
            yield _unclear(name, [column, *further], header, path, {})


def _unread(
    sent: Mapping[str, str], header: Sequence[str], named: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the columns that may hold more of what is read, where nobody says what holds it."""
    kinds = [name for name in (COMPLAINT, CODES) if name in sent and name not in named]
    fields = [name for field in FIELDS for name in (field.name, field.essence_name)]
    unread: list[str] = []
    load_macros("duckdb").find_unread_texts(kinds, header, [*sent.values()], fields, unread)
    return tuple(unread)


def _nearest(spellings: Iterable[str], header: Sequence[str]) -> str | None:
    """Return the column whose name is most like one of ``spellings``, or None."""
    by_name = {column.lower().replace(" ", "_"): column for column in header}
    for spelling in spellings:
        if near := difflib.get_close_matches(spelling.lower(), by_name, n=1, cutoff=0.7):
            return by_name[near[0]]
    return None
