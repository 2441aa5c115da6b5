"""The options of the commands that read a file of visits."""

from __future__ import annotations

from collections.abc import Callable

import click

from transpiler.visit_files import UNREADABLE_LIMIT


def columns_option() -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return the option ``--column field=column``, which gives ``columns`` as a dictionary."""
    return click.option(
        "--column",
        "columns",
        metavar="FIELD=COLUMN",
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
