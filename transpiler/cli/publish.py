"""``syndrome publish``: a project built so that it tells what a solver proves may be told."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from transpiler.attacking import (
    AttackOutcome,
    Told,
    attack,
    published_rows,
)
from transpiler.attacking import has_library as has_attack
from transpiler.cli.known_to_all import read_what_all_know
from transpiler.cli.output import progress, refuse, stdout
from transpiler.dbt import DbtError, Trial, UnsafeError, publish
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
    (docs/privacy.md). Before anything is written, all that would have been told by then is attacked
    as `syndrome attack` does. In the periods and settings in which that finds something, the models
    alone decide; where it finds something even then, nothing is written. Cuts are published once:
    use this command, not `dbt build`, from the first build on.

    \b
    Example:
        syndrome publish --project-dir surveillance
    """
    if not has_library() or not has_attack():
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
                _attack_of(project_dir),
                target=target,
                variables=given,
                profiles_dir=profiles_dir,
                processes=os.cpu_count() or 1,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except (DbtError, UnsafeError) as error:
        refuse(str(error))
    stdout().line(
        f"{report.looked_at} periods and settings could tell more; proved to be safe in "
        f"{report.proved}"
    )
    if report.fell_back:
        stdout().line(f"{report.fell_back} more were proved, but did not stand the attack")


def _attack_of(project_dir: Path) -> Callable[[Trial], set[tuple[str, str]]]:
    """Return the attack on what would be published: where it learns more than before.

    It names periods, by their first day, and settings.
    """
    definitions, groups, smallest = read_what_all_know(project_dir)

    def broken(rows: Sequence[Mapping[str, Any]], visits: Sequence[Mapping[str, Any]]) -> set[Told]:
        known = published_rows(rows, visits, smallest)
        findings = attack(
            known.rows, definitions, groups, present=known.present, threads=os.cpu_count() or 1
        )
        return {found.row for found in findings if found.outcome is not AttackOutcome.HELD}

    def broken_by(trial: Trial) -> set[tuple[str, str]]:
        # what was told of other days says nothing of these
        days = {(row["setting"], *_days(row)) for row in trial.new}
        earlier = [
            row
            for row in trial.earlier
            for start, end in [_days(row)]
            if any(
                row["setting"] == setting and start <= last and first <= end
                for setting, first, last in days
            )
        ]
        found = broken([*earlier, *trial.new], trial.visits)
        # what was told before cannot be taken back, and nothing is learned from it anew
        anew = found - broken(earlier, trial.visits) if found else found
        return {(row.start.isoformat(), row.setting) for row in anew}

    return broken_by


def _days(row: Mapping[str, Any]) -> tuple[str, str]:
    return str(row["period_start"])[:10], str(row["period_end"])[:10]
