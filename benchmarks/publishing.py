"""How long it takes to decide what is published of a large library.

    python -m benchmarks.publishing [--definitions 180] [--quarters 12] [--visits 600000]

Random visits of twelve places and random matches go through the project's own models on DuckDB, as
`dbt build` and `syndrome publish` run them, without dbt's own time; then what could be told besides
is proved, and all that would be published is attacked. Two threads, two processes.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

from tests.dbt.marts import LEDGER, MODELS, TRENDS, Marts
from transpiler.attacking import attack, published_rows, summarize
from transpiler.dbt.publish import candidate_tables
from transpiler.definition import Definition, Part, Policy
from transpiler.disclosure import may_stand_together
from transpiler.parsing import parse_query

PROCESSES = 2
SETTINGS = ("emergency", "inpatient", "ambulatory", "unknown")
FIRST_YEAR = 2023


def fill(marts: Marts, definitions: int, quarters: int, visits: int) -> None:
    """Put random visits, matches and definitions into the tables that the models read."""
    run = marts.connection.execute
    years, months = divmod(quarters * 3, 12)
    first, after = date(FIRST_YEAR, 1, 1), date(FIRST_YEAR + years, months + 1, 1)
    run("select setseed(0.5)")
    run(
        "insert into syndrome_visits by name select cast(nr as text) as visit_id,"
        " 'f' || cast(nr % 97 as text) as facility_id,"
        f" date '{first}' + cast(floor(random() * {(after - first).days}) as integer)"
        " as visit_date,"
        f" timestamp '{after + timedelta(days=60)}' as arrived_at,"
        f" {list(SETTINGS)}[1 + cast(floor(least(random() * 6, 3)) as integer)] as setting,"
        " 'S' || cast(floor(12 * random() * random()) as text) as state,"
        " cast(floor(90 * random()) as integer) as age_years,"
        " ['F', 'M'][1 + cast(floor(2 * random()) as integer)] as sex,"
        " ';t7451xa;' as dd_parsed, ';t7451xa;' as ccdd_parsed, true as is_emergency"
        f" from range({visits}) as numbered(nr)"
    )
    run("update syndrome_visits set dd_parsed = ';t7461xa;' where hash(visit_id) % 3 = 0")
    names = [f"d{at:03}" for at in range(definitions)]
    # from one match in ten thousand visits to one in fifty, as syndromes are
    rates = [10 ** (-4 + 2.3 * at / definitions) for at in range(definitions)]
    marts.fill("dim_syndrome_definitions", [(name, 1, "no_case_finding", "h") for name in names])
    marts.fill(
        "syndrome_standings", [(name, 1, name, at + 1, True) for at, name in enumerate(names)]
    )
    for name, rate in zip(names, rates, strict=True):
        run(
            "insert into fct_syndrome_matches select visit_id, ?, 1 from syndrome_visits"
            " where random() < ?",
            [name, rate],
        )
    marts.fill(
        "syndrome_code_groups",
        [
            (name, "exploitation", group, code)
            for name in names
            for group, code in (("sexual", "T745"), ("labor", "T746"))
        ],
    )
    run(
        "insert into int_recurrence select visit_id, definition, version, 'earlier visit',"
        " case when hash(visit_id) % 50 = 0 then '4-30 days before' else 'none in a year' end"
        " from fct_syndrome_matches union all select visit_id, definition, version,"
        " 'phase of care', 'no such code' from fct_syndrome_matches"
    )


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took, on the clock and of the processor."""
    started = time.perf_counter()
    yield
    print(f"| {what} | {time.perf_counter() - started:.0f} s |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--definitions", type=int, default=180)
    parser.add_argument("--quarters", type=int, default=12)
    parser.add_argument("--visits", type=int, default=600_000)
    given = parser.parse_args()
    marts = Marts()
    fill(marts, given.definitions, given.quarters, given.visits)
    print(f"| {given.definitions} definitions, {given.quarters} quarters | |\n|---|---|")
    with timed("the models decide, by SQL"):
        marts.run(MODELS)
    with timed("what could be told besides is read"):
        tables = candidate_tables(
            lambda sql: marts.query(re.sub(r"{{ ref\('syndrome_sql', '(\w+)'\) }}", r"\1", sql))
        )
    with timed(f"{len(tables):,} tables are proved"), ProcessPoolExecutor(PROCESSES) as workers:
        proved = sum(workers.map(may_stand_together, tables.values(), chunksize=16))
    with timed(f"what stands beside what was told is published; {proved:,} proved"):
        marts.connection.execute(f"create table {LEDGER} as {marts.render(LEDGER)}")
        marts.builds = 1
        marts.run([TRENDS])
    attack_all(marts, given.definitions)


def attack_all(marts: Marts, definitions: int) -> None:
    """Attack what is published, as `syndrome publish` does before it writes."""
    names = [f"d{at:03}" for at in range(definitions)]
    library = {
        f"{name}_v1": Definition(
            name=name,
            version=1,
            parts=(Part(("ccdd_parsed",), parse_query(f"^{name}^")),),
            policy=Policy.NO_CASE_FINDING,
        )
        for name in names
    }
    visits = marts.query(
        "select period, period_start, setting, place, age_group, sex, count(*) as visits"
        " from int_trend_visits group by all"
    )
    known = published_rows(
        marts.query(f"select * from {LEDGER}"), visits, dict.fromkeys(library, 11)
    )
    with timed(f"{len(known.rows):,} rows are attacked"):
        findings = attack(known.rows, library, {}, present=known.present, threads=PROCESSES)
    every = summarize(findings)[-1]
    print(
        f"{every.withheld:,} cells are withheld,"
        f" of which {every.pinned + every.narrowed + every.not_solved:,} do not hold"
    )


if __name__ == "__main__":
    main()
