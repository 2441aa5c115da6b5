"""``syndrome init``: a project of one's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from transpiler.cli.json_output import print_record
from transpiler.cli.output import format_option, stdout
from transpiler.dbt import Additions, add_missing, create_project
from transpiler.dbt.existing_project import LAYERS, Joining, join, plan_joining
from transpiler.definition.nearest import did_you_mean
from transpiler.definition.printing import shown_path


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--here", is_flag=True, help="Add what is missing to FOLDER, by default this one.")
@click.option(
    "--into",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Add syndromes to the dbt project that is there; FOLDER is left out.",
)
@click.option(
    "--layers",
    default=",".join(LAYERS),
    show_default=True,
    help="With --into: what is built, with commas between.",
)
@click.option("--git", help="With --into: the repository to install the dbt package from.")
@click.option("--revision", help="With --git: its tag or commit.")
@click.option("--prefix", help="With --into: how generated models and all relations are called.")
@click.option("--yes", is_flag=True, help="With --into: write without asking.")
@click.option("--dry-run", is_flag=True, help="With --here and --into: list, write nothing.")
@format_option("text", "json")
def command(
    *,
    folder: Path | None,
    here: bool,
    into: Path | None,
    layers: str,
    git: str | None,
    revision: str | None,
    prefix: str | None,
    yes: bool,
    dry_run: bool,
    output_format: str,
) -> None:
    r"""Start a dbt project in FOLDER that builds at once.

    It comes with definitions, a small table of generated visits and profiles for DuckDB, PostgreSQL
    and BigQuery. docs/dbt.md says how to point it at your own visits. Nothing that is there is ever
    written over. With --into a project of yours gets one entry in packages.yml, vars, an example,
    seeds and lines in .gitignore; all is shown first, and doing it again adds what is missing.

    \b
    Examples:
        syndrome init surveillance
        syndrome init --here --dry-run
        syndrome init --into warehouse --layers classification,evidence
    """
    if into is not None:
        if here or folder is not None:
            raise click.UsageError("--into goes without --here and FOLDER")
        plan = plan_joining(into, _layers(layers), git=git, revision=revision, prefix=prefix)
        if output_format == "json":
            if yes and not dry_run:
                join(plan)
            added = [name for name, _ in plan.added]
            is_written = yes and not dry_run
            print_record(path=str(into), is_new=False, is_written=is_written, added=added, kept=[])
            return
        _join(plan, is_wanted=yes, only_look=dry_run)
        return
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


def _layers(given: str) -> list[str]:
    asked = [layer.strip() for layer in given.split(",")]
    for layer in asked:
        if layer not in LAYERS:
            raise click.UsageError(f"no layer is named {layer!r}.{did_you_mean(layer, LAYERS)}")
    return asked


def _join(plan: Joining, *, is_wanted: bool, only_look: bool) -> None:
    if plan.package:
        stdout().line("  copy   syndrome_sql/, the dbt package")
    for name, what in plan.added:
        stdout().line(f"  write  {name}: {what}")
    if not plan.added and not plan.package:
        stdout().line(f"{shown_path(plan.root)} has all that syndromes need")
        return
    if only_look or not (is_wanted or click.confirm("Write this?")):
        return
    join(plan)
    for line in (
        f"next, in {shown_path(plan.root)}:",
        "  say in dbt_project.yml where your visits are",
        "  dbt deps",
        f"  syndrome compile --output {plan.output}",
        "  dbt build",
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
