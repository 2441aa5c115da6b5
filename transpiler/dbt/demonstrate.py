"""The main job end to end on generated visits: what ``syndrome demo`` shows."""

from __future__ import annotations

import csv
import errno
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from transpiler.dbt.compile import compile_project
from transpiler.dbt.policy import COLUMNS, PERIODS, SEED
from transpiler.dbt.run import build, require_dbt
from transpiler.dbt.scaffold import create_project
from transpiler.dbt.seeds import read_seed
from transpiler.dbt.terms import seed_rows
from transpiler.definition import Definition, Examples
from transpiler.generating import review, write_visits
from transpiler.parsing import (
    find_definitions,
    load_definition,
    parse_query,
    write_definition,
)

if TYPE_CHECKING:
    import duckdb

DATABASE: Final = "syndrome.duckdb"
"""The DuckDB file of a demonstration, in its project's folder."""

_VISITS: Final = "visits.parquet"
_LABELS: Final = "seeds/reviewer_labels.csv"

_VERSIONED: Final = "definitions/fever_and_cough"
_SECOND_QUERY: Final = """\
^[;/ ]J09^,or,^[;/ ]J1[01]^,
or,(,
  (,
    (,(,^fever^,or,^febrile^,),andnot,(,^denies fever^,or,^no fever^,or,^afebrile^,),),
    or,^[;/ ]R50.9^,or,^[;/ ]R509^,
  ),
  and,(,^cough^,or,^[;/ ]R05^,),
)
"""

_SOURCE: Final = {
    "syndrome_source": "essence",
    "syndrome_source_schema": "surveillance",
    "syndrome_source_table": "visits",
    "syndrome_review_sample": 250,
}
"""The vars that make the project read the generated visits as an ESSENCE extract, and review enough
of them for a predictive value that may be published."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Emergency visits of one quarter that a definition takes, as published.

    Attributes:
        definition: name of the definition.
        version: its version.
        label: the quarter, such as ``2025-Q1``.
        matched_visits: how many visits match, or None where the count is withheld.
        percent_of_visits: their share of all emergency visits, in percent, or None likewise.
        visits: all emergency visits of the quarter.
    """

    definition: str
    version: int
    label: str
    matched_visits: int | None
    percent_of_visits: float | None
    visits: int


class Demonstration:
    """A copy of the shipped project, built on generated visits, step by step."""

    def __init__(self, folder: Path) -> None:
        """Copy the project to ``folder``.

        Raises:
            NoDbtError: there is no dbt for DuckDB.
            DefinitionError: the folder exists and is not empty.
            OSError: it cannot be written.
        """
        require_dbt("duckdb")
        self.project = create_project(folder).absolute()
        _add_version(self.project)
        self.definitions: tuple[Definition, ...] = tuple(
            load_definition(path) for path in find_definitions([self.project / "definitions"])
        )
        # the keys of a demonstration lead nowhere: its secret is forgotten when it ends
        self._secret = secrets.token_hex(32)
        _publish_by_quarter(self.project)
        _read_extract(self.project)

    def write_visits(self, count: int, seed: int, on_progress: Callable[[int], None]) -> None:
        """Write ``count`` generated visits and load them as if they were an ESSENCE extract.

        Raises:
            OSError: they cannot be written.
        """
        import duckdb  # noqa: PLC0415 (an extra)

        visits = self.project / _VISITS
        write_visits(
            visits,
            count,
            seed=seed,
            definitions=self.definitions,
            corrections=True,
            processes=os.cpu_count() or 1,
            on_progress=on_progress,
        )
        database = self.project / DATABASE
        try:
            with self._database() as connection:
                connection.execute(f"CREATE SCHEMA {_SOURCE['syndrome_source_schema']}")
                connection.read_parquet(str(visits)).create(
                    f"{_SOURCE['syndrome_source_schema']}.{_SOURCE['syndrome_source_table']}"
                )
        except duckdb.IOException as error:
            reason = "DuckDB cannot write it; the disk may be full"
            raise OSError(errno.EIO, reason, str(database)) from error

    def compile(self) -> None:
        """Compile the definitions to dbt models."""
        compile_project(self.project)

    def build(self) -> None:
        """Run ``dbt build``: models, their contracts, unit tests and data tests.

        Raises:
            DbtError: a model or a test failed.
        """
        self._build()

    def review(self) -> None:
        """Label the matches that are to be reviewed next, and build what depends on labels.

        Raises:
            DbtError: a model or a test failed.
            OSError: the labels cannot be written.
        """
        with self._database() as connection:
            sample = connection.execute(
                """
                SELECT visit_id, definition, version, found_by, place, state
                FROM surveillance_review.int_review_sample
                INNER JOIN surveillance_restricted.syndrome_visits USING (visit_id)
                ORDER BY definition, version, found_by, place
                """
            ).fetchall()
        with (self.project / _LABELS).open("a", encoding="utf-8", newline="\n") as file:
            writer = csv.writer(file, lineterminator="\n")
            for visit_id, definition, version, found_by, place, state in sample:
                for reviewer, label in review(found_by, definition, version, found_by, place):
                    writer.writerow([visit_id, definition, version, label, reviewer, state])
        self._build("reviewer_labels+")

    def _database(self) -> duckdb.DuckDBPyConnection:
        import duckdb  # noqa: PLC0415 (an extra)

        return duckdb.connect(str(self.project / DATABASE))

    def _build(self, *select: str) -> None:
        # dbt-duckdb keeps a file open from run to run and knows it by this path alone
        database = str(self.project / DATABASE)
        with _environment(SYNDROME_VISIT_KEY_SECRET=self._secret, SYNDROME_DUCKDB_PATH=database):
            build(self.project, target="duckdb", select=select)

    def quarters(self) -> list[Quarter]:
        """Return the published quarters of every definition, in order."""
        with self._database() as connection:
            rows = connection.execute(
                """
                SELECT definition, version, period_label, matched_visits, percent_of_visits, visits
                FROM surveillance_mart.rpt_syndrome_trends
                WHERE period = 'quarter' AND setting = 'emergency' AND cut = 'all'
                ORDER BY definition, version, period_start
                """
            ).fetchall()
        return [Quarter(*row) for row in rows]


def _add_version(project: Path) -> None:
    """Give a definition another version, so that there are versions to compare."""
    first = load_definition(project / _VERSIONED / "v1.yml")
    (part,) = first.parts
    second = replace(
        first,
        version=2,
        title="Fever and cough v2",
        description="Version 1 without sore throats, to show two versions side by side.",
        parts=(replace(part, query=parse_query(_SECOND_QUERY)),),
        examples=Examples(),
    )
    write_definition(second, project / _VERSIONED / "v2.yml")


def _read_extract(project: Path) -> None:
    """Write the vars into the copy, so that a later ``dbt build`` there reads the same source."""
    file = project / "dbt_project.yml"
    text = file.read_text(encoding="utf-8")
    for name, value in _SOURCE.items():
        text, times = re.subn(rf"(?m)^  {name}: .*$", f"  {name}: {value}", text)
        if times != 1:
            raise RuntimeError(f"the shipped project does not set {name} once")
    file.write_text(text, encoding="utf-8", newline="\n")


def _publish_by_quarter(project: Path) -> None:
    """Make the copy publish every definition by quarter, the coarsest period there is."""
    seed = project / SEED
    rows = [{**row.values, "period": PERIODS[-1]} for row in read_seed(seed, COLUMNS)]
    text = seed_rows([COLUMNS, *(map(row.__getitem__, COLUMNS) for row in rows)])
    seed.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _environment(**variables: str) -> Iterator[None]:
    """Set environment variables for a while."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
