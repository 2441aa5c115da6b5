"""``syndrome import``: published definitions → definition files."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click
from rich.text import Text

from transpiler.cli import completion
from transpiler.cli.json_output import diagnostic_as_json, print_record
from transpiler.cli.output import (
    FINDINGS,
    Rows,
    counted,
    format_option,
    print_diagnostics,
    progress,
    refuse,
    stderr,
    stdout,
)
from transpiler.definition import DefinitionError, Severity
from transpiler.definition.printing import shown_path
from transpiler.importing import Imported, ImportOutcome, import_definitions

_WIDE: Final = 160
"""The width of the table where there is no terminal to fit it to."""

_COLOURS = {
    ImportOutcome.CLEAN: "green",
    ImportOutcome.REPAIRED: "yellow",
    ImportOutcome.DOUBTFUL: "magenta",
    ImportOutcome.REFUSED: "red",
}


@click.command("import")
@click.argument("sources", nargs=-1, required=True, shell_complete=completion.files)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("definitions"),
    show_default=True,
    help="The folder for <name>/v<version>.yml.",
)
@click.option("--title", default="", help="The title of a definition given as an address.")
@click.option("--overwrite", is_flag=True, help="Write over files that differ.")
@format_option("text", "json")
def command(
    sources: tuple[str, ...], output: Path, title: str, overwrite: bool, output_format: str
) -> None:
    r"""Turn published definitions into definition files.

    SOURCES are files or folders of them: .txt and .md (a page, a query with the prose in front of
    it, ESSENCE addresses, a Markdown table), .html (a saved page), .csv, .tsv, .xlsx and .rds (a
    definition a row), .jsonl and .json (a definition a record), .R and .py (the strings of a
    program); or addresses of ESSENCE themselves, between quotation marks. Fields,
    parts, ages and versions are taken from titles, prose and parameters; every file says under meta
    what was inferred and done, and under repairs what was changed. What cannot be used is refused
    and does not stop the rest. The exit code is 1 where something was refused or is doubtful.

    \b
    Example:
        syndrome import published.jsonl --output definitions
        syndrome import "https://…?CCDDParsedFreeText=%5Efall%5E" --title "Falls v1"
    """
    done: list[Imported] = []
    try:
        with progress() as bar:
            task = bar.add_task("definitions", total=None)
            for imported in import_definitions(sources, output, title=title, overwrite=overwrite):
                done.append(imported)
                bar.advance(task)
    except DefinitionError as error:
        refuse(error)
    if output_format == "json":
        print_record(definitions=[_as_json(imported) for imported in done])
    else:
        for imported in done:
            print_diagnostics(
                found
                for found in imported.diagnostics
                if found.severity is Severity.ERROR or imported.outcome is ImportOutcome.DOUBTFUL
            )
        stdout().table(_table(done), width=_WIDE)
        _print_summary(done, output)
    unsure = (ImportOutcome.REFUSED, ImportOutcome.DOUBTFUL)
    sys.exit(FINDINGS if any(found.outcome in unsure for found in done) else 0)


def _table(done: list[Imported]) -> Rows:
    table = Rows()
    table.add_column("outcome")
    table.add_column("definition", no_wrap=True)
    table.add_column("fields", overflow="fold")
    table.add_column("repairs", justify="right")
    table.add_column("two readings", justify="right")
    table.add_column("done to it", overflow="fold")
    for imported in done:
        outcome = Text(imported.outcome.value, _COLOURS[imported.outcome])
        definition = imported.definition
        if definition is None:
            table.add_row(outcome, imported.title or imported.origin, "", "", "", "")
            continue
        parts = [", ".join(part.fields) for part in definition.parts]
        table.add_row(
            outcome,
            definition.identifier,
            " and ".join(parts),
            str(len(definition.repairs) or ""),
            str(_mixed_levels(imported) or ""),
            "; ".join(_noted(imported).get("done", ())),
        )
    return table


def _print_summary(done: list[Imported], output: Path) -> None:
    counts = Counter(imported.outcome for imported in done)
    told = ", ".join(
        f"{counts[outcome]} {outcome.value}"
        for outcome in ImportOutcome
        if counts[outcome] or outcome is not ImportOutcome.DOUBTFUL
    )
    stderr().line(f"{counted(len(done), 'definition')}: {told}; written to {shown_path(output)}")


def _mixed_levels(imported: Imported) -> int:
    """Return on how many levels the two readings of precedence differ."""
    definition = imported.definition
    if definition is None:
        return 0
    return sum(len(part.query.mixed_levels) for part in definition.parts)


def _noted(imported: Imported) -> dict[str, Any]:
    """Return what the definition file notes about its import; nothing where it was refused."""
    definition = imported.definition
    return dict(dict(definition.meta)["imported"]) if definition else {}


def _as_json(imported: Imported) -> dict[str, Any]:
    definition = imported.definition
    return {
        "origin": imported.origin,
        "title": imported.title,
        "outcome": imported.outcome,
        "path": str(imported.path) if imported.path else None,
        "name": definition.name if definition else None,
        "version": definition.version if definition else None,
        "parts": [list(part.fields) for part in definition.parts] if definition else [],
        "mixed_levels": _mixed_levels(imported),
        "repairs": [asdict(repair) for repair in definition.repairs] if definition else [],
        "done": _noted(imported).get("done", []),
        "left_out": _noted(imported).get("left_out", {}),
        "inferred": _noted(imported).get("inferred", {}),
        "diagnostics": [diagnostic_as_json(found) for found in imported.diagnostics],
    }
