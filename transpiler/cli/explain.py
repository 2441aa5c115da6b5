"""``syndrome explain``: a definition in plain words, and what it does with a text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from transpiler.cli import completion
from transpiler.cli.clause_counts import COUNT_NOTE, count_clauses
from transpiler.cli.explain_output import (
    print_answers,
    print_heading,
    print_mixed_levels,
    print_outline,
)
from transpiler.cli.given import STDIN, Given, read_given, read_standard_input
from transpiler.cli.json_output import print_record
from transpiler.cli.library_option import library_option
from transpiler.cli.output import format_option, print_document, refuse, stderr
from transpiler.cli.visit_options import FieldName, columns_option, unreadable_option
from transpiler.codes import MISSING_LIBRARY, load_index
from transpiler.definition import Definition, Precedence
from transpiler.definition.printing import printable
from transpiler.explaining import (
    combination_in_words,
    is_laid_out,
    laid_out,
    outline,
    outline_record,
    render_page,
    taken_apart,
    trace,
    trace_record,
)
from transpiler.parsing import parse_query
from transpiler.visit_files import ColumnMapping


@click.command("explain")
@click.argument("path", metavar="PATH", shell_complete=completion.files)
@click.option("--query", "is_query", is_flag=True, help="PATH is a query, not a file.")
@click.option(
    "--text",
    help="Say what the definition does with this text, as a field has it or as a complaint is "
    "typed; - is standard input.",
)
@click.option("--codes", help="The diagnosis codes beside a complaint that --text gives.")
@click.option(
    "--field",
    type=FieldName(may_be_declared=True),
    metavar="FIELD",
    help="The field that holds the text as it is; by default the definition's first.",
)
@click.option(
    "--visits",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV or Parquet file of visits; each clause is counted in it.",
)
@columns_option()
@unreadable_option()
@library_option()
@format_option("text", "json", "html")
def command(
    *,
    path: str,
    is_query: bool,
    text: str | None,
    codes: str | None,
    field: str | None,
    visits: Path | None,
    columns: ColumnMapping,
    unreadable: float,
    output_format: str,
) -> None:
    r"""Explain the definition at PATH in plain words, with the codes behind its patterns.

    PATH is a definition file; - is standard input. With --text it says which terms match where,
    what each clause comes to, and which negation vetoes; where the other reading of precedence
    gives another answer, it shows both. Clauses have the numbers by which evidence names them. The
    html format is one page that needs no network and tries texts by itself.

    A text that is not laid out as the field has it, and what --codes gives, is taken as a complaint
    and codes, and the fields are built of them as the dbt models do; a note says how.

    \b
    Examples:
        syndrome explain definitions/fall/v1.yml --text "FALLING OUT WITH FAMILY | ;W109;"
        syndrome explain definitions/fall/v1.yml --text "Fell, hurt wrist" --codes "W19.XXXA"
        syndrome explain definitions/fall/v1.yml --format html > fall.html
        syndrome explain --query '^fall^,or,^fell^,andnot,^fallopian^'
    """
    if text == STDIN and path == STDIN:
        refuse("only one of PATH and --text can be standard input")
    if field is not None and text is None:
        refuse("--field says where --text stands; give --text too")
    if field is not None and codes is not None:
        refuse("--field takes a text as it is, --codes a complaint and codes; give one of them")
    if (text is not None or codes is not None) and output_format == "html":
        refuse("the page tries texts by itself; leave --text out")
    given = read_given(path, is_query=is_query)
    definition = given.definition
    index = load_index()
    if index is None:
        stderr().line(f"note: {MISSING_LIBRARY}", "cyan")
    readings = (definition, *_other_reading(given))
    counts = count_clauses(visits, definition, columns, unreadable) if visits is not None else None
    if output_format == "html":
        note = COUNT_NOTE if counts is not None else ""
        page = render_page(
            definition, index, other_readings=readings[1:], counts=counts, count_note=note
        )
        print_document(page, is_whole=True)
        return
    outlines = outline(definition, index)
    traces = None
    if text is not None or codes is not None:
        value = read_standard_input() if text == STDIN else text
        visit = _visit(definition, field, value, codes)
        traces = [trace(reading, visit) for reading in readings]
    if output_format == "json":
        record = _heading_record(definition)
        record["parts"] = [outline_record(part, counts) for part in outlines]
        record["boxes"] = record["parts"]  # the name until 0.2
        if traces is not None:
            record["readings"] = [
                {"precedence": reading.precedence.value, **trace_record(found)}
                for reading, found in zip(readings, traces, strict=True)
            ]
        print_record(**record)
        return
    print_heading(definition)
    if traces is not None:
        print_answers(readings, traces, [outline(reading, index) for reading in readings])
        return
    for part in outlines:
        print_outline(part, len(outlines), counts=counts)
    print_mixed_levels(definition)


def _other_reading(given: Given) -> tuple[Definition, ...]:
    """Return the definition under the other precedence, where a level is read differently by it."""
    definition = given.definition
    own = definition.as_written or definition
    if not any(part.query.mixed_levels for part in own.parts):
        return ()
    is_tight = definition.precedence is Precedence.TIGHT
    precedence = Precedence.SEQUENTIAL if is_tight else Precedence.TIGHT
    if given.loaded is not None:
        return (given.loaded.read_as(precedence),)
    parts = tuple(
        replace(part, query=parse_query(part.query.text, precedence=precedence))
        for part in definition.parts
    )
    return (replace(definition, precedence=precedence, parts=parts),)


def _visit(
    definition: Definition, field: str | None, text: str | None, codes: str | None
) -> dict[str, str | None]:
    """Return the fields that a text and codes give; a note says what is not taken as it is."""
    fields = tuple(definition.fields()) or ("",)
    if field is not None and field not in fields:
        if definition.is_bare:
            refuse("a query is asked of one text and has no fields; leave --field out")
        refuse(f"the definition is not asked of {field}; it is asked of {', '.join(fields)}")
    own = field or fields[0]
    if codes is None and text is not None and (field or is_laid_out(own, text)):
        return {own: text}
    complaint = text
    if codes is None:
        complaint, codes = taken_apart(text or "")
    built = laid_out(complaint, codes)
    visit = {name: built[name] for name in fields if name in built}
    if definition.is_bare:
        visit = {"": built["ccdd_parsed"]}
    if not visit:
        refuse(f"no complaint and codes stand in {', '.join(fields)}; give --text and --field")
    said = [
        f"{what} “{printable(given)}”"
        for what, given in (("complaint", complaint), ("codes", codes))
        if given is not None
    ]
    stderr().line(
        f"note: taken as {' and '.join(said) or 'nothing'}, laid out as the models do", "cyan"
    )
    return visit


def _heading_record(definition: Definition) -> dict[str, object]:
    return {
        "name": definition.name,
        "version": definition.version,
        "title": definition.title,
        "policy": definition.policy.value,
        "precedence": definition.precedence.value,
        "references": [
            {
                "name": reference.definition.name,
                "version": reference.definition.version,
                "is_negation": reference.is_negation,
                "called": reference.called,
            }
            for reference in definition.references
        ],
        "combination": combination_in_words(definition),
        "mixed_levels": [
            {"tight": level.tight, "sequential": level.sequential}
            for part in definition.parts
            for level in part.query.mixed_levels
        ],
    }
