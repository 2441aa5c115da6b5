"""The text fields that a project declares, besides those of ESSENCE.

They stand in the var ``syndrome_fields`` of its ``dbt_project.yml``, because the dbt models read
them there too: a name, the column of the source, the layout, a description.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import yaml

from transpiler.definition import (
    BY_NAME,
    FILTER_NAMES,
    NAME,
    DefinitionError,
    Diagnostic,
    Field,
    Layout,
    Severity,
    find_field,
)
from transpiler.definition.nearest import did_you_mean

PROJECT_FILE: Final = "dbt_project.yml"

_VARIABLE: Final = "syndrome_fields"
_PACKAGE: Final = "syndrome_sql"
_KEYS: Final = ("column", "layout", "description")
_MOST: Final = 4_000_000
"""A project file of more bytes is none."""

_TAKEN: Final = frozenset(
    (
        *("visit_id", "patient_id", "facility_id", "state", "county", "visit_date", "arrived_at"),
        *("updated_at", "setting", "unreadable", "source_rows", "content_hash", "diagnosis_codes"),
        *("source_visit_id", "encounter_id", "visit_number", "patient_number", "content"),
        *("recency", "together", "highest_class", "visit_class", "visit_no", "definition"),
        *FILTER_NAMES,
    )
)
"""What other columns of the models are called."""


def declared_fields(path: Path) -> Mapping[str, Field]:
    """Return the fields that are declared where the file at ``path`` stands, by name.

    Raises:
        DefinitionError: the project declares them wrongly; every finding is listed.
    """
    for folder in path.absolute().parents:
        project = folder / PROJECT_FILE
        try:
            known = project.stat()
        except OSError:
            continue
        return _read(project, known.st_mtime_ns, known.st_size)
    return {}


@lru_cache(maxsize=64)
def _read(project: Path, _changed: int, size: int) -> Mapping[str, Field]:
    """Return the fields of a project file; it is read anew when it changes."""
    try:
        values = yaml.load(project.read_bytes(), Loader=yaml.CSafeLoader) if size < _MOST else None
    except (yaml.YAMLError, OSError):
        values = None  # dbt says what is wrong with it; a field of it is refused as unknown
    variables = values.get("vars") if isinstance(values, dict) else None
    if not isinstance(variables, dict):
        return {}
    # dbt gives a package the vars under its name first
    own = variables.get(_PACKAGE)
    given = {**variables, **(own if isinstance(own, dict) else {})}.get(_VARIABLE)
    fields: dict[str, Field] = {}
    findings = [
        Diagnostic("ESS111", Severity.ERROR, message, path=str(project), hint=hint)
        for message, hint in _faults(given, fields)
    ]
    if findings:
        raise DefinitionError(findings)
    return fields


def _faults(given: Any, fields: dict[str, Field]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the var, and put the fields it declares into ``fields``."""
    form = "write {name: {column: …, layout: …, description: …}} (docs/definition-files.md)"
    if given is None:
        return
    if not isinstance(given, dict):
        yield f"{_VARIABLE} is no mapping of names to fields", form
        return
    for name, value in given.items():
        said = {} if value is None else value
        if not isinstance(name, str) or not NAME.fullmatch(name):
            yield f"{_VARIABLE}: {name!r} is no name", "small letters, digits and underscores"
        elif name in BY_NAME or find_field(name) is not None or name in _TAKEN:
            yield f"{_VARIABLE}: {name} is a name of another column", "choose another name"
        elif not isinstance(said, dict) or not all(isinstance(one, str) for one in said.values()):
            yield f"{_VARIABLE}: {name} is no mapping of texts", form
        elif unknown := [key for key in said if key not in _KEYS]:
            near = did_you_mean(str(unknown[0]), _KEYS)
            yield f"{_VARIABLE}: {name}: unknown key {unknown[0]!r}.{near}", form
        elif said.get("layout", Layout.RAW) not in set(Layout):
            layouts = ", ".join(Layout)
            yield f"{_VARIABLE}: {name}: no layout is called {said['layout']!r}", layouts
        else:
            fields[name] = Field(
                name,
                said.get("column") or name,
                (),
                Layout(said.get("layout", Layout.RAW)),
                said.get("description", ""),
            )
