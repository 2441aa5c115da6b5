"""Options that name fields; of commands that read a file of visits, options and what they say."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, cast

import click

from transpiler.cli import completion
from transpiler.cli.output import print_diagnostics, stderr
from transpiler.definition import BY_NAME, Diagnostic
from transpiler.definition.nearest import did_you_mean
from transpiler.visit_files import UNREADABLE_LIMIT, ColumnMapping, Intake, read_mapping_file


class FieldName(click.Choice[str]):
    """The name of a field; the nearest one is offered for another.

    Args:
        may_be_declared: whether a name that is like none may be one that the project declares.
    """

    def __init__(self, *, may_be_declared: bool = False) -> None:
        super().__init__(sorted(BY_NAME))
        self._may_be_declared = may_be_declared

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or fail."""
        meant = did_you_mean(value, BY_NAME)
        if value not in BY_NAME and not (self._may_be_declared and not meant):
            self.fail(f"no field is named {value!r}.{meant}", param, ctx)
        return value


def columns_option() -> Callable[[click.decorators.FC], click.decorators.FC]:
    """Return options that say where a file has what is read: ``columns``, a `ColumnMapping`."""

    def decorated(command: click.decorators.FC) -> click.decorators.FC:
        @functools.wraps(command)
        def called(
            *,
            columns_named: dict[str, str],
            columns_file: Path | None,
            diagnoses: Path | None,
            **given: Any,
        ) -> Any:
            mapping = read_mapping_file(columns_file) if columns_file else ColumnMapping()
            columns = replace(mapping, named=columns_named, diagnoses=diagnoses)
            return command(columns=columns, **given)

        for option in reversed(_COLUMN_OPTIONS):
            option(called)
        return cast("click.decorators.FC", called)

    return decorated


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


_COLUMN_OPTIONS: Final = (
    click.option(
        "--column",
        "columns_named",
        metavar="FIELD=COLUMN",
        shell_complete=completion.fields_with_columns,
        callback=_assignments,
        multiple=True,
        help="Which column holds a field, where its name does not say. Names of ESSENCE "
        "DataDetails (CCDDParsed, C_BioSense_ID) and of this project (ccdd_parsed, visit_id) are "
        "known.",
    ),
    click.option(
        "--columns",
        "columns_file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A dbt_project.yml, or a YAML file of its vars, whose syndrome_columns says what the "
        "columns are.",
    ),
    click.option(
        "--diagnoses",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="A CSV or Parquet file of one row per diagnosis, where --columns says that codes "
        "stand in rows of their own.",
    ),
)
