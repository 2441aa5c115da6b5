"""Measure whole builds, and write the figures into a page: ``python -m benchmarks.whole``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from benchmarks.__main__ import PAGE
from benchmarks.builds import Build, Day, measure
from benchmarks.machine import machine
from benchmarks.report import number, table, target_table, write
from benchmarks.scales import SCALES
from benchmarks.targets import Target
from benchmarks.warehouses import WAREHOUSES, DuckDB, opened

BEGIN = "<!-- whole builds: written by python -m benchmarks.whole -->"
END = "<!-- end of the whole builds -->"

_SHARED = 1_000_000
"""The targets are set for so many visits."""

_BOUNDS = {"vetoed": 1, "evidence": 4, "trends": 4, "visits": 3}
"""How often the classification's own time a group of models may take."""

_WHOLE = {"DuckDB": 15, "PostgreSQL": 20}
"""The same for the whole build."""

_OF_A_FIRST_BUILD = {Day.NOTHING: 10, Day.ARRIVED: 12, Day.CHANGED: 12}
"""How many per cent of a first build's processor time a day may take."""


@click.command(context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.option("--scale", "name", type=click.Choice(list(SCALES)), default="report")
@click.option("--visits", type=click.IntRange(min=1), help="How many, in place of the scale's.")
@click.option(
    "--day",
    "days",
    type=click.Choice([day.value for day in Day]),
    multiple=True,
    default=[day.value for day in Day],
    help="What is built, the first build among them.",
)
@click.option(
    "--engine",
    "engines",
    type=click.Choice(WAREHOUSES),
    multiple=True,
    default=WAREHOUSES,
    help="Where it is built.",
)
@click.option("--threads", type=click.IntRange(min=1), default=2, help="Threads of dbt and DuckDB.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), default=PAGE)
def main(
    name: str,
    visits: int | None,
    days: tuple[str, ...],
    engines: tuple[str, ...],
    threads: int,
    output: Path,
) -> None:
    """Build a project of generated definitions day by day, and write the figures into a page."""
    scale = SCALES[name]
    wanted = [day for day in Day if day is Day.FIRST or day.value in days]
    command = f"python -m benchmarks.whole --scale {name} --threads {threads}"
    command += f" --visits {visits}" if visits else ""
    command += "".join(f' --day "{day.value}"' for day in wanted if len(wanted) < len(Day))
    pages = []
    for engine in engines:
        sizes = scale.built if engine == DuckDB.title else (scale.postgres_visits,)
        found = {}
        for count in [visits] if visits else sizes:
            with (
                tempfile.TemporaryDirectory(prefix="syndrome-benchmarks-") as folder,
                opened(engine, Path(folder)) as warehouse,
            ):
                project = Path(folder) / "project"
                found[count] = measure(
                    project, warehouse, scale.project, count, threads=threads, days=wanted
                )
        asked = f"{command} --engine {engine}"
        pages.append(report(found, scale.project, asked, engine))
    write(output, "".join(pages), BEGIN, END)


def report(
    found: Mapping[int, Mapping[Day, Build]], definitions: int, command: str, engine: str
) -> str:
    """Return all tables of an engine.

    Args:
        found: visits → the builds of its days.
        definitions: how many the project has.
        command: how to measure it again.
        engine: where it was built.
    """
    most = max(found)
    lines = [
        "",
        f"## The whole build: {definitions} definitions on {engine}",
        "",
        f"Measured by `{command}` on {machine()}. Days are compared by processor time, all"
        " threads together. Shares of models are seconds on the clock as dbt counts them, two"
        " models at a time, which a busy machine lengthens.",
        "",
        *target_table(targets(found[most], engine)),
        "",
        *([] if most >= _SHARED or engine != DuckDB.title else [_FEWER, ""]),
    ]
    for visits, days in found.items():
        lines += [f"### {visits:,} visits", "", *table(_DAY_HEADS, _days(days)), ""]
        lines += [*table(_GROUP_HEADS, _groups(days[Day.FIRST])), ""]
    return "\n".join(lines) + "\n"


_FEWER = "The targets are for a million visits. Of fewer, what dbt and the cells take weighs more."

_DAY_HEADS = (
    "",
    "seconds",
    "of processor time",
    "of a first build",
    "most memory of dbt, MiB",
    "nodes",
)

_GROUP_HEADS = ("first build", "seconds, as dbt counts them", "of the classification")


def _days(days: Mapping[Day, Build]) -> Iterator[tuple[str, ...]]:
    for day, build in days.items():
        yield (
            day.value,
            number(build.seconds),
            number(build.cpu),
            f"{number(100 * build.cpu / days[Day.FIRST].cpu)} %",
            f"{build.mebibytes:,}",
            f"{len(build.models):,}",
        )


def _groups(build: Build) -> Iterator[tuple[str, ...]]:
    shares = build.shares
    for group, seconds in sorted(shares.items(), key=lambda found: -found[1]):
        yield group, number(seconds), f"{number(seconds / shares['classification'])}×"


def targets(days: Mapping[Day, Build], engine: str = DuckDB.title) -> Iterator[Target]:
    """Yield every target of an engine with what was measured."""
    first = days[Day.FIRST]
    own = first.shares["classification"]
    whole = first.seconds / own
    if engine != DuckDB.title:
        yield Target("whole build, of the classification", whole, _WHOLE[engine], False)
        return
    for group, bound in _BOUNDS.items():
        value = first.shares[group] / own
        yield Target(f"{group}, of the classification", value, bound, False)
    yield Target("whole build, of the classification", whole, _WHOLE[engine], False)
    yield Target("whole build", first.seconds, 240, False, " s")
    for day, bound in _OF_A_FIRST_BUILD.items():
        if day in days:
            value = 100 * days[day].cpu / first.cpu
            yield Target(f"{day.value}, of a first build", value, bound, False, " %")


if __name__ == "__main__":
    main()
