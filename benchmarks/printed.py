"""What `syndrome sql` prints, against its ``--expression``: ``python -m benchmarks.printed``.

The printed query folds texts in a WITH, which people read more easily; the expression folds them on
the way. The query must not cost more than a twentieth more (docs/performance.md).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from benchmarks.postgres_races import session
from benchmarks.store import RAW, connect, fill
from benchmarks.timing import Contestant, Expected, Match, race
from transpiler.definition import Definition
from transpiler.emitting import to_select, to_sql
from transpiler.parsing import load_definition
from transpiler.resources import data_path

PRINTED, EXPRESSION = "the printed query", "the expression"
NAMES = ("cdc_suspected_sex_trafficking/v1", "fever_and_cough/v1", "cdc_sexual_violence/v2")


def queries(definition: Definition, dialect: str) -> dict[str, str]:
    """Return the two ways of flagging texts as sent: ``visit_id`` and ``is_match``."""
    columns = dict.fromkeys(definition.fields(), "txt")
    printed = to_select(definition, dialect, columns, visits=RAW)
    flag = to_sql(definition, dialect, columns)
    return {
        EXPRESSION: f"SELECT visit_id, {flag} AS is_match FROM {RAW}",
        PRINTED: printed,
    }


def compared(
    definition: Definition,
    dialect: str,
    run: Callable[[str], list[tuple[Any, ...]]],
    visits: int,
    cpu: Callable[[], float],
    *,
    rounds: int,
) -> float:
    """Return how many times the processor time of the expression the printed query takes.

    Raises:
        DisagreementError: they find different visits.
    """

    def found(sql: str, limit: int) -> set[Match]:
        rows = run(f"SELECT visit_id FROM ({sql}) AS flags WHERE is_match")
        return {(definition.name, row[0]) for row in rows if row[0] < limit}

    def count(sql: str) -> list[tuple[Any, ...]]:
        return run(f"SELECT count(*) FILTER (WHERE is_match) FROM ({sql}) AS flags")

    asked = queries(definition, dialect)
    contestants = [
        Contestant(name, partial(count, sql), visits, partial(found, sql), cpu)
        for name, sql in asked.items()
    ]
    timings = race(contestants, rounds, Expected(found(asked[EXPRESSION], visits), visits))
    return timings[PRINTED].times(timings[EXPRESSION])


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--visits", type=click.IntRange(min=1_000), default=100_000)
@click.option("--rounds", type=click.IntRange(min=1), default=5)
def main(visits: int, rounds: int) -> None:
    """Race the printed query against the expression on generated visits."""
    folder = data_path("dbt_project") / "definitions"
    definitions = [load_definition(folder / f"{name}.yml") for name in NAMES]
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "visits.duckdb"
        fill(path, visits)
        with session(path, visits, "libc") as server, connect(path, 1) as connection:

            def on_duckdb(sql: str) -> list[tuple[Any, ...]]:
                return connection.execute(sql).fetchall()

            for definition in definitions:
                ratios = (
                    compared(definition, dialect, run, visits, cpu, rounds=rounds)
                    for dialect, run, cpu in (
                        ("duckdb", on_duckdb, time.process_time),
                        ("postgres", server.run, server.cpu_seconds),
                    )
                )
                duck, postgres = ratios
                click.echo(f"| {definition.title} | {duck:.2f} | {postgres:.2f} |")


if __name__ == "__main__":
    main()
