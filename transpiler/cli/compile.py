"""``syndrome compile``: definitions → dbt models."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from transpiler.cli.output import FINDINGS, format_option, print_json, stdout
from transpiler.dbt import CompileReport, Shape, compile_project


@click.command("compile")
@click.option(
    "--project-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="The dbt project.",
)
@click.option(
    "--shape",
    type=click.Choice(["auto", *(shape.value for shape in Shape)]),
    default="auto",
    show_default=True,
    help="How the definitions are asked: each by itself (simple), or all at once (library).",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where the models are stale.")
@format_option("text", "json")
def command(project_dir: Path, shape: str, check: bool, output_format: str) -> None:
    r"""Write the dbt models of a project's definitions.

    Reads definitions/**/*.yml and writes models/classification/: a model, its documentation and its
    unit test per definition. Files that would not change are left alone. A project that would
    publish more than a definition's policy allows is refused (docs/privacy.md). A project of many
    definitions takes the library shape (docs/dbt.md).

    \b
    Example:
        syndrome compile --project-dir surveillance
    """
    report = compile_project(
        project_dir,
        check=check,
        processes=os.cpu_count() or 1,
        shape=None if shape == "auto" else Shape(shape),
    )
    if output_format == "json":
        print_json(asdict(report))
    else:
        stdout().line(_sentence(report, check))
    if check and report.is_stale:
        sys.exit(FINDINGS)


def _sentence(report: CompileReport, check: bool) -> str:
    library = f"{report.definitions} definitions, {report.models} models, {report.shape} shape"
    if not report.is_stale:
        return f"{library}: up to date"
    if check:
        return f"{library}: stale, {report.written} files to write, {report.removed} to remove"
    return f"{library}: {report.written} files written, {report.removed} removed"
