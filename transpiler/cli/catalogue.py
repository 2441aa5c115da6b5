"""``syndrome catalogue``: a library as pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from transpiler.cataloguing import catalogue_entries, write_catalogue
from transpiler.cli.json_output import diagnostic_as_json, print_record
from transpiler.cli.output import (
    UNUSABLE,
    format_option,
    print_diagnostics,
    progress,
    refuse,
    stderr,
)
from transpiler.codes import MISSING_LIBRARY, load_index
from transpiler.definition import Definition, DefinitionError, Diagnostic
from transpiler.definition.printing import shown_path
from transpiler.lineage import read_lock
from transpiler.parsing import find_definitions, load_definition
from transpiler.parsing.shelf import Shelf


@click.command("catalogue")
@click.argument(
    "library", type=click.Path(file_okay=False, path_type=Path), default=Path("definitions")
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("catalogue"),
    show_default=True,
    help="The folder for index.html and a page for each definition.",
)
@click.option("--title", default="Syndrome definitions", show_default=True, help="The heading.")
@format_option("text", "json")
def command(library: Path, output: Path, title: str, output_format: str) -> None:
    r"""Write a library as pages: a list with a search, and a page for each definition.

    LIBRARY is a folder, by default definitions. A page has the definition in plain words with the
    titles of its codes, findings, versions with what changed, references both ways, and where it
    came from. The pages need no network and no server. A definition that cannot be read is left
    out and told; the exit code is then 2.

    \b
    Example:
        syndrome catalogue definitions --output public/catalogue --title "Our definitions"
    """
    definitions: list[Definition] = []
    findings: list[Diagnostic] = []
    try:
        lock = read_lock(library)
        files = find_definitions([library])
    except DefinitionError as error:
        refuse(error)
    shelf = Shelf([library])
    for file in files:
        try:
            definitions.append(load_definition(file, shelf))
        except DefinitionError as error:
            findings += error.diagnostics
    index = load_index()
    if index is None:
        stderr().line(f"note: {MISSING_LIBRARY}", "cyan")
    with progress() as bar:
        task = bar.add_task("definitions", total=len(definitions))
        entries = list(catalogue_entries(definitions, lock, index, done=lambda: bar.advance(task)))
    changed = write_catalogue(entries, output, title)
    print_diagnostics(findings)
    page = output / "index.html"
    if output_format == "json":
        print_record(
            path=str(page),
            definitions=len(entries),
            changed=changed,
            errors=list(map(diagnostic_as_json, findings)),
        )
    else:
        stderr().line(f"{len(entries)} definitions, {changed} files changed: {shown_path(page)}")
    if findings:
        sys.exit(UNUSABLE)
