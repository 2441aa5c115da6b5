"""One visit in a hundred is new or changed: what it costs to classify these alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.duckdb_races import LIBRARY
from benchmarks.store import FOLDED, connect, expected, make
from benchmarks.timing import Contestant, Match, Results, race
from transpiler.definition import Definition
from transpiler.library import DEFINED, classification_steps, make_library

CHANGED = "library, 1 % of visits changed"
SHARE = 100
_KEPT = "kept_matches"


def one_percent(
    path: Path, definitions: Sequence[Definition], visits: int, *, rounds: int, threads: int
) -> Results:
    """Race a full run against one of the changed visits, whose matches are replaced.

    The changed visits stand behind the others, where a dbt run puts what it takes up. Both runs are
    timed by the number of all visits, so that they compare.
    """
    library = make_library(definitions)
    every = classification_steps(library, "duckdb", visits=FOLDED, folded=True)
    changed = classification_steps(library, "duckdb", visits="changed_visits", folded=True)
    checked = min(visits, 20_000)
    with connect(path, threads) as connection:
        connection.execute(
            f"CREATE OR REPLACE VIEW changed_visits AS"
            f" SELECT * FROM {FOLDED} WHERE visit_id >= {visits - visits // SHARE}"
        )

        def in_full() -> None:
            make(connection, every, kept=False)
            connection.execute(f"CREATE OR REPLACE TABLE {_KEPT} AS SELECT * FROM matches")

        def of_changed() -> None:
            make(connection, [step for step in changed if step.name not in DEFINED], kept=False)
            connection.execute(
                f"DELETE FROM {_KEPT} WHERE visit_id IN (SELECT visit_id FROM changed_visits)"
            )
            connection.execute(f"INSERT INTO {_KEPT} SELECT * FROM matches")

        def matches(limit: int) -> set[Match]:
            query = f"SELECT definition, visit_id FROM {_KEPT} WHERE visit_id < {limit}"
            return set(connection.execute(query).fetchall())

        contestants = [
            Contestant(LIBRARY, in_full, visits, matches),
            Contestant(CHANGED, of_changed, visits, matches),
        ]
        return race(contestants, rounds, expected(connection, definitions, checked))
