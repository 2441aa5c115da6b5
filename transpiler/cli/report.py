"""``syndrome report``: what a built project publishes, as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from transpiler.cli.built_project import built_project_options
from transpiler.cli.json_output import print_record
from transpiler.cli.output import counted, format_option, refuse, stderr
from transpiler.dbt import find_tables
from transpiler.dbt.policy import FLOORS
from transpiler.definition.printing import shown_path
from transpiler.reporting import (
    MISSING_LIBRARY,
    PolicyLimits,
    has_library,
    open_marts,
    read_published,
    render_report,
)
from transpiler.writing import replace_file


@click.command("report")
@built_project_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="report.html",
    show_default=True,
    help="The page to write.",
)
@format_option("text", "json")
def command(
    *, project_dir: Path, output: Path, database: Path, schema: str | None, output_format: str
) -> None:
    r"""Write one HTML page of what a project publishes, after `dbt build`.

    For each definition: the trend by the period of its policy, with withheld counts as gaps; what
    is complete; strata; versions side by side; and predictive values and negations where the
    project has these models. Only published tables are read. The page needs no network.

    \b
    Example:
        syndrome report --project-dir surveillance --output report.html
    """
    if not has_library():
        refuse(MISSING_LIBRARY)
    limits = {
        policy.value: PolicyLimits(floor.smallest_count, floor.hold_back_days)
        for policy, floor in FLOORS.items()
    }
    with open_marts(database, find_tables(project_dir, database, schema)) as marts:
        published = read_published(marts, limits)
    page = render_report(published)
    replace_file(output, page)
    periods = sum(len(t.points) for found in published.definitions for t in found.trends.values())
    if output_format == "json":
        definitions = len(published.definitions)
        print_record(path=str(output), definitions=definitions, periods=periods)
        return
    stderr().line(
        f"{shown_path(output)}: {counted(len(published.definitions), 'definition')},"
        f" {counted(periods, 'period')}"
    )
