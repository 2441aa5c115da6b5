"""How many visits of a file each clause of a definition takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from transpiler.classifying import ROUNDED_TO, SMALLEST_COUNT, classify, rounded
from transpiler.cli.output import describe, progress, refuse
from transpiler.cli.visit_options import print_intake
from transpiler.definition import Clause, Definition, Filters, Part, Policy, clauses
from transpiler.visit_files import ColumnMapping

COUNT_NOTE: Final = (
    f"Counts of visits in which a clause holds, in any of its fields, rounded to {ROUNDED_TO}; "
    f"fewer than {SMALLEST_COUNT} are not shown. Age and other filters are not asked."
)
"""What the counts are."""


def count_clauses(
    path: Path, definition: Definition, columns: ColumnMapping, unreadable: float
) -> dict[tuple[int, str], str]:
    """Return (part, clause number) → how many visits the clause holds in, as shown.

    Args:
        path: a CSV or Parquet file of visits.
        definition: whose clauses are counted.
        columns: where the file has what is read, if not under its own name.
        unreadable: how many per cent of the values of a column may be unreadable.

    Raises:
        DefinitionError: a field has no column, or the file cannot be read.
    """
    places = [
        (number, clause)
        for number, part in enumerate(definition.parts, start=1)
        for clause in clauses(part.query.root)
    ]
    asked = [
        _as_definition(definition.parts[number - 1], clause, place)
        for place, (number, clause) in enumerate(places, start=1)
    ]
    try:
        with progress() as bar:
            task = bar.add_task("visits", total=None)
            found = classify(
                path,
                asked,
                columns=columns,
                unreadable=unreadable,
                on_progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except OSError as error:
        refuse(describe(error, path))
    print_intake(found.intake, found.warnings)
    return {
        (number, clause.number): rounded(found.matched[one.identifier])
        for (number, clause), one in zip(places, asked, strict=True)
    }


def _as_definition(part: Part, clause: Clause, place: int) -> Definition:
    """Return a clause as a definition of its own, asked of the fields of its part."""
    query = replace(part.query, root=clause.node)
    return Definition(
        name="clause",
        version=place,
        policy=Policy.STANDARD,
        parts=(Part(part.fields, query, declared=part.declared),),
        filters=Filters(),
    )
