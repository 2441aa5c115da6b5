"""``syndrome publish``: a project built so that it tells what a solver proves may be told."""

from __future__ import annotations

import json
from pathlib import Path

import click

from transpiler.cli.output import progress, refuse, stdout
from transpiler.dbt import DbtError, publish
from transpiler.disclosure import MISSING_LIBRARY, has_library


@click.command("publish")
@click.option(
    "--project-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    help="The dbt project, compiled; by default the current folder.",
)
@click.option(
    "--profiles-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where profiles.yml is; by default the project.",
)
@click.option("--target", default="duckdb", show_default=True, help="A target of the profile.")
@click.option("--vars", "variables", default="{}", help="dbt vars, as JSON.")
def command(*, project_dir: Path, profiles_dir: Path | None, target: str, variables: str) -> None:
    r"""Build a project as `dbt build` does, and tell more where it is proved that it may be told.

    The models tell one tree of cuts. Beside it, sums by the other side (by place, where the tree
    begins with age and sex) are told in those periods and settings in which a solver finds, for
    every count that is not told, two tables that are told alike and have it far enough apart
    (docs/privacy.md). Cuts are published once: use this command, not `dbt build`, from the first
    build on.

    \b
    Example:
        syndrome publish --project-dir surveillance
    """
    if not has_library():
        refuse(MISSING_LIBRARY)
    try:
        given = json.loads(variables)
    except ValueError:
        refuse("--vars is no JSON")
    try:
        with progress() as bar:
            task = bar.add_task("proving", total=None)
            report = publish(
                project_dir,
                target=target,
                variables=given,
                profiles_dir=profiles_dir,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except DbtError as error:
        refuse(str(error))
    stdout().line(
        f"{report.looked_at} periods and settings could tell more; proved to be safe in "
        f"{report.proved}"
    )
