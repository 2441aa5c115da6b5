"""``syndrome list``: what a library holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import JustifyMethod
from rich.text import Text

from transpiler.cli.json_output import diagnostic_as_json, print_record
from transpiler.cli.library_option import library_option, shelf_with
from transpiler.cli.output import (
    UNUSABLE,
    Rows,
    format_option,
    print_diagnostics,
    refuse,
    stdout,
)
from transpiler.definition import Definition, DefinitionError, Diagnostic, terms
from transpiler.definition.printing import printable
from transpiler.lineage import LibraryPlace, LockEntry, library_places, place_notes, read_lock
from transpiler.parsing import find_definitions, load_definition


@click.command("list")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@library_option()
@format_option("text", "json")
def command(paths: tuple[Path, ...], output_format: str) -> None:
    r"""List definitions, a line each.

    PATHS are definition files or folders of them, by default the folder definitions. The status
    is what a file says under meta, else what the lock of syndrome sync says; docs/catalogue.md has
    the rules. The definition that takes the place of another is named behind it.

    \b
    Example:
        syndrome list dbt_project/definitions
    """
    try:
        files = find_definitions(paths or (Path("definitions"),))
    except DefinitionError as error:
        refuse(error)
    definitions: list[tuple[Path, Definition]] = []
    shelf = shelf_with(paths)
    findings: list[Diagnostic] = []
    for path in files:
        try:
            definitions.append((path, load_definition(path, shelf)))
        except DefinitionError as error:
            findings += error.diagnostics
    try:
        stand = library_places([place_notes(one) for _, one in definitions], _locks(paths))
    except DefinitionError as error:
        refuse(error)
    rows = [
        {"path": str(path), **_row(definition), **_standing(stand[definition.key])}
        for path, definition in definitions
    ]
    if output_format == "json":
        print_record(definitions=rows, errors=list(map(diagnostic_as_json, findings)))
    else:
        table = Rows()
        table.add_column("name", no_wrap=True)
        for heading in ("version", "title", "status", "superseded by", "policy", "fields", "terms"):
            is_cut = heading in ("title", "fields")
            justify: JustifyMethod = "right" if heading == "terms" else "left"
            table.add_column(heading, justify=justify, no_wrap=not is_cut)
        for row in rows:
            table.add_row(
                row["name"],
                str(row["version"]),
                _cut(row["title"]),
                row["status"],
                ", ".join(row["superseded_by"]),
                row["policy"],
                _cut(", ".join(row["fields"])),
                str(row["terms"]),
            )
        stdout().table(table)
    print_diagnostics(findings)
    if findings:
        sys.exit(UNUSABLE)


def _locks(paths: tuple[Path, ...]) -> dict[str, LockEntry]:
    """Return the entries of the locks of the folders among ``paths``."""
    folders = [path for path in paths or (Path("definitions"),) if path.is_dir()]
    return {title: entry for folder in folders for title, entry in read_lock(folder).items()}


def _standing(standing: LibraryPlace) -> dict[str, Any]:
    return {
        "family": standing.identity.family,
        "site": standing.identity.site or None,
        "status": standing.status.value,
        "supersedes": standing.supersedes,
        "superseded_by": list(standing.superseded_by),
        "validated_by": standing.validated_by or None,
    }


def _cut(text: str) -> Text:
    """Return a cell that ends in an ellipsis where the terminal is narrow."""
    return Text(printable(text), no_wrap=True, overflow="ellipsis")


def _row(definition: Definition) -> dict[str, Any]:
    return {
        "name": definition.name,
        "version": definition.version,
        "title": definition.title,
        "policy": definition.policy.value,
        "precedence": definition.precedence.value,
        "fields": list(definition.fields()),
        "terms": sum(1 for part in definition.parts for _ in terms(part.query.root)),
        "organization": definition.source.organization,
    }
