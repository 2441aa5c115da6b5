"""What ``--format json`` prints: one document, laid out as ``output.schema.json`` says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import click

from transpiler.definition import Diagnostic

OUTPUT_SCHEMA_PATH: Final = Path(__file__).with_name("output.schema.json")
"""The JSON Schema of every document."""

SCHEMA_VERSION: Final = 1
"""The version of the documents: raised when a key changes or goes, not when one is added."""

_ASKED: Final = f"{__name__}.asked"
"""Where the contexts of a run note which command is to answer in JSON."""

_LOG_COMMAND = re.compile(r"##(?=\w*\[)")


def print_record(**record: Any) -> None:
    """Print the result of the command that runs, under its name and the version of the layout."""
    _print_versioned(click.get_current_context().command.name, record)


def print_errors(found: Iterable[Diagnostic]) -> None:
    """Print why a command cannot answer, if it was asked for JSON."""
    context = click.get_current_context(silent=True)
    command = context.meta.get(_ASKED) if context is not None else None
    if command is not None:
        _print_versioned(command, {"errors": list(map(diagnostic_as_json, found))})


def note_format(context: click.Context, _parameter: click.Parameter, value: str) -> str:
    """Remember whether the command is to answer in JSON; a callback of its option."""
    context.meta[_ASKED] = context.command.name if value == "json" else None
    return value


def note_arguments(context: click.Context, arguments: Sequence[str]) -> None:
    """Remember it from the arguments, for where they are wrong usage and no option is read."""
    if "--format=json" in arguments or ("--format", "json") in pairwise(arguments):
        context.meta[_ASKED] = next((one for one in arguments if not one.startswith("-")), "")


def diagnostic_as_json(found: Diagnostic) -> dict[str, Any]:
    """Return a diagnostic as JSON-ready values; one that has no code has None."""
    return asdict(found) | {"code": found.code or None}


def print_json(value: Any) -> None:
    """Print ``value`` as JSON, one document on standard output.

    Characters without a picture are escaped, those beyond ASCII too: a terminal may be reading.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo("\n".join(_escaped(line) for line in text.split("\n")))


def _print_versioned(command: str | None, record: dict[str, Any]) -> None:
    print_json({"schema_version": SCHEMA_VERSION, "command": command, **record})


def _escaped(line: str) -> str:
    line = _LOG_COMMAND.sub(r"#\\u0023", line)
    if line.isprintable():
        return line
    return "".join(found if found.isprintable() else json.dumps(found)[1:-1] for found in line)
