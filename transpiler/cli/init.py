"""``syndrome init``: a project of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from transpiler.cli.output import stdout
from transpiler.dbt import create_project


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
    stdout().print(
        f"{project} is ready. Next:\n"
        f"  cd {project}\n"
        "  syndrome compile        after each change of a definition\n"
        "  dbt deps && dbt build   on DuckDB, with generated visits",
        markup=False,
    )
