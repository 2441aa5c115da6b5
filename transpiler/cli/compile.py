"""``syndrome compile``: definitions → dbt models."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from transpiler.cli.json_output import print_record
from transpiler.cli.output import FINDINGS, counted, format_option, stdout
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
@click.option(
    "--output",
    help="The folder of generated files, below a folder of models. "
    "[default: the one compiled into before, or models/classification]",
)
@click.option("--overwrite", is_flag=True, help="Replace generated files that were edited, too.")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 where the models are stale.")
@format_option("text", "json")
def command(
    *,
    project_dir: Path,
    shape: str,
    output: str | None,
    overwrite: bool,
    check: bool,
    output_format: str,
) -> None:
    r"""Write the dbt models of a project's definitions.

    Reads definitions/**/*.yml and writes models/classification/: a model, its documentation and its
    unit test per definition. Files that would not change are left alone, and nothing is replaced or
    removed but files that it wrote and nobody has edited. A project that would publish more than a
    definition's policy allows, or cannot hold the models, is refused (docs/privacy.md). A project
    of many definitions takes the library shape (docs/dbt.md).

    \b
    Example:
        syndrome compile --project-dir surveillance
    """
    report = compile_project(
        project_dir,
        check=check,
        processes=os.cpu_count() or 1,
        shape=None if shape == "auto" else Shape(shape),
        output=output,
        overwrite=overwrite,
    )
    if output_format == "json":
        print_record(**asdict(report))
    else:
        for line in _lines(report, check):
            stdout().line(line)
    if check and report.is_stale:
        sys.exit(FINDINGS)


def _lines(report: CompileReport, check: bool) -> Iterator[str]:
    counts = f"{counted(report.definitions, 'definition')}, {counted(report.models, 'model')}"
    library = f"{counts}, {report.shape} shape"
    if not report.is_stale:
        yield f"{library}: up to date"
    elif not check:
        written = f"{counted(len(report.written), 'file')} written"
        yield f"{library}: {written}, {len(report.removed)} removed"
    else:
        to_write = f"{counted(len(report.written), 'file')} to write"
        yield f"{library}: stale, {to_write}, {len(report.removed)} to remove"
        for told, names in (("write", report.written), ("remove", report.removed)):
            yield from (f"  {told}  {report.folder}/{name}" for name in names)
        yield "run `syndrome compile`"
