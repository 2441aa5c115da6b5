"""Visits of nobody, as departments hold theirs: codes in four layouts, other names and words."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final

import duckdb

from tests.dbt.targets import Target
from transpiler.definition import AgeRange, Definition, Filters, Part, Sex
from transpiler.explaining import laid_out
from transpiler.parsing import parse_query

MAPPING: Final[dict[str, Any]] = {
    "visit_id": "Encounter No",
    "facility_id": "site",
    "visit_date": {"column": "arrived utc", "zone": "UTC"},
    "chief_complaint": {"sql": "coalesce(reason, '') || ' ' || coalesce(triage, '')"},
    "age_years": {"sql": "age || ' ' || age_unit"},
    "sex": {"column": "gender", "words": {"Weiblich": "F", "2": "F", "männlich": "M", 1: "M"}},
    "is_emergency": {"column": "class", "words": {"E": True, "I": False, "O": False}},
}
"""The mapping of all but the codes."""

CODES: Final[dict[str, Any]] = {
    "delimited": {"column": "dx", "as": "delimited"},
    "list": {"column": "dx", "as": "list"},
    "json": {"column": "dx", "as": "json"},
    "rows": {
        "as": "rows",
        "table": "diagnoses",
        "key": "encounter",
        "facility": "hospital",
        "code": {"sql": "upper(icd)"},
        "order": "rank",
        "where": "kind = 'final'",
    },
}
"""The mapping of the codes by their layout."""

VARIABLES: Final = {"syndrome_source": "plain", "syndrome_time_zone": "America/Phoenix"}

_POOL: Final = ("R50.9", "W19.XXXA", "I10", "T74.51XA", "713834002", "Z91.81", "J06.9")
_SEXES: Final = {
    "Weiblich": "F",
    "WEIBLICH": "F",
    "2": "F",
    "männlich": "M",
    "1": "M",
    "female": "F",
    "X": "U",
    "": None,
}
_CLASSES: Final = {"E": True, "I": False, "O": False}
_AGES: Final = {("34", "Y"): 34, ("6", "M"): 0, ("400", "days"): 1, ("71", "years"): 71}


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A visit as it is held.

    Attributes:
        number: its number, which another facility may use too.
        site: the facility.
        arrived: its time of arrival in UTC.
        reason: the complaint, or none.
        triage: a triage note, or none.
        age: a number and its unit.
        gender: a word for the sex.
        patient_class: a letter.
        codes: the codes, in their order.
    """

    number: int
    site: str
    arrived: str
    reason: str | None
    triage: str | None
    age: tuple[str, str]
    gender: str
    patient_class: str
    codes: tuple[str, ...]

    @property
    def key(self) -> str:
        """What tells it apart."""
        return f"{self.site} {self.number}"

    def as_meant(self) -> dict[str, Any]:
        """Return the fields and filters that the mapping means."""
        complaint = f"{self.reason or ''} {self.triage or ''}"
        return {
            **laid_out(complaint, ";".join(self.codes) or None),
            "age_years": _AGES[self.age],
            "sex": _SEXES[self.gender],
            "is_emergency": _CLASSES[self.patient_class],
        }


def held_visits(seed: int, count: int) -> list[HeldVisit]:
    """Return visits of two facilities that number theirs alike."""
    random = Random(seed)
    return [
        HeldVisit(
            number=1000 + at // 2,
            site=("north", "south")[at % 2],
            arrived=f"2025-03-{random.randint(2, 28):02} {random.randint(0, 23):02}:30:00",
            reason=random.choice(("Fever", "fell, hurt wrist", "cough x3 days", None)),
            triage=random.choice(("denies fever", "Pt: fall at home", None)),
            age=random.choice(list(_AGES)),
            gender=random.choice(list(_SEXES)),
            patient_class=random.choice(list(_CLASSES)),
            codes=tuple(random.choices(_POOL, k=random.randint(0, 4))),
        )
        for at in range(count)
    ]


def asked() -> list[Definition]:
    """Return definitions that read what the mapping makes."""
    of = {
        "words": ("^fever^,andnot,^denies fever^", "ccdd_parsed", Filters()),
        "codes": ("^;R509;^,or,^;T7451^", "dd_parsed", Filters()),
        "in_order": ("^;I10;R509;^,or,^;R509;I10;^", "ccdd_parsed", Filters()),
        "as_sent": ("^W19.XXXA;I10^,or,^I10;I10^,or,^91.81^", "discharge_diagnosis", Filters()),
        "women": ("^", "chief_complaint_parsed", Filters(sex=(Sex.FEMALE,))),
        "men": ("^", "chief_complaint_parsed", Filters(sex=(Sex.MALE,))),
        "infants": ("^", "chief_complaint_parsed", Filters(age=AgeRange(None, 1))),
        "emergencies": ("^", "chief_complaint_parsed", Filters(emergency_visit=True)),
    }
    return [
        Definition(name=name, parts=(Part((field,), parse_query(query)),), filters=filters)
        for name, (query, field, filters) in of.items()
    ]


_COLUMNS: Final = (
    *("Encounter No", "site", "arrived utc", "reason", "triage", "age", "age_unit", "gender"),
    "class",
)


def _cells(visit: HeldVisit) -> list[str | None]:
    return [
        *(str(visit.number), visit.site, visit.arrived, visit.reason, visit.triage),
        *(*visit.age, visit.gender, visit.patient_class),
    ]


def _diagnoses(visits: Sequence[HeldVisit]) -> list[tuple[Any, ...]]:
    """Return one row for each code, not in their order, and some that are not asked.

    Blanks stand behind the key of the facility, as a column of a fixed width has them.
    """
    rows: list[tuple[Any, ...]] = []
    for visit in visits:
        for rank, code in enumerate(visit.codes, start=8):
            rows.append((visit.number, f"{visit.site}  ", code.lower(), rank, "final"))
        rows.append((visit.number, visit.site, "R05.9", 1, "working"))
    rows.append((77, "north", "I10", 1, "final"))
    return sorted(rows, key=lambda row: (row[2], row[3]))


_HEADER_OF_DIAGNOSES: Final = ("encounter", "hospital", "icd", "rank", "kind")


def load(target: Target, schema: str, layout: str, visits: Sequence[HeldVisit]) -> None:
    """Write the visits into tables of a schema, with the types that databases have."""
    timestamp, whole = ("datetime", "int64") if target.name == "bigquery" else ("timestamp", "int")
    text = "string" if target.name == "bigquery" else "text"
    quote = "`" if target.name == "bigquery" else '"'

    def cell(value: str | None, kind: str = text) -> str:
        literal = "null" if value is None else "'" + value.replace("'", "''") + "'"
        return f"cast({literal} as {kind})"

    kinds = [whole, text, timestamp, *[text] * 6]
    codes = {
        "delimited": lambda codes: cell(";".join(codes) or None),
        "list": lambda codes: (
            f"cast({('array' if target.name == 'postgres' else '')}[{', '.join(map(repr, codes))}]"
            f" as {'array<string>' if target.name == 'bigquery' else f'{text}[]'})"
        ),
        "json": lambda codes: (
            f"parse_json('{json.dumps(codes)}')"
            if target.name == "bigquery"
            else cell(json.dumps(codes), "jsonb" if target.name == "postgres" else "json")
        ),
    }
    target.query(f"create schema if not exists {schema}")
    for table in ("visits", "diagnoses"):
        gone = " cascade" if target.name == "postgres" else ""
        target.query(f"drop table if exists {schema}.{table}{gone}")
    rows = []
    for visit in visits:
        cells = [
            f"{cell(value, kind)} as {quote}{name}{quote}"
            for value, kind, name in zip(_cells(visit), kinds, _COLUMNS, strict=True)
        ]
        if layout in codes:
            cells.append(f"{codes[layout](visit.codes)} as dx")
        rows.append(", ".join(cells))
    target.query(f"create table {schema}.visits as select {' union all select '.join(rows)}")
    if layout == "rows":
        load_diagnoses(target, schema, visits)


def load_diagnoses(target: Target, schema: str, visits: Sequence[HeldVisit]) -> None:
    """Write the diagnoses alone, anew."""
    text, whole = ("string", "int64") if target.name == "bigquery" else ("text", "int")
    kinds = (whole, text, text, whole, text)
    rows = [
        ", ".join(
            f"cast('{value}' as {kind}) as {name}"
            for value, kind, name in zip(row, kinds, _HEADER_OF_DIAGNOSES, strict=True)
        )
        for row in _diagnoses(visits)
    ]
    selects = " union all select ".join(rows)
    if target.name == "postgres":  # a view of dbt stands on the table
        target.query(
            f"create table if not exists {schema}.diagnoses as select {rows[0]} where 1 = 0"
        )
        target.query(f"truncate table {schema}.diagnoses")
        target.query(f"insert into {schema}.diagnoses select {selects}")
    else:
        target.query(f"create or replace table {schema}.diagnoses as select {selects}")


def write_files(folder: Path, layout: str, visits: Sequence[HeldVisit]) -> tuple[Path, Path]:
    """Write the visits and their diagnoses as files, and return both: lists as Parquet."""
    path, of_diagnoses = folder / "visits.csv", folder / "diagnoses.csv"
    codes: Mapping[str, Any] = {
        "delimited": lambda codes: ";".join(codes) or None,
        "list": ";".join,
        "json": json.dumps,
    }
    for file, header, rows in (
        (
            path,
            (*_COLUMNS, *(["dx"] if layout in codes else [])),
            [
                [*_cells(visit), *([codes[layout](visit.codes)] if layout in codes else [])]
                for visit in visits
            ],
        ),
        (of_diagnoses, _HEADER_OF_DIAGNOSES, _diagnoses(visits)),
    ):
        with file.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows([header, *rows])
    if layout != "list":
        return path, of_diagnoses
    parquet = folder / "visits.parquet"
    duckdb.sql(
        "select * replace (string_split(dx, ';') as dx) from"
        f" read_csv('{path}', all_varchar = true, header = true)"
    ).write_parquet(str(parquet))
    return parquet, of_diagnoses
