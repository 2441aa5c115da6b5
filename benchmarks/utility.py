"""How much of the trends is told: counts and matched visits, by policy and cut.

    python -m benchmarks.utility [--visits 30000 100000 300000] [surveillance/syndrome.duckdb ...]

Builds the demonstration with so many visits, or reads the DuckDB files of projects that `dbt build`
made, works out what `syndrome publish` would have told of the same visits, and prints a table for
docs/privacy.md: of the matched visits of each cut how many are told in counts by themselves, how
many more in sums of several parts, and in how many counts. The *optimum* is what could be told in
counts by themselves if nobody knew why others are withheld and nothing had been told before
(`benchmarks.optimum`); *at most* are the visits in counts that are no small ones.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.optimum import TableCell, told_at_most
from transpiler.dbt.demonstrate import DATABASE, Demonstration
from transpiler.dbt.publish import UnitKey, candidate_tables
from transpiler.disclosure import MarginTable, may_stand_together

GROUPS = {
    "trafficking": "no_case_finding",
    "sexual violence": "sensitive",
    "fever and cough": "standard",
}
"""Name of a group of definitions → their policy."""

CUTS = {
    "all": "sum",
    "place": "by place",
    "age and sex": "by age and sex",
    "place, age and sex": "by both",
    "codes": "by codes",
    "earlier visit": "by earlier visit",
}
CROSSED = "place, age and sex"
SEED = 20260101

_UNIT = "definition, version, period_start, setting"
_UNIT_COLUMNS = ("definition text", "version integer", "period_start date", "setting text")
_OF_CUT = (
    "case when cut in ('all', 'place', 'age and sex', 'place, age and sex', 'earlier visit')"
    " then cut else 'codes' end"
)

Row = dict[str, Any]
Found = Counter[tuple[str, str]]
"""Policy and cut → a number."""


@dataclass(frozen=True)
class Told:
    """What is told, by policy and cut.

    Attributes:
        counts: counts that are told, sums of several parts among them.
        alone: matched visits in counts by themselves.
        together: matched visits in sums of several.
    """

    counts: Found
    alone: Found
    together: Found


@dataclass(frozen=True)
class Utility:
    """How much of a project is told.

    Attributes:
        built: by `dbt build`.
        published: by `syndrome publish`.
        optimum: matched visits that could be told in counts by themselves.
        most: matched visits in counts that are no small ones.
        all_visits: matched visits.
    """

    built: Told
    published: Told
    optimum: Found
    most: Found
    all_visits: Found


class _Project:
    """The tables of a project that `dbt build` made."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def rows(self, sql: str) -> list[Row]:
        asked = self._connection.execute(
            re.sub(r"{{ ref\('syndrome_sql', '(\w+)'\) }}", r"surveillance_restricted.\1", sql)
        )
        names = [column[0] for column in asked.description]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]

    def told(self, told: str) -> Told:
        """Return what is told in a relation of definition, version, cut, stratum and count."""
        counts, alone, together = Found(), Found(), Found()
        for row in self.rows(
            f"select policy, {_OF_CUT} as cut, stratum like '% + %' as is_of_several,"
            f" count(*) as counts, sum(matched_visits) as visits from ({told}) as told"
            " inner join surveillance_mart.dim_syndrome_definitions using (definition, version)"
            " where matched_visits is not null group by all"
        ):
            key = row["policy"], row["cut"]
            counts[key] += row["counts"]
            (together if row["is_of_several"] else alone)[key] += int(row["visits"])
        return Told(counts, alone, together)

    def keep(self, proved: Sequence[UnitKey]) -> None:
        """Keep the units that are proved, for a query."""
        self._connection.execute("create temp table proved (" + ", ".join(_UNIT_COLUMNS) + ")")
        if proved:
            self._connection.executemany("insert into proved values (?, ?, ?, ?)", [*proved])


def measure(database: Path) -> Utility:
    """Return how much is told of a project that `dbt build` made."""
    with duckdb.connect(str(database), read_only=True) as connection:
        project = _Project(connection)
        columns = "definition, version, period_start, setting, cut, stratum, matched_visits"
        built = f"select {columns} from surveillance_mart.rpt_syndrome_trends"
        tables: Mapping[UnitKey, MarginTable] = candidate_tables(project.rows)
        project.keep([unit for unit, table in tables.items() if may_stand_together(table)])
        published = (
            f"{built} where cut <> '{CROSSED}' union all select {columns}"
            " from {{ ref('syndrome_sql', 'int_trend_divisions') }} where is_beside and is_told"
            f" and ({_UNIT}) in (from proved)"
        )
        cells = project.rows(
            "select cells.*, policy from {{ ref('syndrome_sql', 'int_trend_cells') }} as cells"
            " inner join surveillance_mart.dim_syndrome_definitions using (definition, version)"
        )
        codes = project.rows(
            "select cells.*, policy from {{ ref('syndrome_sql', 'int_trend_code_cells') }} as cells"
            " inner join surveillance_mart.dim_syndrome_definitions using (definition, version)"
            " where not is_of_several"
        )
        optimum, most, every = Found(), Found(), Found()
        for rows, told in [*_optimum_by_place(cells), *_optimum_by_codes(codes)]:
            for row, is_told in zip(rows, told, strict=True):
                key = row["policy"], row["cut"] if row["cut"] in CUTS else "codes"
                count = int(row["matched_visits"])
                every[key] += count
                most[key] += count * (count >= row["smallest_count"])
                optimum[key] += count * is_told
        return Utility(project.told(built), project.told(published), optimum, most, every)


def _by_unit(rows: Sequence[Row], *more: str) -> Iterator[list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in (*_UNIT.split(", "), *more))].append(row)
    yield from found.values()


def _optimum_by_place(cells: Sequence[Row]) -> Iterator[tuple[list[Row], list[bool]]]:
    """Yield the cells of each unit, all cuts by place, age and sex, and which could be told."""
    for rows in _by_unit(cells):
        smallest = [row for row in rows if row["cut"] == CROSSED]
        table = [
            TableCell(
                tuple(
                    at
                    for at, part in enumerate(smallest)
                    if all(
                        row[side] in (None, part[side]) for side in ("place", "age_group", "sex")
                    )
                ),
                int(row["matched_visits"]),
            )
            for row in rows
        ]
        visits = [int(part["eligible_visits"]) for part in smallest]
        yield rows, told_at_most(table, visits, int(rows[0]["smallest_count"]))


def _optimum_by_codes(cells: Sequence[Row]) -> Iterator[tuple[list[Row], list[bool]]]:
    """Yield the parts of each unit and cut by codes or earlier visits, each by itself."""
    for rows in _by_unit(cells, "cut"):
        counts = [int(row["matched_visits"]) for row in rows]
        table = [TableCell((at,), count) for at, count in enumerate(counts)]
        table.append(TableCell(tuple(range(len(rows))), sum(counts)))
        visits = [sum(counts)] * len(rows)
        yield rows, told_at_most(table, visits, int(rows[0]["smallest_count"]))[:-1]


def demonstration(folder: Path, visits: int) -> Path:
    """Build the demonstration, and return its database."""
    made = Demonstration(folder)
    made.write_visits(visits, SEED, lambda _: None)
    made.compile()
    made.build()
    return made.project / DATABASE


def table(name: str, found: Utility) -> Iterator[str]:
    """Yield the rows of a Markdown table."""
    for group, policy in GROUPS.items():
        for cut, said in CUTS.items():
            key = policy, cut
            if whole := found.all_visits[key]:
                cells = [_told(told, key, whole) for told in (found.built, found.published)]
                bounds = [
                    f"{100 * part[key] / whole:.0f} %" for part in (found.optimum, found.most)
                ]
                yield f"| {name} | {group} | {said} | " + " | ".join([*cells, *bounds]) + " |"


def _told(told: Told, key: tuple[str, str], whole: int) -> str:
    alone, together = (f"{100 * part[key] / whole:.0f} %" for part in (told.alone, told.together))
    return f"{alone} and {together}, {told.counts[key]:,} counts"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("databases", type=Path, nargs="*")
    parser.add_argument("--visits", type=int, nargs="*", default=[])
    given = parser.parse_args()
    print(
        "| visits | definitions | counts | `dbt build` | `syndrome publish` | optimum | at most |"
    )
    print("|---|---|---|---|---|---|---|", flush=True)
    for database in given.databases:
        print("\n".join(table(database.parent.name, measure(database))), flush=True)
    for visits in given.visits:
        with tempfile.TemporaryDirectory() as folder:
            # dbt keeps its connection to the end of its process, and lets nobody else read
            with ProcessPoolExecutor(1, get_context("spawn")) as process:
                made = process.submit(demonstration, Path(folder) / "surveillance", visits)
            found = measure(made.result())
        print("\n".join(table(f"{visits:,}", found)), flush=True)


if __name__ == "__main__":
    main()
