"""``syndrome demo``: the main job end to end on DuckDB, on generated visits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.progress import Progress

from transpiler.cli.json_output import print_record
from transpiler.cli.output import Rows, counted, format_option, progress, refuse, stderr, stdout
from transpiler.dbt import DbtError, NoDbtError
from transpiler.dbt.demonstrate import Demonstration, Quarter
from transpiler.definition import Definition
from transpiler.definition.printing import shown_path
from transpiler.generating import DEFAULT_SEED
from transpiler.scratch import scratch_folder


@click.command("demo")
@click.option(
    "--visits",
    "count",
    type=click.IntRange(min=1),
    default=100_000,
    show_default=True,
    help="How many visits to generate.",
)
@click.option(
    "--seed", type=int, default=DEFAULT_SEED, show_default=True, help="Another seed, other visits."
)
@click.option(
    "--directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Make the dbt project in this new folder and leave it there.",
)
@click.option("--keep", is_flag=True, help="Leave the dbt project where it was made.")
@format_option("text", "json")
def command(
    *, count: int, seed: int, directory: Path | None, keep: bool, output_format: str
) -> None:
    r"""Run the main job on DuckDB: visits, compile, dbt build, trends.

    Copies the dbt project that is shipped, generates a year of visits that no person ever made,
    compiles the definitions, runs `dbt build` with its tests, and prints the quarterly counts that
    may be published. Nothing is left behind unless --directory or --keep is given, and nothing goes
    over the network.

    \b
    Example:
        syndrome demo --visits 1000000 --directory surveillance
    """
    try:
        with _folder(directory, keep) as folder:
            demonstration = Demonstration(folder)
            with progress() as bar:
                _run(demonstration, count, seed, bar)
            quarters = demonstration.quarters()
    except NoDbtError as error:
        refuse(str(error))
    except DbtError as error:
        refuse(f"{error}; --directory DIR keeps the project and its log")
    if output_format == "json":
        print_record(quarters=[asdict(quarter) for quarter in quarters])
    else:
        stdout().table(_table(quarters, demonstration.definitions, count))
    if directory is not None or keep:
        stderr().line(f"the dbt project is in {shown_path(folder)}")


@contextmanager
def _folder(directory: Path | None, keep: bool) -> Iterator[Path]:
    """Yield the folder to make, and remove it unless it is to stay."""
    if directory is not None:
        yield directory
    elif keep:
        yield Path(tempfile.mkdtemp(prefix="syndrome-"), "demo")
    else:
        with scratch_folder("syndrome-demo-") as parent:
            yield parent / "demo"


def _run(demonstration: Demonstration, count: int, seed: int, bar: Progress) -> None:
    visits = bar.add_task("generating visits", total=count)
    demonstration.write_visits(count, seed, lambda written: bar.advance(visits, written))
    for description, step in (
        (
            f"compiling {counted(len(demonstration.definitions), 'definition')}",
            demonstration.compile,
        ),
        ("dbt build: models and tests", demonstration.build),
        ("labels of invented reviewers", demonstration.review),
    ):
        task = bar.add_task(description, total=1)
        step()
        bar.advance(task)


def _table(quarters: Sequence[Quarter], definitions: Sequence[Definition], count: int) -> Rows:
    """Return a row for each definition and a column for each quarter."""
    table = Rows(
        title=f"{count:,} generated visits: emergency visits by quarter, and their share of all",
        caption="suppressed: too few to publish (docs/privacy.md). The visits are nobody's, and "
        "matches are far oftener planted than surveillance sees them (docs/demo.md).",
    )
    labels = list(dict.fromkeys(quarter.label for quarter in quarters))
    table.add_column("definition", overflow="fold")
    for label in labels:
        table.add_column(label, justify="right", no_wrap=True)
    cells = {(found.definition, found.version, found.label): found for found in quarters}
    for definition in definitions:
        found = [cells.get((definition.name, definition.version, label)) for label in labels]
        table.add_row(definition.identifier, *map(_cell, found))
    return table


def _cell(quarter: Quarter | None) -> str:
    if quarter is None:
        return ""
    if quarter.matched_visits is None:
        return "suppressed"
    return f"{quarter.matched_visits:,} {quarter.percent_of_visits:.3f}%"
