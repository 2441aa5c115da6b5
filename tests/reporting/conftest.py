"""Published tables as a project builds them, filled by hand, and a trap in place of all others."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from transpiler.dbt.policy import FLOORS
from transpiler.reporting import (
    PolicyLimits,
    open_marts,
    read_published,
    render_report,
)
from transpiler.reporting.marts import RELATIONS

LIMITS = {
    policy.value: PolicyLimits(floor.smallest_count, floor.hold_back_days)
    for policy, floor in FLOORS.items()
}
SCHEMA = "surveillance_mart"
BEGINNING = date(2025, 1, 5)


def definition(name="fall", version=1, **given):
    row = {
        "definition": name,
        "version": version,
        "title": f"Falls v{version}",
        "policy": "standard",
        "organization": "CDC",
        "url": "https://example.org",
        "terms": 3,
        "content_hash": "0123456789abcdef",
        "compiler_version": "0.1.0",
    }
    return row | given


def week(number, matched, name="fall", version=1, **given):
    """Return one week of a trend; None is a withheld count."""
    start = BEGINNING + timedelta(days=7 * number)
    row = {
        "definition": name,
        "version": version,
        "period": "week",
        "period_label": f"2025-W{number + 2:02}",
        "period_start": start,
        "period_end": start + timedelta(days=6),
        "setting": "emergency",
        "cut": "all",
        "stratum": "all",
        "matched_visits": matched,
        "visits": 1_000,
        "percent_of_visits": None if matched is None else matched / 10,
        "is_suppressed": matched is None,
        "is_complete": True,
        "is_partial": False,
    }
    return row | given


def predictive_value(low, reviewed_from=110, **given):
    row = {
        "definition": "fall",
        "version": 1,
        "reviewed_from": None if low is None else reviewed_from,
        "reviewed_to": None if low is None else 2 * reviewed_from - 1,
        "ppv_from": low,
        "ppv_to": None if low is None else low + 0.1,
        "is_suppressed": low is None,
    }
    return row | given


def tables_in(schema):
    """Return where the published tables stand that are called as their models."""
    return {relation.name: (schema, relation.name) for relation in RELATIONS}


@dataclass
class Project:
    """A database with published tables, of which a report can be made."""

    database: Path
    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def write(self, **tables):
        """Write tables, each as the report reads it."""
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            for relation in RELATIONS:
                if relation.name in tables:
                    _write(connection, relation, tables[relation.name])
        return self

    def execute(self, statement):
        with duckdb.connect(str(self.database)) as connection:
            connection.execute(statement)

    def published(self, schema=SCHEMA):
        with open_marts(self.database, tables_in(schema)) as marts:
            return read_published(marts, LIMITS)

    def page(self):
        return render_report(self.published())


def _write(connection, relation, rows):
    columns = ", ".join(f"{name} {kind.rstrip('?')}" for name, kind in relation.columns)
    connection.execute(f"CREATE TABLE {SCHEMA}.{relation.name} ({columns})")
    marks = ", ".join("?" * len(relation.columns))
    for row in rows:
        values = [row[name] for name in relation.names]
        connection.execute(f"INSERT INTO {SCHEMA}.{relation.name} VALUES ({marks})", values)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "syndrome.duckdb")


@pytest.fixture
def whole(project):
    return write_whole(project)


@pytest.fixture(scope="session")
def whole_page(tmp_path_factory):
    """The report of the same tables, drawn once."""
    return write_whole(Project(tmp_path_factory.mktemp("whole") / "syndrome.duckdb")).page()


def write_whole(project):
    """Write every table: counts withheld or still arriving, a week without visits, versions."""
    counts = [20, 24, None, None, 31, 0, 22, None, 25, 27, 12, 15]
    weeks = [week(at, found) for at, found in enumerate(counts) if at != 9]
    weeks[0]["is_partial"] = True
    weeks[-1]["is_complete"] = False
    strata = [
        week(at, found, cut="place", stratum=place)
        for place, of_place in (("AZ", [12, None]), ("NM", [None, 14]), ("TX", [0, 0]))
        for at, found in enumerate(of_place, 10)
    ]
    return project.write(
        dim_syndrome_definitions=[definition(), definition(version=2)],
        rpt_syndrome_trends=[
            *weeks,
            *strata,
            week(11, 15, setting="inpatient"),
            *(
                week(at, found and found + 9, version=2, is_partial=at == 0)
                for at, found in enumerate(counts)
            ),
        ],
        rpt_syndrome_ppv=[predictive_value(0.7), predictive_value(None, version=2)],
    )
