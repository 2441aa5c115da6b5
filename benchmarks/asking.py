"""A library whose definitions ask one another and filter: ``python -m benchmarks.asking``."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import click
import duckdb

from benchmarks.__main__ import PAGE
from benchmarks.definitions import make_definitions
from benchmarks.machine import machine
from benchmarks.report import table, write
from benchmarks.store import FOLDED, connect, expected, fill, make
from transpiler.dbt import create_project
from transpiler.definition import AgeRange, Definition, Filters, Reference, link
from transpiler.library import classification_steps, make_library
from transpiler.parsing import write_definition

BEGIN = "<!-- asking: written by python -m benchmarks.asking -->"
END = "<!-- end of asking -->"

_CHECKED = 2_000
"""On so many visits the answers are compared with each definition asked by itself."""


@dataclass(frozen=True)
class Costs:
    """What a library costs, in seconds of processor time, all processes and threads together.

    Attributes:
        compiling: of ``syndrome compile``.
        again: of the same with nothing changed.
        sql_bytes: bytes of its SQL for DuckDB.
        seconds: of its classification, nothing kept: the median of the rounds.
        matches: how many it finds.
    """

    compiling: float
    again: float
    sql_bytes: int
    seconds: float
    matches: int


def with_references(definitions: Sequence[Definition], seed: int = 0) -> list[Definition]:
    """Return definitions of which some ask one or two others, and one in three filters.

    Those that are asked stand among the first third, as published ones name CDC's own. Two of
    three are negated, as *neg Influenza* is.

    Args:
        definitions: plain ones, at least six.
        seed: other seeds give other references.
    """
    random = Random(f"asking {seed}")
    few = len(definitions) // 3
    found = []
    for number, definition in enumerate(definitions):
        filters = Filters()
        if random.random() < 1 / 3:
            ages = AgeRange(min=random.choice((None, 5, 11)), max=random.choice((17, 64, 120)))
            filters = random.choice((Filters(age=ages), Filters(emergency_visit=True)))
        own = replace(definition, filters=filters)
        if number >= few and number % 3 == 1:
            others = random.sample(found[:few], random.choice((1, 2)))
            asked = [Reference(one, is_negation=random.random() < 2 / 3) for one in others]
            own = link(own, asked, lambda _: ())
        found.append(own)
    return found


def measure(
    folder: Path, definitions: Sequence[Definition], visits: int, *, rounds: int, threads: int
) -> Costs:
    """Compile a library and classify visits by it.

    Args:
        folder: where the project of it is made; it does not exist yet.
        definitions: the library.
        visits: how many visits are classified; their database stands beside the folder.
        rounds: how often.
        threads: how many DuckDB has.
    """
    project = create_project(folder)
    for definition in definitions:
        file = project / "definitions" / definition.name / f"v{definition.version}.yml"
        file.parent.mkdir()
        write_definition(definition, file)
    compiled = [_compile(project) for _ in range(2)]
    steps = classification_steps(make_library(definitions), "duckdb", visits=FOLDED, folded=True)
    database = folder.parent / "visits.duckdb"
    fill(database, visits)
    with connect(database, threads) as connection:
        _add_filter_columns(connection)
        seconds = []
        for _ in range(rounds + 1):
            start = time.process_time()
            make(connection, steps, kept=False)
            seconds.append(time.process_time() - start)
        few = min(visits, _CHECKED)
        query = "SELECT definition, visit_id FROM matches"
        found = connection.execute(query).fetchall()
        if {one for one in found if one[1] < few} != expected(connection, definitions, few).matches:
            raise AssertionError("the library takes other visits than its definitions")
        for step in steps:
            connection.execute(f"DROP TABLE {step.name}")
    size = sum(len(step.sql.encode()) for step in steps)
    return Costs(*compiled, size, statistics.median(seconds[1:]), len(found))


def _compile(project: Path) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from transpiler.cli import main; main()", "compile"]
    command += ["--project-dir", os.fspath(project)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _add_filter_columns(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the visits ages and settings, the same for the same number of a visit."""
    for column in (
        "age_years INTEGER DEFAULT NULL",
        "is_emergency BOOLEAN DEFAULT NULL",
    ):
        connection.execute(f"ALTER TABLE {FOLDED} ADD COLUMN IF NOT EXISTS {column}")
    connection.execute(
        f"UPDATE {FOLDED} SET age_years = visit_id * 7919 % 97, is_emergency = visit_id % 8 > 0"
        " WHERE age_years IS NULL"
    )


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--definitions", "count", type=click.IntRange(min=6), default=180)
@click.option("--visits", type=click.IntRange(min=1), default=200_000)
@click.option("--rounds", type=click.IntRange(min=1), default=3)
@click.option("--threads", type=click.IntRange(min=1), default=2, help="Threads of DuckDB.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=PAGE)
def main(count: int, visits: int, rounds: int, threads: int, output: Path) -> None:
    """Compare a library with references and filters with the same one without any."""
    plain = [replace(one, title=one.name) for one in make_definitions(count)]
    asking = with_references(plain)
    with tempfile.TemporaryDirectory(prefix="syndrome-benchmarks-") as folder:
        found = [
            measure(Path(folder) / name, library, visits, rounds=rounds, threads=threads)
            for name, library in (("plain", plain), ("asking", asking))
        ]
    command = f"python -m benchmarks.asking --definitions {count} --visits {visits}"
    write(output, report(*found, asking, visits, command), BEGIN, END)


def report(
    plain: Costs, asking: Costs, definitions: Sequence[Definition], visits: int, command: str
) -> str:
    """Return the figures as a section of a page."""
    referring = sum(bool(one.references) for one in definitions)
    filtering = sum(bool((one.as_written or one).filters) for one in definitions)
    rows = [
        ("compiling, seconds", plain.compiling, asking.compiling, ".1f"),
        ("compiling, nothing changed", plain.again, asking.again, ".2f"),
        ("SQL for DuckDB, KiB", plain.sql_bytes / 1024, asking.sql_bytes / 1024, ",.0f"),
        ("classification, seconds", plain.seconds, asking.seconds, ".2f"),
        ("matches", plain.matches, asking.matches, ",.0f"),
    ]
    lines = [
        "",
        "## References and filters",
        "",
        f"{len(definitions)} definitions, of which {referring} ask one or two others and"
        f" {filtering} filter by age or emergency visit, over {visits:,} visits on DuckDB; seconds"
        f" of processor time, measured by `{command}` on {machine()}.",
        "",
        *table(
            ("", "without", "with", "times"),
            [
                (name, format(without, form), format(with_, form), f"{with_ / without:.2f}")
                for name, without, with_, form in rows
            ],
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
