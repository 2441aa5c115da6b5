"""``syndrome init``: a project of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from transpiler.cli.json_output import print_record
from transpiler.cli.output import format_option, stdout
from transpiler.dbt import Additions, add_missing, create_project
from transpiler.definition.printing import shown_path


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--here", is_flag=True, help="Add what is missing to FOLDER, by default this one.")
@click.option("--dry-run", is_flag=True, help="With --here: list what is missing, write nothing.")
@format_option("text", "json")
def command(*, folder: Path | None, here: bool, dry_run: bool, output_format: str) -> None:
    r"""Start a dbt project in FOLDER that builds at once.

    It comes with definitions, a small table of generated visits and profiles for DuckDB, PostgreSQL
    and BigQuery. docs/dbt.md says how to point it at your own visits. Nothing that is there is ever
    written over.

    \b
    Examples:
        syndrome init surveillance
        syndrome init --here --dry-run
    """
    if here:
        found = add_missing(folder or Path(), only_look=dry_run)
        if output_format == "json":
            print_record(
                path=str(folder or Path()),
                is_new=False,
                is_written=not dry_run,
                added=list(map(str, found.added)),
                kept=list(map(str, found.kept)),
            )
            return
        for line in _told(found, dry_run):
            stdout().line(line)
        return
    if dry_run:
        raise click.UsageError("--dry-run goes with --here")
    if folder is None:
        raise click.UsageError("name a FOLDER, or add to this one with --here")
    project = create_project(folder)
    if output_format == "json":
        print_record(path=str(project), is_new=True, is_written=True, added=[], kept=[])
        return
    for line in (
        f"{shown_path(project)} is ready. Next:",
        f"  cd {shown_path(project)}",
        "  syndrome compile        after each change of a definition",
        "  dbt deps && dbt build   on DuckDB, with generated visits",
    ):
        stdout().line(line)


def _told(found: Additions, dry_run: bool) -> Iterator[str]:
    for file in found.added:
        yield f"  {'missing' if dry_run else 'added'}  {file}"
    for file in found.kept:
        yield f"  kept, though other than in a new project  {file}"
    files = "file" if len(found.added) == 1 else "files"
    yield f"{len(found.added)} {files} {'missing' if dry_run else 'added'}, nothing written over"
    if not dry_run:
        yield "next: syndrome compile, dbt deps && dbt build"
