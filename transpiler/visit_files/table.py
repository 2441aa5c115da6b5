"""What is read of a file of visits as a table of DuckDB: one row a visit, values in one form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import duckdb

from transpiler.definition import BY_NAME, DefinitionError, Diagnostic, Severity
from transpiler.macros import load_macros
from transpiler.visit_files.columns import CODES, COMPLAINT, VISIT_ID, Columns
from transpiler.visit_files.reading import Source

TABLE: Final = "visits"
"""The table that `load_visits` makes: a column for each field, filter and `VISIT_ID` it is given,
of the same name."""

_ROWS: Final = "rows_of_visits"

_READERS: Final = {"age_years": "read_age", "sex": "read_sex", "is_emergency": "read_flag"}
"""The macros that read the values of filters."""

_FORMS: Final = {
    "age_years": "are no ages; write completed years, or 6 M",
    "sex": "are none of F, M and U",
    "is_emergency": "are neither 1 nor 0, neither true nor false",
    CODES: "hold no code",
}


def load_visits(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    columns: Columns,
    wanted: tuple[str, ...],
    *,
    folded: bool,
    limit: float,
) -> list[Diagnostic]:
    """Fill `TABLE`, by the rules of the dbt models.

    The last row of a visit stands for it. Rows that arrived together and differ in their codes
    alone have their codes united; where they differ in more, nothing tells which is right.

    Args:
        connection: where the file is read.
        source: the file.
        columns: where it has what is read.
        wanted: the columns of the table.
        folded: whether the case of texts is folded on the way.
        limit: how many per cent of the values of a column may be unreadable.

    Returns:
        Warnings: values that could not be read and count as missing, rows that are taken together.

    Raises:
        DefinitionError: too many values cannot be read, a row does not say which visit it is of, or
            rows of a visit contradict one another.
    """
    macros = load_macros("duckdb")
    raw = dict.fromkeys([*columns.sent])
    values = [f"{_value(macros, name, columns.sent[name])} AS {_quoted(name)}" for name in raw]
    if columns.is_all_emergency:
        values.append('TRUE AS "is_emergency"')
    number = ", ".join(f"coalesce({_text(macros, each)}, '')" for each in columns.number)
    values.append(f"row({number}) AS number" if number else "NULL AS number")
    arrival = macros.read_time(_quoted(columns.arrival)) if columns.arrival else "NULL"
    values.append(f"{arrival} AS arrival")
    findings = list(_unreadable(connection, macros, source, columns, limit))
    findings += _unreadable_times(connection, macros, source, columns.arrival)
    _refuse_unnamed(connection, macros, source, columns)
    connection.execute(f"CREATE TABLE {_ROWS} AS SELECT {', '.join(values)} FROM {source.rows}")
    if columns.number:
        findings += _one_row_a_visit(connection, source, [*raw])
    else:
        message = "no column holds visit_id: each row counts as a visit"
        findings.append(Diagnostic("ESS409", Severity.NOTE, message, path=source.path))
    if columns.is_all_emergency:
        message = "no column holds is_emergency: every visit counts as an emergency visit"
        findings.append(Diagnostic("ESS409", Severity.NOTE, message, path=source.path))
    selected = ", ".join(
        f"{_field(macros, name, columns, folded=folded)} AS {_quoted(name)}" for name in wanted
    )
    connection.execute(
        f"CREATE TABLE {TABLE} AS SELECT {selected or 'TRUE AS nothing'} FROM {_ROWS}"
    )
    connection.execute(f"DROP TABLE {_ROWS}")
    return findings


def _value(macros: Any, name: str, column: str) -> str:
    if name in _READERS:
        return str(getattr(macros, _READERS[name])(_quoted(column)))
    return _text(macros, column)


def _text(macros: Any, column: str) -> str:
    return str(macros.value_text(_quoted(column)))


def _field(macros: Any, name: str, columns: Columns, *, folded: bool) -> str:
    """Return a column of the table, built of complaint and codes where the file has no such one."""
    sql = _quoted(name)
    if name in columns.built:
        sql = _built(macros, name)
    return str(macros.fold_text(f"({sql})")) if folded and name in BY_NAME else sql


def _built(macros: Any, name: str) -> str:
    """Return a field as the dbt project builds it."""
    complaint, codes = _quoted(COMPLAINT), _quoted(CODES)
    match name:
        case "ccdd_parsed" | "ccdd":
            return str(getattr(macros, name)(complaint, codes))
        case "dd_parsed":
            return str(macros.dd_parsed(codes))
        case "chief_complaint_parsed":
            return str(macros.chief_complaint_parsed(complaint))
        case "chief_complaint_history":
            return f"'{{1}};' || {complaint} || ';'"
        case "discharge_diagnosis":
            return codes
        case _:
            return complaint


def _unreadable(
    connection: duckdb.DuckDBPyConnection,
    macros: Any,
    source: Source,
    columns: Columns,
    limit: float,
) -> Iterator[Diagnostic]:
    refused = []
    for name, form in _FORMS.items():
        if name not in columns.sent or (name == CODES and not columns.built):
            continue
        column = columns.sent[name]
        sent = _text(macros, column)
        read = macros.dd_parsed(sent) if name == CODES else _value(macros, name, column)
        is_bad = macros.is_unreadable(_quoted(column), f"({read})")
        bad, good = _one(connection, f"SELECT count_if({is_bad}), count({read}) FROM {source.rows}")
        if not bad:
            continue
        message = f"{bad} of {bad + good} values of {column} count as missing: they {form}"
        if bad * 100 > limit * (bad + good):
            hint = "mend them, or let more be missing with --unreadable PERCENT"
            refused.append(
                Diagnostic("ESS404", Severity.ERROR, message, path=source.path, hint=hint)
            )
        else:
            yield Diagnostic("ESS404", Severity.WARNING, message, path=source.path)
    if refused:
        raise DefinitionError(refused)


def _unreadable_times(
    connection: duckdb.DuckDBPyConnection, macros: Any, source: Source, column: str | None
) -> Iterator[Diagnostic]:
    """Say that days or times cannot be read, which no flag hangs on: cells may be shifted."""
    if column is None:
        return
    read = macros.read_time(_quoted(column))
    is_bad = macros.is_unreadable(_quoted(column), f"({read})")
    bad, good = _one(connection, f"SELECT count_if({is_bad}), count({read}) FROM {source.rows}")
    if bad:
        message = f"{bad} of {bad + good} values of {column} are no days or times"
        hint = "look whether the cells of these rows stand under their columns"
        yield Diagnostic("ESS404", Severity.WARNING, message, path=source.path, hint=hint)


def _refuse_unnamed(
    connection: duckdb.DuckDBPyConnection, macros: Any, source: Source, columns: Columns
) -> None:
    for column in columns.number:
        text = _text(macros, column)
        (unnamed,) = _one(
            connection, f"SELECT count_if(coalesce(trim({text}), '') = '') FROM {source.rows}"
        )
        if unnamed:
            message = f"{unnamed} rows have no {column}: nothing says which visit they are of"
            hint = "fill it in, or remove rows that hold nothing"
            raise DefinitionError(
                [Diagnostic("ESS410", Severity.ERROR, message, path=source.path, hint=hint)]
            )


def _one_row_a_visit(
    connection: duckdb.DuckDBPyConnection, source: Source, names: list[str]
) -> Iterator[Diagnostic]:
    """Leave of each visit its last state, as the dbt models do."""
    rows, visits = _one(connection, f"SELECT count(*), count(DISTINCT number) FROM {_ROWS}")
    if rows == visits:
        return
    last = f"{_ROWS}_last"
    emergency = (
        ' REPLACE (CASE WHEN bool_or("is_emergency") OVER visit THEN TRUE ELSE "is_emergency" END'
        ' AS "is_emergency")'
        if "is_emergency" in names
        else ""
    )
    connection.execute(
        f"CREATE TABLE {last} AS SELECT *{emergency} FROM {_ROWS}"
        " WINDOW visit AS (PARTITION BY number)"
        " QUALIFY arrival IS NULL OR arrival = max(arrival) OVER visit"
    )
    others = [name for name in names if name not in (CODES, VISIT_ID)]
    differs = " OR ".join(
        f"count(DISTINCT {_quoted(name)}) > 1 OR count({_quoted(name)}) NOT IN (0, count(*))"
        for name in others
    )
    (contradictory,) = _one(
        connection,
        f"SELECT count_if(differs) FROM (SELECT {differs or 'FALSE'} AS differs FROM {last}"
        " GROUP BY number HAVING count(*) > 1)",
    )
    if contradictory:
        message = (
            f"{contradictory} visits have several last rows that arrived together and differ in"
            " more than their codes: nothing tells which is right"
        )
        hint = "give the rows a column arrived_at that tells them apart, or leave one of each visit"
        raise DefinitionError(
            [Diagnostic("ESS410", Severity.ERROR, message, path=source.path, hint=hint)]
        )
    united = ", ".join(
        f"string_agg(DISTINCT {_quoted(CODES)}, ';' ORDER BY {_quoted(CODES)}) AS {_quoted(CODES)}"
        if name == CODES
        else f"max({_quoted(name)}) AS {_quoted(name)}"
        for name in names
    )
    connection.execute(
        f"CREATE OR REPLACE TABLE {_ROWS} AS SELECT {united + ', ' if united else ''}number"
        f" FROM {last} GROUP BY number ORDER BY number"
    )
    connection.execute(f"DROP TABLE {last}")
    message = f"{rows} rows are {visits} visits: the last row of each stands for it"
    yield Diagnostic("ESS409", Severity.NOTE, message, path=source.path)


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[int, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'
