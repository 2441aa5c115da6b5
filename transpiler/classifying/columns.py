"""Which column of a file holds what a definition reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from transpiler.definition import (
    BY_NAME,
    Definition,
    DefinitionError,
    Diagnostic,
    Filters,
    Severity,
    find_field,
)

VISIT_ID: Final = "visit_id"
"""The key of a visit."""

_FILTERED: Final = {"age": "age_years", "sex": "sex", "emergency_visit": "is_emergency"}
"""What each filter reads."""

_SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    VISIT_ID: ("C_BioSense_ID", "visit_id"),
    "age_years": ("age_years", "Age"),
    "sex": ("sex",),
    "is_emergency": ("is_emergency", "HasBeenE"),
}
"""What is not a text field, and the columns it may stand in, ours and those of ESSENCE, the first
that is there. ``Visit_ID`` in an ESSENCE extract is only the facility's own number."""


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
        names |= dict.fromkeys(_filtered(definition.filters))
    return tuple(names)


def _filtered(filters: Filters) -> Iterable[str]:
    for attribute, name in _FILTERED.items():
        if getattr(filters, attribute) not in (None, ()):
            yield name


def find_columns(
    header: Sequence[str], wanted: Iterable[str], named: Mapping[str, str], path: str
) -> dict[str, str]:
    """Return the column of each of ``wanted``, by the names that ESSENCE or this project gives.

    Args:
        header: the columns of the file.
        wanted: fields, filters and `VISIT_ID`.
        named: field → column, as the user gave them; they come first.
        path: the file, for diagnostics.

    Raises:
        DefinitionError: something has no column, or more than one; every finding is listed.
    """
    found: dict[str, str] = {}
    findings = list(_check_named(header, named, path))
    for name in wanted:
        columns = [named[name]] if name in named else _columns_of(name, header)
        if len(columns) == 1:
            found[name] = columns[0]
        else:
            findings.append(_unclear(name, columns, path))
    if findings:
        raise DefinitionError(findings)
    return found


def _columns_of(name: str, header: Sequence[str]) -> list[str]:
    """Return the columns whose name says that they hold ``name``."""
    if name in BY_NAME:
        return [column for column in header if find_field(column) is BY_NAME[name]]
    for spelling in _SPELLINGS[name]:
        found = [column for column in header if column.strip().lower() == spelling.lower()]
        if found:
            return found
    return []


def _check_named(
    header: Sequence[str], named: Mapping[str, str], path: str
) -> Iterable[Diagnostic]:
    for name, column in named.items():
        if name not in BY_NAME and name not in _SPELLINGS:
            message = f"{name!r} is not a field of a visit"
            hint = f"fields are {', '.join((*_SPELLINGS, *BY_NAME))}"
            yield Diagnostic("ESS406", Severity.ERROR, message, path=path, hint=hint)
        elif column not in header:
            message = f"the file has no column {column!r}, named for {name}"
            expected = tuple(header[:40])
            yield Diagnostic("ESS406", Severity.ERROR, message, path=path, expected=expected)


def _unclear(name: str, columns: Sequence[str], path: str) -> Diagnostic:
    hint = f"say which column holds it: --column {name}=COLUMN"
    if columns:
        message = f"more than one column holds {name}: {', '.join(columns)}"
        return Diagnostic("ESS403", Severity.ERROR, message, path=path, hint=hint)
    expected = (name, BY_NAME[name].essence_name) if name in BY_NAME else _SPELLINGS[name]
    message = f"no column holds {name}, which is read"
    return Diagnostic("ESS402", Severity.ERROR, message, path=path, expected=expected, hint=hint)
