"""``syndrome fmt``: queries in the canonical layout."""

from __future__ import annotations

import codecs
import difflib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import click

from transpiler.cli import completion
from transpiler.cli.given import STDIN, read_standard_input
from transpiler.cli.json_output import diagnostic_as_json, print_record
from transpiler.cli.output import (
    FINDINGS,
    UNUSABLE,
    format_option,
    print_diagnostics,
    print_document,
    refuse,
    stderr,
    stdout,
)
from transpiler.definition import DefinitionError, Diagnostic
from transpiler.definition.document import read_document
from transpiler.definition.printing import shown_path
from transpiler.parsing import Mode, find_definitions
from transpiler.parsing.rewrite import Rewritten, rewrite_document, rewrite_query
from transpiler.writing import replace_file

_INPUT: Final = "<standard input>"


@dataclass(frozen=True, slots=True)
class _Formatted:
    """A file or standard input, before and after."""

    name: str
    before: str
    after: Rewritten

    @property
    def is_changed(self) -> bool:
        return self.before != self.after.text


@click.command("fmt")
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", shell_complete=completion.files
)
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option("--repair", is_flag=True, help="Mend faults that have one plausible meaning.")
@format_option("text", "json")
def command(
    *, paths: tuple[str, ...], check: bool, diff: bool, repair: bool, output_format: str
) -> None:
    r"""Rewrite queries in the canonical layout: one clause a line, long lists filled.

    PATH is a definition file or a folder of them; only the queries change, all else stays to the
    byte, and so does a query that is its source's to the letter (source.verbatim). With - a bare
    query is read from standard input and printed. Formatting never changes what a query means;
    --repair may, and lists every change.

    Exit codes: 0 done, 1 files would change (--check), 2 a query that cannot be read.

    \b
    Examples:
        syndrome fmt definitions/
        syndrome fmt --check --diff my_definition.yml
        echo '^fever^ OR ^chills^' | syndrome fmt --repair -
    """
    mode = Mode.REPAIR if repair else Mode.STRICT
    formatted: list[_Formatted] = []
    findings: list[Diagnostic] = []
    for name in _names(paths):
        try:
            formatted.append(_format(name, mode))
        except DefinitionError as error:
            findings += error.diagnostics
    for one in formatted:
        print_diagnostics(one.after.repairs)
        if diff and output_format == "text":
            for line in _diff(one):
                stdout().line(line)
        if not check and not diff:
            _write(one, is_shown=output_format == "text")
        elif check and one.is_changed:
            stderr().line(f"would change: {shown_path(one.name)}")
    print_diagnostics(findings)
    if output_format == "json":
        print_record(
            files=[_record(one, diff) for one in formatted],
            errors=list(map(diagnostic_as_json, findings)),
        )
    if findings:
        sys.exit(UNUSABLE)
    if check and any(one.is_changed for one in formatted):
        sys.exit(FINDINGS)


def _names(paths: tuple[str, ...]) -> list[str]:
    """Return standard input and all files, those in folders too."""
    files = [path for path in paths if path != STDIN]
    try:
        found = [str(path) for path in find_definitions(files)]
    except DefinitionError as error:
        refuse(error)
    return [STDIN, *found] if STDIN in paths else found


def _format(name: str, mode: Mode) -> _Formatted:
    if name == STDIN:
        text = read_standard_input()
        return _Formatted(_INPUT, text, rewrite_query(text, mode))
    document = read_document(name)
    return _Formatted(name, document.text, rewrite_document(document, mode))


def _record(one: _Formatted, diff: bool) -> dict[str, Any]:
    record: dict[str, Any] = {
        "path": one.name,
        "is_changed": one.is_changed,
        "repairs": list(map(diagnostic_as_json, one.after.repairs)),
    }
    if one.name == _INPUT:
        record["text"] = one.after.text
    if diff:
        record["diff"] = list(_diff(one))
    return record


def _write(one: _Formatted, *, is_shown: bool) -> None:
    if one.name == _INPUT:
        if is_shown:
            print_document(one.after.text)
    elif one.is_changed:
        path = Path(one.name)
        mark = codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""
        replace_file(path, mark + one.after.text.encode())
        stderr().line(f"changed: {shown_path(one.name)}")


def _diff(one: _Formatted) -> Iterator[str]:
    """Yield what would change, a line each."""
    return difflib.unified_diff(
        one.before.splitlines(),
        one.after.text.splitlines(),
        fromfile=one.name,
        tofile=one.name,
        lineterm="",
    )
