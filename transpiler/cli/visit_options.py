"""Options that name fields; of commands that read a file of visits, options and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from transpiler.cli import completion
from transpiler.cli.output import print_diagnostics, stderr
from transpiler.definition import BY_NAME, Diagnostic
from transpiler.definition.nearest import did_you_mean
from transpiler.visit_files import UNREADABLE_LIMIT, Intake


class FieldName(click.Choice[str]):
    """The name of a field; the nearest one is offered for another."""

    def __init__(self) -> None:
        super().__init__(sorted(BY_NAME))

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail."""
        if value not in BY_NAME:
            self.fail(f"no field is named {value!r}.{did_you_mean(value, BY_NAME)}", param, ctx)
        return value


def columns_option() -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return the option ``--column field=column``, which gives ``columns`` as a dictionary."""
    return click.option(
        "--column",
        "columns",
        metavar="FIELD=COLUMN",
        shell_complete=completion.fields_with_columns,
        callback=_assignments,
        multiple=True,
        help="Which column holds a field, where its name does not say. Names of ESSENCE "
        "DataDetails (CCDDParsed, C_BioSense_ID) and of this project (ccdd_parsed, visit_id) are "
        "known.",
    )


def unreadable_option() -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return the option ``--unreadable``, in per cent."""
    return click.option(
        "--unreadable",
        metavar="PERCENT",
        type=click.FloatRange(0, 100),
        default=UNREADABLE_LIMIT,
        show_default=True,
        help="How many per cent of the values of a column may be unreadable; more are refused.",
    )


def print_intake(intake: Intake, warnings: Iterable[Diagnostic]) -> None:
    """Print on standard error what came in with a file, and what is to be known of it."""
    print_diagnostics(warnings)
    for line in intake.lines():
        stderr().line(line)


def _assignments(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    columns: dict[str, str] = {}
    for value in values:
        field, _, column = value.partition("=")
        if not (field and column):
            raise click.BadParameter(f"{value!r} is not of the form field=column")
        columns[field] = column
    return columns
