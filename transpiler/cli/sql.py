"""``syndrome sql``: the SQL of a definition."""

from __future__ import annotations

import click

from transpiler.cli import completion
from transpiler.cli.given import read_given
from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.output import format_option, print_document, refuse
from transpiler.definition import BY_NAME, FILTER_NAMES, Definition, DefinitionError
from transpiler.definition.nearest import did_you_mean
from transpiler.dialects import DIALECTS
from transpiler.emitting import to_select, to_sql
from transpiler.emitting.select import VISIT_ID, VISITS
from transpiler.library import as_one_query, search_steps

_TEXT = "text"


@click.command("sql")
@click.argument("path", metavar="PATH", shell_complete=completion.files)
@click.option("--query", "is_query", is_flag=True, help="PATH is a query, not a file.")
@click.option(
    "--dialect",
    type=click.Choice(list(DIALECTS)),
    default=next(iter(DIALECTS)),
    show_default=True,
    help="The engine that will run it.",
)
@click.option("--expression", is_flag=True, help="Print the boolean expression alone.")
@click.option(
    "--column",
    "columns",
    metavar="[FIELD=]COLUMN",
    shell_complete=completion.fields_with_columns,
    multiple=True,
    help="The column that holds a field, where it does not have the field's name; without FIELD=,"
    " the column of a query's text.",
)
@click.option("--table", help=f"The table of visits, qualified or not. [default: {VISITS}]")
@click.option("--key", help=f"The column that tells visits apart. [default: {VISIT_ID}]")
@click.option("--folded", is_flag=True, help="The columns hold text that is folded already.")
@click.option(
    "--kept-tokens",
    "kept",
    metavar="FIELD",
    shell_complete=completion.fields,
    multiple=True,
    help="A field whose tokens the dbt project keeps: only visits that can match are read.",
)
@library_option()
@format_option("text", "json")
def command(
    *,
    path: str,
    is_query: bool,
    dialect: str,
    expression: bool,
    columns: tuple[str, ...],
    table: str | None,
    key: str | None,
    folded: bool,
    kept: tuple[str, ...],
    output_format: str,
) -> None:
    r"""Print the SQL of the definition at PATH.

    PATH is a definition file; - is standard input. The query has one row for each visit of the
    table: its key, and is_match, which is TRUE or FALSE and never NULL. A bare query is asked of
    the column "text" unless --column names another. With --kept-tokens the query
    is for the tables int_kept_tokens and int_kept_texts of a project that keeps the tokens of the
    fields named (docs/dbt.md), and has one row for each visit that matches.

    \b
    Examples:
        syndrome sql definitions/fall/v1.yml --dialect postgres
        syndrome sql definitions/fall/v1.yml --table raw.encounters --key encounter_id
        syndrome sql --query '^fall^,andnot,^fallopian^' --expression --column v.complaint
    """
    try:
        given = read_given(path, is_query=is_query)
        definition = given.definition
        if kept:
            if expression or columns or table or key or definition.is_bare:
                refuse("--kept-tokens is for definition files, and names its own tables")
            sql = _search(definition, dialect, kept)
        else:
            if expression and (table or key):
                refuse("--expression prints no table and no key")
            named = _columns(columns, is_bare=definition.is_bare)
            if isinstance(named, dict):
                _refuse_unknown(named, definition)
            if expression:
                sql = to_sql(definition, dialect, named, folded=folded)
            else:
                names = {"visits": table or VISITS, "key": key or VISIT_ID}
                sql = to_select(definition, dialect, named, folded=folded, **names)
    except DefinitionError as error:
        refuse(error)
    if output_format == "json":
        print_record(dialect=dialect, is_expression=expression, sql=sql)
    else:
        print_document(sql)


def _search(definition: Definition, dialect: str, kept: tuple[str, ...]) -> str:
    """Return the query for the tables that keep the tokens of the fields ``kept``."""
    missing = [field for field in definition.fields() if field not in kept]
    if missing:
        refuse(f"the definition reads {', '.join(missing)}, whose tokens are not kept")
    relations = {"texts": "int_kept_texts", "tokens": "int_kept_tokens"}
    return as_one_query(search_steps(definition, dialect, relations=relations), dialect)


def _refuse_unknown(named: dict[str, str], definition: Definition) -> None:
    """Refuse a column for what no definition reads; a field that this one does not read may be."""
    known = dict.fromkeys((*BY_NAME, *FILTER_NAMES, *definition.fields()))
    for name in named:
        if name not in known:
            refuse(f"--column {name}: no such field.{did_you_mean(name, known)}")


def _columns(values: tuple[str, ...], *, is_bare: bool) -> str | dict[str, str]:
    """Return what ``--column`` gave, in the form that `to_sql` takes."""
    alone = [value for value in values if "=" not in value]
    if len(alone) > 1 or (alone and len(values) > 1):
        refuse("a column without a field can only be given once, and alone")
    if alone:
        return alone[0]
    if is_bare and not values:
        return _TEXT
    return dict(value.split("=", 1) for value in values)
