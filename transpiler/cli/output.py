"""What the commands share: formats, colour, progress, and how they end.

Everything that is printed goes through here, and a test holds the commands to it: a text is one
line of text, whatever it holds (`one_line`), and JSON has no character without a picture. Only what
a program reads (SQL, a page, workflow commands of our own) is printed as it is.

Results go to standard output, everything else to standard error. Colour and progress bars appear
on terminals only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NoReturn

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from transpiler.cli.json_output import note_format, print_errors
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.printing import one_line, shown_path

if TYPE_CHECKING:
    from rich.progress import Progress

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
        is_eager=True,
        callback=note_format,
        help="How to print the result.",
    )


class Rows(Table):
    """A table whose cells are lines of text, whatever they hold; a cell may have a style."""

    def __init__(self, *, title: str | None = None, caption: str | None = None) -> None:
        super().__init__(
            title=title,
            caption=caption,
            title_justify="left",
            caption_justify="left",
            box=None,
            pad_edge=False,
        )

    def add_row(self, *cells: Any, **options: Any) -> None:
        """Add a row of texts; anything else in a cell is a mistake."""
        super().add_row(*map(_one_line, cells), **options)


class Printer:
    """One of the two streams. A text is printed as one line, without markup."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def line(self, text: str | Text = "", style: str = "") -> None:
        """Print one line; line breaks within it are made visible."""
        self.console.print(_one_line(text, style))

    def table(self, table: Rows, *, width: int | None = None) -> None:
        """Print a table; ``width`` is for where there is no terminal to fit it to."""
        self.console.print(table, width=None if self.console.is_terminal else width)


def _one_line(text: str | Text, style: str = "") -> Text:
    """Return a text that `one_line` has made harmless, with its styles where they were."""
    if isinstance(text, str):
        return Text(one_line(text), style)
    text = text.copy()
    text.plain = one_line(text.plain)
    return text


def stdout() -> Printer:
    """Return the stream for results; it wraps nothing, tables neither, when it is no terminal."""
    is_terminal = sys.stdout.isatty()
    width = None if is_terminal else _UNBOUNDED
    return Printer(Console(highlight=False, emoji=False, soft_wrap=not is_terminal, width=width))


def stderr() -> Printer:
    """Return the stream for diagnostics and progress."""
    return Printer(Console(stderr=True, highlight=False, emoji=False, soft_wrap=True))


def print_document(text: str, *, is_whole: bool = False) -> None:
    """Print what a program reads, as it is: SQL, a query, a page, workflow commands of our own.

    Args:
        text: the document.
        is_whole: whether it ends as it has to, without another line break.
    """
    click.echo(text, nl=not is_whole)


def progress() -> Progress:
    """Return a progress bar on standard error, which shows on a terminal only."""
    from rich.progress import (  # noqa: PLC0415 (slow to import, and few commands need it)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    console = stderr().console
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )


def print_diagnostics(found: Iterable[Diagnostic]) -> None:
    """Print diagnostics on standard error, coloured by severity."""
    print_findings(found, stderr())


def print_findings(found: Iterable[Diagnostic], printer: Printer) -> None:
    """Print diagnostics, coloured by severity."""
    for diagnostic in found:
        headline, *rest = diagnostic.render().split("\n")
        printer.line(headline, COLOURS[diagnostic.severity])
        for line in rest:
            printer.line(line)


def counted(number: int, noun: str) -> str:
    """Return a number and its noun, with an ``s`` unless it is one."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def describe(error: OSError, path: object = None) -> str:
    """Return what the system could not do, and with which file: its own, or ``path``."""
    reason = error.strerror or type(error).__name__
    named = error.filename if error.filename is not None else path
    return reason if named is None else f"{shown_path(named)}: {reason}"


def refuse(error: DefinitionError | str) -> NoReturn:
    """Say why an input cannot be used, and end with exit code 2."""
    if isinstance(error, DefinitionError):
        print_diagnostics(error.diagnostics)
        print_errors(error.diagnostics)
    else:
        stderr().line(f"error: {error}", "red")
        print_errors([Diagnostic("", Severity.ERROR, error)])
    sys.exit(UNUSABLE)
