"""What is read of a file of visits as a table of DuckDB: one row a visit, values in one form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from transpiler.definition import FILTER_COLUMNS, DefinitionError, Diagnostic, Severity
from transpiler.macros import load_macros
from transpiler.visit_files.columns import CODES, COMPLAINT, MAPPED, SAYING, VISIT_ID, Columns
from transpiler.visit_files.intake import Intake
from transpiler.visit_files.reading import VisitSource

if TYPE_CHECKING:
    import duckdb

TABLE: Final = "visits"
"""The table that `load_visits` makes: a column for each field, filter and `VISIT_ID` it is given,
of the same name."""

_ROWS: Final = "rows_of_visits"

_FILTERS: Final = {column.name: column for column in FILTER_COLUMNS}

_READERS: Final = {column.name: column.reader for column in FILTER_COLUMNS}
"""The macros that read the values of filters."""

_LASTING: Final = frozenset(column.name for column in FILTER_COLUMNS if column.lasts)
"""What a visit is once one of its rows says so."""

_TOTALS: Final = r"^(GRAND|SUB)?[ -]*TOTALS?\b|^(SUM|COUNT|AVERAGE|MEAN)\b"
"""What stands in place of a key in a line that sums up those above it."""

_TIMES: Final = ("visit_date", "arrived_at")
"""What only orders the rows of a visit."""

_MOST_ROWS: Final = 100
"""How many rows a visit has at most in the mean of all. Messages and diagnoses of a visit are tens;
a facility, a day or a constant in place of its key has more."""

_MOST_FORMS: Final = 3
"""How many forms of what stands beside codes are named."""

_FORMS: Final = {
    **{column.name: column.unreadable for column in FILTER_COLUMNS},
    CODES: "hold no code",
    "visit_date": "are no days or times",
    "arrived_at": "are no days or times",
}


def load_visits(
    connection: duckdb.DuckDBPyConnection,
    source: VisitSource,
    columns: Columns,
    wanted: tuple[str, ...],
    *,
    folded: bool,
    limit: float,
    is_unended: bool,
    variables: Mapping[str, object],
) -> tuple[Intake, list[Diagnostic]]:
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
        is_unended: whether the last line of a CSV has no line break behind it.
        variables: vars of the dbt project by which values are read.

    Returns:
        The file in numbers, and warnings: values that could not be read and count as
        missing, rows that are taken together.

    Raises:
        DefinitionError: too many values cannot be read, a row does not say which visit it is of, or
            rows of a visit contradict one another.
    """
    macros = load_macros("duckdb", variables)
    raw = columns.sent
    checked = _checked(columns)
    connection.execute(f"CREATE TABLE {_ROWS} AS {_read(macros, source, columns, checked)}")
    rows, controls = _one(
        connection, f"SELECT count(*), count(*) FILTER (has_control) FROM {_ROWS}"
    )
    findings, unreadable, words = _unreadable(connection, source, checked, limit)
    forms = _forms_beside_codes(connection, macros) if words else ()
    _refuse_unnamed(connection, source, columns)
    _refuse_totals(connection, source, columns)
    _refuse_times(connection, source, checked)
    _refuse_hardly_keys(connection, source, columns)
    _keep_last_rows(connection, columns, [name for name in raw if name in _LASTING])
    missing = _count_missing(connection, macros, columns)
    if columns.number:
        assumed = ["is_emergency"] if columns.is_all_emergency else []
        _unite_rows(connection, macros, source, [*raw, *assumed], columns.told)
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
    visits, first, last, arrival, complaints, codes = _one(
        connection,
        "SELECT count(*), min(day), max(day), max(arrival), count(*) FILTER (NOT has_complaint),"
        f" count(*) FILTER (NOT has_codes) FROM {_ROWS}",
    )
    connection.execute(f"DROP TABLE {_ROWS}")
    if rows != visits:
        message = f"{rows} rows are {visits} visits: the last row of each stands for it"
        findings.append(Diagnostic("ESS409", Severity.NOTE, message, path=source.path))
    intake = Intake(
        rows=rows,
        visits=visits,
        first_day=first,
        last_day=last,
        last_arrival=arrival,
        without_complaint=complaints,
        without_codes=codes,
        missing=missing,
        unreadable=unreadable,
        absent=columns.absent,
        unread=_count_unread(connection, macros, source, columns),
        words=words,
        forms=forms,
        controls=controls,
        quotes=source.quotes,
        breaks=source.breaks,
        is_unended=is_unended,
    )
    return intake, [*findings, *_doubts(intake, source.path)]


def _checked(columns: Columns) -> dict[str, str]:
    """Return what is counted where it cannot be read: name → column."""
    found = {}
    times = {"visit_date": columns.day, "arrived_at": columns.arrival}
    for name in _FORMS:
        column = columns.sent.get(name) or times.get(name)
        is_again = name == "arrived_at" and column == columns.day
        if column is not None and not is_again and (name != CODES or columns.built):
            found[name] = column
    return found


def _read(macros: Any, source: VisitSource, columns: Columns, checked: Mapping[str, str]) -> str:
    """Return the rows of a file with their values read, as SQL that goes through it once."""
    readings = {
        name: macros.read_time(_quoted(column), source.types[column])
        if name in _TIMES
        else macros.read_codes(_text(macros, column))
        if name == CODES
        else _value(macros, name, column)
        for name, column in checked.items()
    }

    def at(what: str, name: str) -> str:
        return _quoted(f"{what} {name}")

    inner = [f"{sql} AS {at('read', name)}" for name, sql in readings.items()]
    inner += [f"{_quoted(column)} AS {at('sent', name)}" for name, column in checked.items()]
    inner += [
        f"{_key(macros, column) if name == VISIT_ID else _text(macros, column)} AS {_quoted(name)}"
        for name, column in columns.sent.items()
        if name not in _READERS
    ]
    inner += [f"{sql} AS {name}" for name, sql in _told(macros, source, columns).items()]
    if columns.is_all_emergency:
        inner.append('TRUE AS "is_emergency"')
    number = [f"coalesce({_key(macros, each)}, '')" for each in columns.number]
    inner.append(f"row({', '.join(number)}) AS number" if number else "NULL AS number")

    outer = [f"{at('read', name)} AS {_quoted(name)}" for name in columns.sent if name in _READERS]
    for name in checked:
        is_bad = macros.is_unreadable(at("sent", name), at("read", name))
        outer.append(f"{is_bad} AS {at('bad', name)}")
        outer.append(f"{at('read', name)} IS NOT NULL AS {at('good', name)}")
    if CODES in checked:
        beside = macros.count_non_codes(_quoted(CODES))
        outer.append(f"CASE WHEN {at('read', CODES)} IS NOT NULL THEN {beside} END AS words")
    else:
        outer.append("0 AS words")
    hidden = ", ".join(at(what, name) for name in checked for what in ("read", "sent"))
    return (
        f"SELECT *{f' EXCLUDE ({hidden})' if hidden else ''}, {', '.join(outer)}"
        f" FROM (SELECT {', '.join(inner)} FROM {source.rows})"
    )


def _told(macros: Any, source: VisitSource, columns: Columns) -> dict[str, str]:
    """Return what is only counted, as columns of rows: name → SQL."""

    def time(name: str, column: str | None) -> str:
        macro = getattr(macros, name)
        return str(macro(_quoted(column), source.types[column])) if column else "NULL"

    said = {name: _text(macros, column) for name, column in columns.said.items()}
    if CODES in said:
        said.setdefault("discharge_diagnosis", said.pop(CODES))
    fields = dict.fromkeys(SAYING, "NULL::VARCHAR") | said
    texts = dict.fromkeys([*columns.sent.values(), *columns.number])
    controls = " OR ".join(
        f"coalesce({macros.looks_damaged(_text(macros, each))}, FALSE)" for each in texts
    )
    return {
        "arrival": time("read_time", columns.arrival),
        "day": time("read_date", columns.day),
        **{name: str(macros.told_by_texts(_FILTERS[name].filter, fields)) for name in columns.told},
        "has_complaint": str(macros.has_complaint(fields)),
        "has_codes": str(macros.has_codes(fields)),
        "has_control": controls or "FALSE",
    }


def _count_missing(
    connection: duckdb.DuckDBPyConnection, macros: Any, columns: Columns
) -> dict[str, int]:
    """Return name → visits that have no value."""
    counts = {name: _missing(macros, name) for name in columns.sent}
    found = _one(connection, f"SELECT count(*){''.join(counts.values())} FROM {_ROWS}")
    return dict(zip(counts, found[1:], strict=True))


def _missing(macros: Any, name: str) -> str:
    """Return a count, as SQL behind others, of the visits that have no value."""
    column = _quoted(name)
    if name in _READERS:
        return f", count(*) FILTER ({column} IS NULL)"
    return f", count(*) FILTER ({_is_missing(macros, column)})"


def _is_missing(macros: Any, column: str) -> str:
    return f"coalesce({macros.value_word(column)}, '') IN ({macros.missing_words()})"


def _count_unread(
    connection: duckdb.DuckDBPyConnection, macros: Any, source: VisitSource, columns: Columns
) -> dict[str, int]:
    """Return column that nothing reads → rows in which it says something."""
    asking = load_macros("duckdb", query=lambda sql: connection.execute(sql).fetchall())
    unread = [*columns.unread]
    asking.find_columns_of_codes(source.rows, columns.others, unread)
    if not unread:
        return {}
    counts = [f"count(*) FILTER (NOT {_is_missing(macros, _quoted(column))})" for column in unread]
    found = _one(connection, f"SELECT {', '.join(counts)} FROM {source.rows}")
    return {name: count for name, count in zip(unread, found, strict=True) if count}


def _doubts(intake: Intake, path: str) -> Iterator[Diagnostic]:
    """Say of what is lawful and looks like damage how much there is."""
    for count, severity, what in (
        (
            intake.controls,
            Severity.WARNING,
            "rows have control characters in texts, or signs that a wrong encoding left",
        ),
        (
            intake.quotes,
            Severity.NOTE,
            "rows have a double quote within a text that is not in quotes; it is read as a letter",
        ),
        (
            intake.words,
            Severity.NOTE,
            f"pieces beside codes in {CODES} are no codes and are not asked; values have the form "
            + ", ".join(f"`{form}`" for form in intake.forms),
        ),
    ):
        if count:
            yield Diagnostic("ESS412", severity, f"{count} {what}", path=path)
    if intake.unread:
        named = ", ".join(f"{name} in {count}" for name, count in intake.unread.items())
        message = (
            "columns named as a complaint or codes are, or holding what looks like codes, are not"
            f" read and say something: {named}"
        )
        hint = (
            "put them together, or say what is read with --column chief_complaint=COLUMN or"
            " diagnosis_codes=COLUMN, or with --columns FILE"
        )
        yield Diagnostic("ESS413", Severity.WARNING, message + " rows", path=path, hint=hint)
    if intake.is_unended:
        message = "the last line has no line break behind it: the file may be cut off there"
        yield Diagnostic("ESS412", Severity.NOTE, message, path=path)


def _value(macros: Any, name: str, column: str) -> str:
    if name in _READERS:
        return str(getattr(macros, _READERS[name])(_quoted(column)))
    return _text(macros, column)


def _text(macros: Any, column: str) -> str:
    return str(macros.value_text(_quoted(column)))


def _key(macros: Any, column: str) -> str:
    return str(macros.without_blanks_around(_text(macros, column)))


def _field(macros: Any, name: str, columns: Columns, *, folded: bool) -> str:
    """Return a column of the table, built of complaint and codes where the file has no such one."""
    sql = _quoted(name)
    if name in columns.built:
        sql = _built(macros, name)
    return (
        str(macros.fold_text(f"({sql})"))
        if folded and name not in _READERS and name != VISIT_ID
        else sql
    )


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
    source: VisitSource,
    checked: Mapping[str, str],
    limit: float,
) -> tuple[list[Diagnostic], dict[str, int], int]:
    """Return warnings, how many values of which column count as missing, and words beside codes.

    Days and times are not among them: each must be there (`_refuse_times`).
    """
    refused: list[Diagnostic] = []
    warned: list[Diagnostic] = []
    counts: dict[str, int] = {}
    sums = [
        f"count_if({_quoted(f'{what} {name}')})" for name in checked for what in ("bad", "good")
    ]
    counted = ", ".join(["coalesce(sum(words), 0)::BIGINT", *sums])
    words, *found = _one(connection, f"SELECT {counted} FROM {_ROWS}")
    for (name, column), bad, good in zip(checked.items(), found[::2], found[1::2], strict=True):
        if not bad or name in _TIMES:
            continue
        counts[name] = bad
        of = column.removeprefix(MAPPED)
        message = f"{bad} of {bad + good} values of {of} count as missing: they {_FORMS[name]}"
        if bad * 100 > limit * (bad + good):
            hint = "mend them, or let more be missing with --unreadable PERCENT"
            refused.append(
                Diagnostic("ESS404", Severity.ERROR, message, path=source.path, hint=hint)
            )
        else:
            hint = "look whether the cells of these rows stand under their columns"
            warned.append(
                Diagnostic("ESS404", Severity.WARNING, message, path=source.path, hint=hint)
            )
    if refused:
        raise DefinitionError(refused)
    return warned, counts, words


def _forms_beside_codes(connection: duckdb.DuckDBPyConnection, macros: Any) -> tuple[str, ...]:
    """Return the most frequent forms of values that have words beside codes, and no content."""
    form = macros.form_beside_codes(_quoted(CODES))
    found = connection.execute(
        f"SELECT form FROM (SELECT {form} AS form FROM {_ROWS} WHERE words > 0)"
        f" WHERE form IS NOT NULL GROUP BY form ORDER BY count(*) DESC, form LIMIT {_MOST_FORMS}"
    ).fetchall()
    return tuple(name for (name,) in found)


def _refuse_unnamed(
    connection: duckdb.DuckDBPyConnection, source: VisitSource, columns: Columns
) -> None:
    for place, column in enumerate(columns.number, 1):
        (unnamed,) = _one(connection, f"SELECT count_if(number[{place}] = '') FROM {_ROWS}")
        if unnamed:
            of = column.removeprefix(MAPPED)
            message = f"{unnamed} rows have no {of}: nothing says which visit they are of"
            hint = "fill it in, or remove rows that hold nothing"
            raise DefinitionError(
                [Diagnostic("ESS410", Severity.ERROR, message, path=source.path, hint=hint)]
            )


def _refuse_totals(
    connection: duckdb.DuckDBPyConnection, source: VisitSource, columns: Columns
) -> None:
    """Refuse lines that sum up or say nothing: they would be visits."""
    sums_up = [f"regexp_matches(upper(number[{len(columns.number)}]), '{_TOTALS}')"]
    says_nothing = ["day IS NULL AND NOT has_complaint AND NOT has_codes"]
    conditions = (sums_up if columns.number else []) + (
        says_nothing if columns.day and columns.said else []
    )
    if not conditions:
        return
    (count,) = _one(connection, f"SELECT count_if({' OR '.join(conditions)}) FROM {_ROWS}")
    if count:
        message = f"{count} rows are no visits: totals, or neither a day nor a complaint nor codes"
        hint = "remove these lines"
        raise DefinitionError(
            [Diagnostic("ESS410", Severity.ERROR, message, path=source.path, hint=hint)]
        )


def _refuse_times(
    connection: duckdb.DuckDBPyConnection, source: VisitSource, checked: Mapping[str, str]
) -> None:
    """Refuse days and times of arrival that are not there or are none, as a build does.

    They tell which row of a visit is its last; and cells that stand under another column show here.
    """
    findings = []
    for name, column in checked.items():
        if name not in _TIMES:
            continue
        bad, good = _quoted(f"bad {name}"), _quoted(f"good {name}")
        wrong, right, none = _one(
            connection,
            f"SELECT count_if({bad}), count_if({good}), count_if(NOT {bad} AND NOT {good})"
            f" FROM {_ROWS}",
        )
        of = column.removeprefix(MAPPED)
        said = [f"{wrong} of {wrong + right} values of {of} {_FORMS[name]}"] if wrong else []
        said += [f"{none} of {wrong + right + none} rows have no {of}"] if none else []
        hint = (
            "fill them in, or look whether the cells of these rows stand under their columns;"
            f" --column {name}=COLUMN names another one"
        )
        findings += [
            Diagnostic("ESS404", Severity.ERROR, message, path=source.path, hint=hint)
            for message in said
        ]
    if findings:
        raise DefinitionError(findings)


def _refuse_hardly_keys(
    connection: duckdb.DuckDBPyConnection, source: VisitSource, columns: Columns
) -> None:
    """Refuse a key that many more rows share than a visit has, as a build does."""
    if not columns.number:
        return
    rows, keys = _one(connection, f"SELECT count(*), count(DISTINCT number) FROM {_ROWS}")
    if rows > _MOST_ROWS * keys:
        of = columns.number[-1].removeprefix(MAPPED)
        message = (
            f"{rows} rows have {keys} keys, more than {_MOST_ROWS} rows for each: {of} is hardly"
            " the key of a visit"
        )
        hint = "name the column that is: --column visit_id=COLUMN"
        raise DefinitionError(
            [Diagnostic("ESS410", Severity.ERROR, message, path=source.path, hint=hint)]
        )


def _keep_last_rows(
    connection: duckdb.DuckDBPyConnection, columns: Columns, lasting: list[str]
) -> None:
    """Leave of each visit the rows that arrived last, as the dbt models do."""
    if not columns.number:
        return
    rows, visits = _one(connection, f"SELECT count(*), count(DISTINCT number) FROM {_ROWS}")
    if rows == visits:
        return
    kept = ", ".join(
        f"CASE WHEN bool_or({_quoted(name)}) OVER visit THEN TRUE ELSE {_quoted(name)} END"
        f" AS {_quoted(name)}"
        for name in lasting
    )
    replaced = f" REPLACE ({kept})" if kept else ""
    connection.execute(
        f"CREATE OR REPLACE TABLE {_ROWS} AS SELECT *{replaced} FROM {_ROWS}"
        " WINDOW visit AS (PARTITION BY number)"
        " QUALIFY arrival IS NULL OR arrival = max(arrival) OVER visit"
    )


def _unite_rows(
    connection: duckdb.DuckDBPyConnection,
    macros: Any,
    source: VisitSource,
    names: list[str],
    told_flags: tuple[str, ...],
) -> None:
    """Make one row of the rows of a visit that arrived together and differ in codes alone."""
    rows, visits = _one(connection, f"SELECT count(*), count(DISTINCT number) FROM {_ROWS}")
    if rows == visits:
        return
    differs = " OR ".join(
        macros.says_more_than_one(name, _quoted(name)) for name in names if name != VISIT_ID
    )
    (contradictory,) = _one(
        connection,
        f"SELECT count_if(differs) FROM (SELECT {differs or 'FALSE'} AS differs FROM {_ROWS}"
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
    told = (
        "max(day) AS day, max(arrival) AS arrival, bool_or(has_complaint) AS has_complaint,"
        " bool_or(has_codes) AS has_codes"
        + "".join(f", bool_or({_quoted(name)}) AS {_quoted(name)}" for name in told_flags)
    )
    united = "".join(f"{macros.united(name, _quoted(name))} AS {_quoted(name)}, " for name in names)
    connection.execute(
        f"CREATE OR REPLACE TABLE {_ROWS} AS SELECT {united}{told}, number"
        f" FROM {_ROWS} GROUP BY number ORDER BY number"
    )


def _one(connection: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    (row,) = connection.execute(sql).fetchall()
    return tuple(row)


def _quoted(column: str) -> str:
    doubled = column.replace('"', '""')
    return f'"{doubled}"'
