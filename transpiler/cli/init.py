"""``syndrome init``: a project of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from transpiler.cli.output import stdout
from transpiler.dbt import create_project
from transpiler.definition.printing import shown_path


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    r"""Start a dbt project in FOLDER that builds at once.

    It comes with definitions, a small table of generated visits and profiles for DuckDB, PostgreSQL
    and BigQuery. docs/dbt.md says how to point it at your own visits.

    \b
    Example:
        syndrome init surveillance
    """
    project = create_project(folder)
    for line in (
        f"{shown_path(project)} is ready. Next:",
        f"  cd {shown_path(project)}",
        "  syndrome compile        after each change of a definition",
        "  dbt deps && dbt build   on DuckDB, with generated visits",
    ):
        stdout().line(line)
