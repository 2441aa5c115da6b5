"""What readers have of a built project: its mart schema, earlier revisions, and public files.

Somebody who reads regularly has every earlier revision, so the attack reads the ledger too, but
only its published columns. It reads nothing that tells a withheld count.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

import duckdb

from transpiler.attacking.told import CodeGroup, Groups, Overall, Present, Told
from transpiler.definition import Definition, DefinitionError, Diagnostic, Severity

_LEDGER: Final = "fct_published_trends"
_TRENDS: Final = "rpt_syndrome_trends"
_VISITS: Final = "int_trend_visits"
_REVIEWS: Final = "rpt_syndrome_ppv"
_CELL: Final = (
    "definition, version, cast(period_start as date), cast(period_end as date), setting, cut,"
    " stratum, place, age_group, sex, matched_visits, visits, cast(counted_on as date)"
)
_FIELDS: Final = tuple(field.name for field in fields(Told) if field.name != "is_listed")
_STRICTEST: Final = 11
"""The smallest count of a definition whose policy is no longer known."""


@dataclass(frozen=True, slots=True)
class PublicTables:
    """Everything that was published.

    Attributes:
        rows: cells of the trends, of every revision.
        overall: what other tables tell about all periods together.
        present: all visits by place, age and sex at the latest state of the data, matching or not:
            numbers that we assume everybody knows, even if no published table lists them.
        absent: tables that such readers know and that were not found.
    """

    rows: tuple[Told, ...]
    overall: tuple[Overall, ...]
    present: tuple[Present, ...]
    absent: tuple[str, ...] = ()


def read_published(
    database: Path, tables: Mapping[str, tuple[str, str]], smallest_counts: Mapping[str, int]
) -> PublicTables:
    """Read what a project that was built on DuckDB has published.

    Args:
        database: the DuckDB file.
        tables: name of a model → the schema and the name of its table.
        smallest_counts: identifier of a definition → the smallest count its policy shows.

    Raises:
        DefinitionError: the file cannot be read, or has no published trends.
    """
    if not database.is_file():
        raise _refusal("ESS320", "there is no such database", database)
    with _opened(database) as connection:
        schema, table = tables[_TRENDS]
        if (schema, table) not in _columns(connection):
            raise _refusal("ESS321", f"there is no table {table} in {schema}", database)
        return published_of(connection, tables, smallest_counts)


def published_rows(
    told: Iterable[Mapping[str, Any]],
    visits: Iterable[Mapping[str, Any]],
    smallest_counts: Mapping[str, int],
    reviews: Iterable[Mapping[str, Any]] = (),
) -> PublicTables:
    """Return what rows say that the caller has read from a warehouse.

    Args:
        told: rows of the ledger of trends, by column.
        visits: the number of all ``visits`` of each period, setting, place, age band and sex, at
            the latest state of the data.
        smallest_counts: identifier of a definition → the smallest count its policy shows.
        reviews: rows of published predictive values.
    """
    rows: dict[Told, None] = {}
    ends: dict[tuple[date, str], date] = {}
    for row in told:
        identifier = f"{row['definition']}_v{int(row['version'])}"
        start, end = _day(row["period_start"]), _day(row["period_end"])
        count = row["matched_visits"]
        cell = Told(
            identifier,
            *(start, end, row["setting"], row["cut"], row["stratum"]),
            *(row["place"], row["age_group"], row["sex"]),
            None if count is None else int(count),
            int(row["visits"]),
            _day(row["counted_on"]),
            smallest_counts.get(identifier, _STRICTEST),
        )
        rows[cell] = None
        ends[start, row["period"]] = end
    latest = max((row.counted_on for row in rows), default=date.min)
    present = [
        Present(
            start,
            ends[start, row["period"]],
            *(row["setting"], row["place"], row["age_group"], row["sex"]),
            int(row["visits"]),
            latest,
        )
        for row in visits
        for start in [_day(row["period_start"])]
        if (start, row["period"]) in ends
    ]
    overall = [
        Overall(f"{row['definition']}_v{int(row['version'])}", None, int(row["reviewed_from"]))
        for row in reviews
    ]
    return PublicTables(tuple(rows), tuple(overall), tuple(present))


def _day(value: Any) -> date:
    return date.fromisoformat(str(value)[:10])


def published_of(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, tuple[str, str]],
    smallest_counts: Mapping[str, int],
    *,
    with_earlier: bool = True,
) -> PublicTables:
    """Read what stands in an open database; as `read_published`, with earlier revisions or not."""
    columns = _columns(connection)
    stands = {name: place for name, place in tables.items() if place in columns}
    earlier = (_LEDGER, _VISITS) if with_earlier else ()
    found = connection.execute(f"select {_CELL} from {_name(*tables[_TRENDS])}").fetchall()
    if with_earlier and _LEDGER in stands:
        ledger = stands[_LEDGER]
        kind = "is_of_generated_visits"
        # what was told of generated visits tells nothing of others
        latest = (
            f" where {kind} = (select {kind} from {_name(*ledger)} order by counted_on desc,"
            f" {kind} limit 1)"
            if kind in columns[ledger]
            else ""
        )
        found += connection.execute(f"select {_CELL} from {_name(*ledger)}{latest}").fetchall()
    rows = []
    for name, version, *rest in found:
        identifier = f"{name}_v{version}"
        smallest = smallest_counts.get(identifier, _STRICTEST)
        cell = dict(zip(_FIELDS, [identifier, *rest, smallest], strict=True))
        rows.append(Told(**cell))
    reviews: Iterable[Overall] = ()
    if _REVIEWS in stands:
        reviews = _reviews(connection, stands[_REVIEWS], columns[stands[_REVIEWS]])
    present: Iterable[Present] = ()
    if with_earlier and _VISITS in stands:
        present = _present(connection, stands)
    absent = tuple(".".join(tables.get(name, (name,))) for name in earlier if name not in stands)
    return PublicTables(tuple(dict.fromkeys(rows)), tuple(reviews), tuple(present), absent)


def _present(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, tuple[str, str]]
) -> Iterator[Present]:
    """Yield how many visits each of the coarsest cells of each period has.

    The query reads nothing else about the visits.
    """
    trends, visits_by_grid = _name(*tables[_TRENDS]), _name(*tables[_VISITS])
    statement = f"""
        with periods as (
            select distinct period, period_start, period_end from {trends}
        ),
        grids as (
            select period, max(geography) as geography, min(age_bands) as age_bands
            from {visits_by_grid} group by period
        )
        select cast(visits.period_start as date), cast(periods.period_end as date),
            visits.setting, visits.place, visits.age_group, visits.sex,
            count(distinct visits.visit_id)
        from {visits_by_grid} as visits
        inner join grids using (period, geography, age_bands)
        inner join periods
            on visits.period = periods.period and visits.period_start = periods.period_start
        group by all
    """
    (latest,) = connection.execute(
        f"select max(cast(counted_on as date)) from {trends}"
    ).fetchall()[0]
    for *cell, visits in connection.execute(statement).fetchall():
        start, end, setting, place, age_group, sex = cell
        yield Present(start, end, setting, place, age_group, sex, visits, latest)


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[str]]:
    """Return (schema, table) → its columns."""
    return {
        (schema, table): set(columns)
        for schema, table, columns in connection.execute(
            "select schema_name, table_name, list(column_name) from duckdb_columns()"
            " where database_name = current_database() group by all"
        ).fetchall()
    }


def read_groups(seed: Path | None) -> Groups:
    """Read the groups of codes of a project's definitions, from its seed if it has one."""
    codes: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in _rows(seed):
        codes[row["definition"]][row["cut"], row["stratum"]].append(row["code"])
    return {
        definition: tuple(
            CodeGroup(cut, stratum, tuple(found)) for (cut, stratum), found in groups.items()
        )
        for definition, groups in codes.items()
    }


def read_smallest_counts(
    seed: Path | None, definitions: Mapping[str, Definition]
) -> dict[str, int]:
    """Read the smallest count that is shown of each definition, by the seed of policies."""
    policies = {row["policy"]: int(row["smallest_count"]) for row in _rows(seed)}
    return {name: policies[found.policy.value] for name, found in definitions.items()}


def _reviews(
    connection: duckdb.DuckDBPyConnection, stands: tuple[str, str], columns: set[str]
) -> Iterator[Overall]:
    """Yield how many matches were reviewed at least, as predictive values tell."""
    table = _name(*stands)
    if "reviewed_from" in columns:
        statement = (
            f"select definition, version, null, reviewed_from from {table}"
            " where reviewed_from is not null"
        )
    elif "true_positives" in columns:
        statement = (
            "select definition, version, nullif(jurisdiction, 'all'),"
            f" true_positives + false_positives + unknown from {table} where not is_suppressed"
        )
    else:
        return
    for name, version, place, least in connection.execute(statement).fetchall():
        yield Overall(f"{name}_v{version}", place, least)


def _rows(path: Path | None) -> list[dict[str, str]]:
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@contextmanager
def _opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config: dict[str, Any] = {
        "enable_external_access": "false",
        "autoinstall_known_extensions": "false",
    }
    try:
        with duckdb.connect(str(database), read_only=True, config=config) as connection:
            yield connection
    except duckdb.Error as error:
        # the message of the engine may quote a value
        message = f"it cannot be read as a DuckDB database ({type(error).__name__})"
        raise _refusal("ESS320", message, database) from None


def _refusal(code: str, message: str, database: Path) -> DefinitionError:
    hint = "run `syndrome compile` and `dbt build` on DuckDB, or name the file and the schema"
    return DefinitionError(
        [Diagnostic(code, Severity.ERROR, message, path=str(database), hint=hint)]
    )


def _name(schema: str, table: str) -> str:
    return ".".join('"' + part.replace('"', '""') + '"' for part in (schema, table))
