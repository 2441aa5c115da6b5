"""How much of the trends is told: counts and matched visits, by policy and cut.

    python -m benchmarks.utility name=surveillance/syndrome.duckdb ...

Reads DuckDB files of projects that `dbt build` made (`syndrome demo --directory`), works out what
`syndrome publish` would have told of the same visits (the column *published*), and prints a
table for docs/privacy.md: of the matched visits of each cut how many are told, and in how many
counts. The last column is a bound that nothing safe can pass: the visits in counts that are no
small ones, as if nothing were told beside them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from transpiler.dbt.publish import UnitKey, candidate_tables
from transpiler.disclosure import MarginTable, may_stand_together

GROUPS = {
    "trafficking": "definitions.policy = 'no_case_finding'",
    "sexual violence": "definitions.policy = 'sensitive'",
    "fever and cough": "definitions.policy = 'standard'",
}
CUTS = {
    "sum": "cut = 'all'",
    "by place": "cut = 'place'",
    "by age and sex": "cut = 'age and sex'",
    "by both": "cut = 'place, age and sex'",
    "by codes": "cut not in ('all', 'place', 'age and sex', 'place, age and sex', 'reporting',"
    " 'earlier visit')",
    "by earlier visit": "cut = 'earlier visit'",
    "by reporting": "cut = 'reporting'",
}


SMALLEST = 11
"""The smallest count that the shipped policies tell."""


@dataclass(frozen=True)
class Utility:
    """What is told of a group of definitions and a cut.

    Attributes:
        counts: counts that are told.
        visits: matched visits in them.
        most: matched visits in counts that are no small ones.
        all_visits: matched visits.
    """

    counts: int
    visits: int
    most: int
    all_visits: int


def measure(database: str, *, proves: bool = False) -> dict[tuple[str, str], Utility]:
    """Return group and cut → what is told of it.

    Args:
        database: the DuckDB file of a project that `dbt build` made.
        proves: what `syndrome publish` would have told in its place.
    """
    found = {}
    with duckdb.connect(database, read_only=True) as connection:
        counted = "select definition, version, cut, matched_visits from surveillance_restricted."
        every = f"{counted}int_trend_cells union all {counted}int_trend_code_cells"
        told = (
            "select definition, version, cut, matched_visits"
            " from surveillance_mart.rpt_syndrome_trends where matched_visits is not null"
        )
        connection.execute("create temp table proved (" + ", ".join(_UNIT_COLUMNS) + ")")
        if proves:
            tables = _tables(connection)
            proved = [unit for unit, table in tables.items() if may_stand_together(table)]
            connection.execute("create temp table tried as from proved")
            for name, units in (("proved", proved), ("tried", tables)):
                connection.executemany(f"insert into {name} values (?, ?, ?, ?)", [*units])
            unit = "definition, version, period_start, setting"
            told = (
                f"{told} and (cut <> 'place, age and sex' or ({unit}) not in (from tried)"
                f" or ({unit}) in (from proved)) union all {counted}int_trend_divisions"
                f" where is_beside and is_told and ({unit}) in (from proved)"
            )
        join = "inner join surveillance_mart.dim_syndrome_definitions as definitions"
        for group, where in GROUPS.items():
            for cut, of_cut in CUTS.items():
                counts, visits = connection.execute(
                    f"select count(*), coalesce(sum(matched_visits), 0) from ({told}) as cells"
                    f" {join} using (definition, version) where {where} and {of_cut}"
                ).fetchone() or (0, 0)
                most, all_visits = connection.execute(
                    "select coalesce(sum(case when matched_visits >= ? then matched_visits end),"
                    f" 0), coalesce(sum(matched_visits), 0) from ({every}) as cells"
                    f" {join} using (definition, version) where {where} and {of_cut}",
                    [SMALLEST],
                ).fetchone() or (0, 0)
                found[group, cut] = Utility(int(counts), int(visits), int(most), int(all_visits))
    return found


_UNIT_COLUMNS = ("definition text", "version integer", "period_start date", "setting text")


def _tables(connection: duckdb.DuckDBPyConnection) -> Mapping[UnitKey, MarginTable]:
    """Return what `syndrome publish` would prove."""

    def ask(sql: str) -> list[dict[str, Any]]:
        schema = "surveillance_restricted"
        asked = connection.execute(re.sub(r"{{ ref\('(\w+)'\) }}", rf"{schema}.\1", sql))
        names = [column[0] for column in asked.description]
        return [dict(zip(names, row, strict=True)) for row in asked.fetchall()]

    return candidate_tables(ask)


def main(arguments: list[str]) -> None:
    measured = {}
    for name, _, path in (one.partition("=") for one in arguments):
        measured[name] = measure(path)
        measured[f"{name}, published"] = measure(path, proves=True)
    print("| definitions | counts | " + " | ".join(measured) + " | at most |")
    print("|---|---|" + "---|" * (len(measured) + 1))
    for group in GROUPS:
        for cut in CUTS:
            found = [one[group, cut] for one in measured.values()]
            if not any(one.all_visits for one in found):
                continue
            cells = [
                f"{_share(one.visits, one.all_visits)} of visits, {one.counts:,} counts"
                for one in found
            ]
            bound = _share(found[-1].most, found[-1].all_visits)
            print(f"| {group} | {cut} | " + " | ".join([*cells, bound]) + " |")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "–"


if __name__ == "__main__":
    main(sys.argv[1:])
