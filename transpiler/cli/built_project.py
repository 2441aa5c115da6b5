"""Options of the commands that read what a built project publishes."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.decorators import FC


def built_project_options(command: FC) -> FC:
    """Add ``--project-dir``, ``--database`` and ``--schema``; the command gets all three."""
    options = (
        click.option(
            "--project-dir",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            default=".",
            is_eager=True,
            help="The dbt project, built; by default the current folder.",
        ),
        click.option(
            "--database",
            type=click.Path(dir_okay=False, path_type=Path),
            callback=_database,
            help="The DuckDB file; by default SYNDROME_DUCKDB_PATH, or syndrome.duckdb in the "
            "project.",
        ),
        click.option(
            "--schema",
            help="The schema of the published tables; by default where the last run of dbt put "
            "them, or else surveillance_mart.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _database(context: click.Context, _: click.Parameter, given: Path | None) -> Path:
    """Return the file given, or the one that the project's profile names by default."""
    project: Path = context.params["project_dir"]
    return given or project / os.environ.get("SYNDROME_DUCKDB_PATH", "syndrome.duckdb")
