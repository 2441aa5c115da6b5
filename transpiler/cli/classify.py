"""``syndrome classify``: flags and counts for a file of visits, on DuckDB, without dbt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from transpiler.classifying import SMALLEST_COUNT, Classification, classify
from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.loading import load_definitions
from transpiler.cli.output import (
    Rows,
    describe,
    format_option,
    progress,
    refuse,
    stderr,
    stdout,
)
from transpiler.cli.visit_options import columns_option, print_intake, unreadable_option
from transpiler.definition import Definition
from transpiler.definition.printing import shown_path
from transpiler.visit_files import ColumnMapping


@click.command("classify")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option(
    "--visits",
    "visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="A CSV or Parquet file of visits.",
)
@columns_option()
@unreadable_option()
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a .csv or .parquet file with the key of each visit and a flag for each definition.",
)
@click.option(
    "--purpose",
    help="Why single visits are flagged; needed with --output where a definition's policy is "
    "no_case_finding, and written beside the flags.",
)
@library_option()
@format_option("text", "json")
def command(
    *,
    paths: tuple[Path, ...],
    visits: Path,
    columns: ColumnMapping,
    unreadable: float,
    output: Path | None,
    purpose: str | None,
    output_format: str,
) -> None:
    r"""Count the visits of a file that the definitions at PATHS take.

    PATHS are definition files or folders of them. Counts of 1 to 10 are not shown. In a CSV file an
    empty cell is a missing value and "" an empty text.

    \b
    Example:
        syndrome classify definitions/ --visits visits.parquet
    """
    try:
        definitions = load_definitions(paths)
        with progress() as bar:
            task = bar.add_task("visits", total=None)
            found = classify(
                visits,
                definitions,
                columns=columns,
                output=output,
                unreadable=unreadable,
                purpose=purpose,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except OSError as error:
        refuse(describe(error, output))
    print_intake(found.intake, found.warnings)
    if output_format == "json":
        print_record(**_as_json(found, definitions))
    else:
        stdout().table(_as_table(found, definitions))
    if output is not None:
        stderr().line(f"flags written to {shown_path(output)}")


def _as_json(found: Classification, definitions: list[Definition]) -> dict[str, Any]:
    return {
        "visits": found.visits,
        "intake": found.intake.record(),
        "definitions": [
            {
                "name": definition.name,
                "version": definition.version,
                "title": definition.title,
                "matched_visits": found.matched[definition.identifier],
                "is_suppressed": found.matched[definition.identifier] is None,
            }
            for definition in definitions
        ],
    }


def _as_table(found: Classification, definitions: list[Definition]) -> Rows:
    table = Rows(title=f"{found.visits:,} visits")
    table.add_column("definition", overflow="fold")
    table.add_column("visits", justify="right")
    table.add_column("per 10,000", justify="right")
    for definition in definitions:
        matched = found.matched[definition.identifier]
        if matched is None:
            table.add_row(definition.identifier, f"<{SMALLEST_COUNT}", "")
        else:
            share = f"{10_000 * matched / found.visits:.2f}" if found.visits else ""
            table.add_row(definition.identifier, f"{matched:,}", share)
    return table
