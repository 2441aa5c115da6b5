"""The mapping of columns, as the dbt project has it, put to a file of visits.

The macros that the dbt models use read the mapping and make the values, so that one mapping gives
one answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from transpiler.definition import BY_NAME, DefinitionError, Diagnostic, Severity
from transpiler.macros import MacroError, load_macros
from transpiler.visit_files.columns import (
    CODES,
    COMPLAINT,
    KNOWN_NAMES,
    VISIT_ID,
    Columns,
    columns_of,
    has_known_name,
    our_name,
)
from transpiler.visit_files.reading import VisitSource, read_source, reading

if TYPE_CHECKING:
    import duckdb

VARIABLES: Final = ("syndrome_time_zone", "syndrome_date_order")
"""Vars of the dbt project by which values are read."""

NOT_READ: Final = (
    *("patient_id", "state", "county"),
    *("C_Unique_Patient_ID", "HospitalState", "HospitalRegion"),
)
"""Names that the dbt project asks for besides."""

_NEVER_READ: Final = frozenset(map(str.lower, NOT_READ))

_COLUMNS: Final = "syndrome_columns"
_PACKAGE: Final = "syndrome_sql"
_FILES: Final = "name a dbt_project.yml, or a YAML file of its vars"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Where a file of visits has what is read.

    Attributes:
        columns: what the var ``syndrome_columns`` says: our name or ESSENCE's → a column, or a
            mapping with ``column`` or ``sql`` and more (docs/existing-project.md).
        variables: those of `VARIABLES` that are set.
        named: our name → column, which comes before what ``columns`` says.
        diagnoses: the file of one row per diagnosis, where the mapping says that there is one.
    """

    columns: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, object] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)
    diagnoses: Path | None = None


def read_mapping_file(path: Path) -> ColumnMapping:
    """Return the mapping of a ``dbt_project.yml``, or of a YAML file of its vars.

    Raises:
        DefinitionError: it is no such file.
        OSError: it is not there.
    """
    try:
        values = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        values = None
    if not isinstance(values, dict):
        message = "it cannot be read as YAML"
        raise _refused("ESS607", message, _FILES, str(path))
    variables = values.get("vars", values) or {}
    # dbt gives a package the vars under its name first
    variables = {**variables, **(variables.get(_PACKAGE) or {})}
    if _COLUMNS not in variables and not any(name in variables for name in VARIABLES):
        message = f"it sets none of {', '.join((_COLUMNS, *VARIABLES))}"
        raise _refused("ESS607", message, _FILES, str(path))
    return ColumnMapping(
        variables.get(_COLUMNS) or {},
        {name: variables[name] for name in VARIABLES if variables.get(name) is not None},
    )


def names_in_header(mapping: ColumnMapping) -> list[str]:
    """Return the columns that a mapping names, in small letters."""
    columns = mapping.columns if isinstance(mapping.columns, Mapping) else {}
    said = [value.get("column") if isinstance(value, dict) else value for value in columns.values()]
    said += mapping.named.values()
    return [str(column).lower() for column in said if column is not None]


def map_source(
    connection: duckdb.DuckDBPyConnection,
    source: VisitSource,
    mapping: ColumnMapping,
    declared: tuple[str, ...] = (),
) -> tuple[VisitSource, dict[str, str], list[Diagnostic]]:
    """Put a mapping to a file that has been looked through.

    Args:
        connection: where the file is read.
        source: the file.
        mapping: what its columns are.
        declared: the names of fields that a project declares.

    Returns:
        The file, with a column more for each value that is no column as it stands; name of ours →
        column; and what is to be known of the diagnoses.

    Raises:
        DefinitionError: the mapping cannot be used, or the file of diagnoses cannot be read.
    """
    if mapping.diagnoses is not None and not _has_rows(mapping):
        message = "nothing says what the file of diagnoses holds"
        raise _refused("ESS607", message, "say it with --columns: {as: rows, …}", source.path)
    if not mapping.columns:
        return source, dict(mapping.named), []
    try:
        mapped, columns, findings = _map(connection, source, mapping, declared)
    except MacroError as error:
        raise refused_by_macro(error, source.path) from None
    return mapped, {**columns, **mapping.named}, findings


def check_types(source: VisitSource, columns: Columns) -> None:
    """Refuse columns whose type cannot be read as what they hold, as the models do: bytes, say.

    Raises:
        MacroError: a column is of such a type.
    """
    macros = load_macros("duckdb")
    times = {"visit_date": columns.day, "arrived_at": columns.arrival}
    faults: list[str] = []
    for name, column in {**times, **columns.sent}.items():
        if column is not None:
            is_plain = columns.built and name == COMPLAINT
            shape = "any" if name in BY_NAME and not is_plain else None
            macros.check_mapped_type(name, source.types[column], shape, faults)
    macros.refuse_mapping(faults)


def refused_by_macro(error: MacroError, path: str) -> DefinitionError:
    """Return what a macro refuses, ``ESS607: message`` and a hint, as a finding."""
    said, _, hint = str(error).partition("\n  hint: ")
    code, _, message = said.partition(": ")
    if "syndrome_time_zone" in hint:
        hint += "; commands take vars of a project with --columns FILE"
    return DefinitionError([Diagnostic(code, Severity.ERROR, message, path=path, hint=hint)])


def _map(
    connection: duckdb.DuckDBPyConnection,
    source: VisitSource,
    mapping: ColumnMapping,
    declared: tuple[str, ...],
) -> tuple[VisitSource, dict[str, str], list[Diagnostic]]:
    macros = load_macros(
        "duckdb", mapping.variables, query=lambda sql: connection.execute(sql).fetchall()
    )
    read: dict[str, dict[str, Any]] = {}
    macros.read_mapping(mapping.columns, [*KNOWN_NAMES, *NOT_READ, *declared], read)
    if VISIT_ID in read:
        read.pop("c_biosense_id", None)  # a visit is known by the facility's own number
    entries = {our_name(name): entry for name, entry in read.items()}
    of_rows = entries.get(CODES, {}).get("rows")
    diagnoses = _diagnoses(connection, mapping, of_rows, source.path) if of_rows else None
    own = {name: columns_of(name, source.names, {}) for name in ("visit_id", "facility_id")}
    faults: list[str] = []
    macros.resolve_mapping(
        entries,
        source.types,
        diagnoses and diagnoses.types,
        bool(own["facility_id"]) or "facility_id" in entries,
        faults,
        has_known_name(source.names),
    )
    macros.refuse_mapping(faults)
    for name, entry in entries.items():
        if entry["sql"] and entry["column"] is None:
            entry["type"] = _type_of(connection, source, name, entry["sql"])
        macros.check_mapped_type(name, entry["type"], entry["as"], faults)
    visit = {
        name: entries[name]["sql"]
        if name in entries
        else macros.quoted_column(columns[0])
        if columns
        else None
        for name, columns in own.items()
    }
    if of_rows and visit["visit_id"] is None:
        faults.append("visit_id: no column holds it, which is the key of the diagnoses")
    macros.refuse_mapping(faults)
    counted: dict[str, int] = {}
    rows = diagnoses and diagnoses.rows
    with reading(Path(source.path)):
        macros.check_mapped_rows(source.rows, entries, rows, visit, counted)
        mapped_rows = macros.mapped_visits(source.rows, entries, rows, visit).strip()
        described = connection.execute(f"DESCRIBE SELECT * FROM {mapped_rows}").fetchall()
    types = {name: data_type for name, data_type, *_ in described}
    columns = {
        name: entry["column"] if entry["is_plain"] else macros.mapped_name(name).strip()
        for name, entry in entries.items()
        if name not in _NEVER_READ
    }
    findings = []
    if counted.get("strange"):
        strange, lists = counted["strange"], counted["lists"]
        message = f"{strange} of {lists} keys of the diagnoses are those of no visit of the file"
        findings.append(Diagnostic("ESS409", Severity.NOTE, message, path=source.path))
    return replace(source, rows=mapped_rows, names=tuple(types), types=types), columns, findings


def _has_rows(mapping: ColumnMapping) -> bool:
    said = mapping.columns if isinstance(mapping.columns, Mapping) else {}
    codes = next((said[name] for name in said if str(name).lower() == CODES), None)
    return isinstance(codes, Mapping) and codes.get("as") == "rows"


def _diagnoses(
    connection: duckdb.DuckDBPyConnection,
    mapping: ColumnMapping,
    of_rows: Mapping[str, Any],
    path: str,
) -> VisitSource:
    """Return the file of diagnoses, looked through."""
    if mapping.diagnoses is None:
        message = "diagnosis_codes stand in rows of their own, in another file"
        raise _refused("ESS607", message, "name it with --diagnoses FILE", path)
    places = [of_rows[part] for part in ("key", "code", "facility", "order") if of_rows[part]]
    known = [place["column"].lower() for place in places if place["column"]]
    return read_source(connection, mapping.diagnoses, known)


def _type_of(
    connection: duckdb.DuckDBPyConnection, source: VisitSource, name: str, sql: str
) -> str:
    """Return the type of an expression of the mapping, which DuckDB must be able to say."""
    import duckdb  # noqa: PLC0415 (an extra)

    try:
        query = f"DESCRIBE SELECT {sql} FROM {source.rows} AS visits_sent"
        return str(connection.execute(query).fetchall()[0][1])
    except duckdb.Error as error:
        # nothing was asked of a row: the message is of names alone
        reason = str(error).partition("\n")[0]
        message = f"{name}: its expression is none for DuckDB: {reason}"
        hint = "write it so that DuckDB and the database of the project take it"
        raise _refused("ESS607", message, hint, source.path) from None


def _refused(code: str, message: str, hint: str, path: str) -> DefinitionError:
    return DefinitionError([Diagnostic(code, Severity.ERROR, message, path=path, hint=hint)])
