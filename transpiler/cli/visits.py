"""``syndrome visits``: generated visits to a file."""

from __future__ import annotations

import os
from pathlib import Path

import click

from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.loading import load_definitions
from transpiler.cli.output import describe, format_option, progress, refuse, stderr
from transpiler.definition.printing import shown_path
from transpiler.generating import DEFAULT_SEED, DEFAULT_YEAR, SUFFIXES, write_visits
from transpiler.resources import data_path


@click.command("visits")
@click.argument("output", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--visits",
    "count",
    type=click.IntRange(min=0),
    default=100_000,
    show_default=True,
    help="How many visits.",
)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Another, others.")
@click.option(
    "--year",
    type=click.IntRange(1900, 2200),
    default=DEFAULT_YEAR,
    show_default=True,
    help="The calendar year they happen in.",
)
@click.option(
    "--definition",
    "paths",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="Definitions, files or folders, whose matches and near-misses are planted. "
    "[default: those that are shipped]",
)
@click.option(
    "--corrections",
    is_flag=True,
    help="Also write what corrected visits were before: rows to be resolved (docs/demo.md).",
)
@library_option()
@format_option("text", "json")
def command(
    output: Path,
    *,
    count: int,
    seed: int,
    year: int,
    paths: tuple[Path, ...],
    corrections: bool,
    output_format: str,
) -> None:
    r"""Write generated visits to OUTPUT, a .csv or .parquet file.

    A year of emergency and ambulatory visits that no person ever made, with the columns of an
    ESSENCE DataDetails extract. The same options give the same visits everywhere. Matches and
    near-misses of definitions are planted far oftener than surveillance sees them (docs/demo.md).

    \b
    Example:
        syndrome visits visits.parquet --visits 1000000 --seed 7
    """
    if output.suffix not in SUFFIXES:
        refuse(
            f"{shown_path(output)}: the name of a file of visits ends in {' or '.join(SUFFIXES)}"
        )
    try:
        definitions = load_definitions(paths or (data_path("dbt_project") / "definitions",))
        with progress() as bar:
            task = bar.add_task("visits", total=count)
            write_visits(
                output,
                count,
                seed=seed,
                definitions=definitions,
                year=year,
                corrections=corrections,
                processes=os.cpu_count() or 1,
                on_progress=lambda written: bar.advance(task, written),
            )
    except OSError as error:
        refuse(describe(error, output))
    if output_format == "json":
        print_record(path=str(output), visits=count)
        return
    stderr().line(f"{count} visits written to {shown_path(output)}")
