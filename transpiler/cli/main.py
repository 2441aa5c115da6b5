"""The ``syndrome`` command and the list of its subcommands."""

from __future__ import annotations

import errno
import gc
import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import click

from transpiler import __version__
from transpiler.cli.ending import ending_in_order
from transpiler.cli.json_output import note_arguments, print_errors
from transpiler.cli.output import describe, refuse
from transpiler.definition import DefinitionError, Diagnostic, Severity
from transpiler.definition.nearest import did_you_mean
from transpiler.definition.printing import one_line

COMMANDS: Final = {
    "attack": "whether anything withheld follows from all that a project has published",
    "catalogue": "a library as pages: a list with a search, a page for each definition",
    "check": "parse and lint definitions",
    "classify": "flag the visits of a CSV or Parquet file, on DuckDB, without dbt",
    "compile": "write the dbt models of a library of definitions",
    "demo": "the main job end to end on DuckDB, on generated visits",
    "diff": "what changed between two definitions: terms, logic, counts",
    "explain": "a definition in plain words; with a text, what matched and what vetoed",
    "fmt": "rewrite queries in the canonical layout",
    "import": "published definitions → definition files, with repairs listed",
    "init": "start a project of your own that builds at once",
    "list": "the definitions of a library, a line each",
    "publish": "build a project, and tell more where a solver proves that it may be told",
    "report": "what a built project publishes, as one HTML page",
    "sql": "the SQL of a definition, for one dialect",
    "sync": "a library against a new export: what changed, proved; new versions as files",
    "url": "a definition as an address of ESSENCE",
    "verify": "the same visits through the evaluator and every engine available",
    "visits": "write generated visits to a file",
}
"""Every subcommand and its one-line help. Each lives in the file of its name (``import`` in
``import_.py``) and is loaded when it is called, so that ``syndrome --help`` answers at once."""


_EXTRAS: Final = ("duckdb",)
"""Packages that are extras of their own name. What other extras bring is looked for beforehand."""


_COLLECTED_AFTER: Final = (200_000, 30, 30)
"""When Python looks for garbage in circles, as `gc.set_threshold` takes it. A command makes trees
of many small objects and keeps them; by default, looking through them again and again takes a fifth
of a long ``compile``."""


class _Commands(click.Group):
    """Subcommands that load when called, and end alike when a definition cannot be used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        name = {"import": "import_"}.get(cmd_name, cmd_name)
        command = importlib.import_module(f"transpiler.cli.{name}").command
        assert isinstance(command, click.Command)
        if command.help is not None:
            # docstrings are raw, and click's mark of lines to leave as they are is one character
            command.help = command.help.replace("\\b\n", "\b\n")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            ctx.fail(f"No such command {name!r}.{did_you_mean(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        with _wrong_usage_on_one_line():
            return super().make_context(info_name, args, parent, **extra)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        note_arguments(ctx, args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        _speak_utf_8()
        gc.set_threshold(*_COLLECTED_AFTER)
        try:
            with ending_in_order(), _wrong_usage_on_one_line():
                return super().invoke(ctx)
        except click.UsageError as error:
            print_errors([Diagnostic("", Severity.ERROR, error.message)])
            raise
        except DefinitionError as error:
            refuse(error)
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] == "transpiler":
                raise
            package = error.name.partition(".")[0]
            hint = f"; pip install 'syndrome-sql[{package}]' adds it" if package in _EXTRAS else ""
            refuse(f"this needs the Python package {package}, which is not installed here{hint}")
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever reads our output has gone; click ends quietly
                raise
            refuse(describe(error))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@contextmanager
def _wrong_usage_on_one_line() -> Iterator[None]:
    """Have click quote an argument as text, whatever it holds."""
    try:
        yield
    except click.UsageError as error:
        if isinstance(error, _HELP):
            raise
        raise click.UsageError(one_line(error.format_message()), error.ctx) from None


_HELP: Final = getattr(click.exceptions, "NoArgsIsHelpError", ())
"""What click ends with where no command is named: its message is the help, of many lines."""


def _speak_utf_8() -> None:
    """Have results be UTF-8 wherever they go, and nothing end because a terminal lacks a sign."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8")


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="syndrome")
def main() -> None:
    """Compile public-health syndrome definitions to SQL that runs inside the warehouse.

    Exit codes: 0 fine, 1 findings, 2 wrong usage or input, 128 and more: told to end by a signal.
    """
