"""``syndrome attack``: whether anything withheld follows from all that was published."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from transpiler.attacking import (
    MISSING_LIBRARY,
    Summary,
    Suppositions,
    attack,
    has_library,
    published_rows,
    read_published,
    summarize,
    write_cells,
)
from transpiler.cli.built_project import built_project_options
from transpiler.cli.json_output import print_record
from transpiler.cli.known_to_all import read_what_all_know
from transpiler.cli.output import (
    FINDINGS,
    Rows,
    format_option,
    progress,
    refuse,
    stderr,
    stdout,
)
from transpiler.dbt import DbtError, find_tables, read_told
from transpiler.definition.printing import shown_path


@click.command("attack")
@built_project_options
@click.option(
    "--target",
    help="Read through dbt, from this target of the project's profile: any engine. Without it the "
    "DuckDB file is read.",
)
@click.option(
    "--arrivals-only",
    is_flag=True,
    help="Suppose that between builds visits only arrive: none is deleted or changed.",
)
@click.option(
    "--cells",
    type=click.Path(path_type=Path),
    help="Write the cells that do not hold, with their ranges, to this new file, which only you "
    "can read. It is as confidential as the visits.",
)
@format_option("text", "json")
def command(
    *,
    project_dir: Path,
    database: Path,
    schema: str | None,
    target: str | None,
    arrivals_only: bool,
    cells: Path | None,
    output_format: str,
) -> None:
    r"""Attack what a project has published: one integer programme over all of it.

    Knows what readers know: every published table and revision, the definitions, the groups of
    codes, the policies, and the program. For each withheld count it looks for the least and the
    greatest value that all of this leaves, and counts those that are known (pinned), have fewer
    values left than their policy wants (narrowed), or are known to be above zero. Cells that the
    solver gave up on are counted as not solved, never as safe.

    Exit code 1 where a count is pinned, narrowed or not solved. No withheld number is printed.

    \b
    Examples:
        syndrome attack --project-dir surveillance
        syndrome attack --project-dir surveillance --target postgres
    """
    if not has_library():
        refuse(MISSING_LIBRARY)
    definitions, groups, smallest = read_what_all_know(project_dir)
    if target is None:
        published = read_published(database, find_tables(project_dir, database, schema), smallest)
    else:
        try:
            told = read_told(project_dir, target=target)
        except DbtError as error:
            refuse(str(error))
        published = published_rows(told.earlier, told.visits, smallest, told.reviews)
    for name in published.absent:
        stderr().line(f"there is no table {name}: the attack does not know what it tells")
    with progress() as bar:
        task = bar.add_task("attacking", total=sum(row.count is None for row in published.rows))
        findings = attack(
            published.rows,
            definitions,
            groups,
            Suppositions(arrivals_only=arrivals_only),
            present=published.present,
            overall=published.overall,
            threads=os.cpu_count() or 1,
            on_progress=lambda done: bar.advance(task, done),
        )
    summaries = summarize(findings)
    if cells is not None:
        write_cells(findings, cells)
        stderr().line(f"{shown_path(cells)}: as confidential as the visits")
    if output_format == "json":
        print_record(definitions=[asdict(summary) for summary in summaries])
    else:
        stdout().table(_table(summaries, len(published.rows)))
    if not summaries[-1].is_safe:
        sys.exit(FINDINGS)


def _table(summaries: Sequence[Summary], rows: int) -> Rows:
    table = Rows(
        title=f"{rows:,} published cells; withheld ones by what all of them together leave"
    )
    table.add_column("definition", overflow="fold")
    columns = {
        "withheld": "withheld",
        "pinned": "pinned",
        "pinned_zeros": "pinned at zero",
        "narrowed": "narrowed",
        "above_zero": "known above zero",
        "not_solved": "not solved",
    }
    for title in columns.values():
        table.add_column(title, justify="right")
    for summary in summaries:
        table.add_row(summary.definition, *(f"{getattr(summary, name):,}" for name in columns))
    return table
