"""``syndrome diff``: what changed between two definitions: terms, logic, counts."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from transpiler.classifying.changed import count_changes
from transpiler.cli import completion
from transpiler.cli.diff_output import as_json, print_report
from transpiler.cli.given import STDIN, read_given
from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.output import (
    FINDINGS,
    format_option,
    refuse,
)
from transpiler.cli.visit_options import FieldName, columns_option, print_intake, unreadable_option
from transpiler.comparing import Verdict, difference_between
from transpiler.definition import Definition, DefinitionError, Precedence
from transpiler.parsing import parse_query
from transpiler.visit_files import ColumnMapping


@click.command("diff")
@click.argument("old", shell_complete=completion.files)
@click.argument("new", shell_complete=completion.files)
@click.option("--query", "are_queries", is_flag=True, help="OLD and NEW are queries, not files.")
@click.option(
    "--field",
    "fields",
    type=FieldName(),
    multiple=True,
    metavar="FIELD",
    help="What queries are asked of, such as ccdd_parsed; any one field suffices.",
)
@click.option(
    "--old-precedence",
    type=click.Choice([found.value for found in Precedence]),
    help="How OLD is read, whatever its file says.",
)
@click.option(
    "--new-precedence",
    type=click.Choice([found.value for found in Precedence]),
    help="How NEW is read, whatever its file says.",
)
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV or Parquet file of visits to count on.",
)
@columns_option()
@unreadable_option()
@library_option()
@format_option("text", "json")
def command(
    *,
    old: str,
    new: str,
    are_queries: bool,
    fields: tuple[str, ...],
    old_precedence: str | None,
    new_precedence: str | None,
    visits: Path | None,
    columns: ColumnMapping,
    unreadable: float,
    output_format: str,
) -> None:
    r"""Say what changed from the definition OLD to the definition NEW.

    Which terms were added, removed or moved; whether the two take the same visits, proved, or a
    made-up visit for each direction in which they do not; and on a file of visits how many are
    kept, lost and gained, and by which terms. No text of a visit is shown, and no count of 1 to 10.

    OLD and NEW are definition files; - is standard input. The exit code is 0 where both take the
    same visits and 1 where they do not.

    \b
    Examples:
        syndrome diff definitions/fall/v1.yml definitions/fall/v2.yml --visits visits.parquet
        syndrome diff v1.yml v1.yml --new-precedence sequential
        syndrome diff --query '^sex^' '^sexual^,or,^rape^'
    """
    if old == new == STDIN:
        refuse("only one of OLD and NEW can be standard input")
    try:
        before = _read(old, old_precedence, fields, is_query=are_queries)
        after = _read(new, new_precedence, fields, is_query=are_queries)
        difference = difference_between(before, after)
        counts = (
            count_changes(visits, difference.old, difference.new, columns, unreadable)
            if visits
            else None
        )
    except DefinitionError as error:
        refuse(error)
    if counts is not None:
        print_intake(counts.intake, counts.warnings)
    if output_format == "json":
        print_record(**as_json(difference, counts))
    else:
        print_report(difference, counts)
    sys.exit(0 if difference.comparison.verdict is Verdict.EQUAL else FINDINGS)


def _read(
    given: str, precedence: str | None, fields: tuple[str, ...], *, is_query: bool
) -> Definition:
    """Read a definition file or a query, under ``precedence`` where that is given.

    Raises:
        DefinitionError: it cannot be used.
    """
    found = read_given(given, is_query=is_query, fields=fields)
    definition = found.definition
    if precedence is None or precedence == definition.precedence:
        return definition
    reading = Precedence(precedence)
    if found.loaded is not None:
        return found.loaded.read_as(reading)
    parts = (
        replace(part, query=parse_query(part.query.text, precedence=reading))
        for part in definition.parts
    )
    return replace(definition, precedence=reading, parts=tuple(parts))
