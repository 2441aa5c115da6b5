"""The ``--column`` option of the commands that read a file of visits."""

from __future__ import annotations

from collections.abc import Callable

import click


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
