"""What the commands share: formats, colour, progress, and how they end.

Results go to standard output, everything else to standard error. Colour and progress bars appear
on terminals only.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.diagnostics import printable

FINDINGS = 1
"""Exit code: the command worked and found something to act on."""
UNUSABLE = 2
"""Exit code: wrong usage, or an input that cannot be used."""

_UNBOUNDED = 10_000
"""How many columns a file or a pipe has: more than any table asks for."""

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
"""The colour of each severity on a terminal."""


def format_option(*formats: str) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return the ``--format`` option; the first of ``formats`` is the default."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(formats or ("text", "json")),
        default=(formats or ("text",))[0],
        show_default=True,
        help="How to print the result.",
    )


def stdout() -> Console:
    """Return the console for results; it wraps nothing, tables neither, when it is no terminal."""
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal else _UNBOUNDED
    return Console(highlight=False, soft_wrap=not is_terminal, width=width)


def stderr() -> Console:
    """Return the console for diagnostics and progress."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def progress() -> Progress:
    """Return a progress bar on standard error, which shows on a terminal only."""
    console = stderr()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def print_json(value: Any) -> None:
    """Print ``value`` as JSON, one document on standard output.

    Characters without a picture are escaped, those beyond ASCII too: a terminal may be reading.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo("\n".join(_escaped(line) for line in text.split("\n")))


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(found if found.isprintable() else json.dumps(found)[1:-1] for found in line)


def print_diagnostics(found: Iterable[Diagnostic]) -> None:
    """Print diagnostics on standard error, coloured by severity."""
    console = stderr()
    for diagnostic in found:
        headline, *rest = diagnostic.render().split("\n")
        console.print(headline, style=COLOURS[diagnostic.severity], markup=False)
        for line in rest:
            console.print(line, markup=False)


def diagnostic_as_json(found: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as JSON-ready values."""
    return asdict(found)


def describe(error: OSError) -> str:
    """Return what the system could not do, and with which file where it says so."""
    reason = error.strerror or type(error).__name__
    return reason if error.filename is None else f"{error.filename}: {reason}"


def refuse(error: DefinitionError | str) -> NoReturn:
    """Say why an input cannot be used, and end with exit code 2."""
    if isinstance(error, DefinitionError):
        print_diagnostics(error.diagnostics)
    else:
        told = "\n".join(map(printable, error.split("\n")))
        stderr().print(f"error: {told}", style="red", markup=False)
    sys.exit(UNUSABLE)
