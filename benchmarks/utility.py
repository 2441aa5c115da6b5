"""How much of the trends is told: counts and matched visits, by policy and cut.

    python -m benchmarks.utility name=surveillance/syndrome.duckdb ...

Reads DuckDB files of built projects (`syndrome demo --directory`, `syndrome publish`) and prints a
table for docs/privacy.md. A count is told where the published table has a number; all counts are
those of every period, setting, cut and stratum with visits, told or not.
"""

from __future__ import annotations

import sys

import duckdb

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


def measure(database: str) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    """Return group and cut → counts told, counts, matched visits told, matched visits."""
    found = {}
    with duckdb.connect(database, read_only=True) as connection:
        tables = {
            name
            for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
        counted = "select definition, version, cut, matched_visits from surveillance_restricted."
        every = f"{counted}int_trend_cells"
        if "int_trend_code_cells" in tables:
            every += f" union all {counted}int_trend_code_cells"
        told = (
            "select definition, version, cut, matched_visits"
            " from surveillance_mart.rpt_syndrome_trends where matched_visits is not null"
        )
        join = "inner join surveillance_mart.dim_syndrome_definitions as definitions"
        for group, where in GROUPS.items():
            for cut, of_cut in CUTS.items():
                numbers: list[int] = []
                for rows in (told, every):
                    numbers += connection.execute(
                        f"select count(*), coalesce(sum(matched_visits), 0) from ({rows}) as cells"
                        f" {join} using (definition, version) where {where} and {of_cut}"
                    ).fetchone() or (0, 0)
                shown, shown_visits, counts, visits = (int(number) for number in numbers)
                found[group, cut] = (shown, counts, shown_visits, visits)
    return found


def main(arguments: list[str]) -> None:
    measured = {name: measure(path) for name, _, path in (one.partition("=") for one in arguments)}
    print("| definitions | counts | " + " | ".join(measured) + " |")
    print("|---|---|" + "---|" * len(measured))
    for group in GROUPS:
        for cut in CUTS:
            cells = [found[group, cut] for found in measured.values()]
            if any(visits for *_, visits in cells):
                print(
                    f"| {group} | {cut} | "
                    + " | ".join(
                        f"{shown:,} counts, {visits:,} visits" for shown, _, visits, _ in cells
                    )
                    + " |"
                )


if __name__ == "__main__":
    main(sys.argv[1:])
