"""One damaged file through ``classify``: the same flags, a refusal, or a warning."""

from __future__ import annotations

import contextlib
import csv
import io
import random
from dataclasses import dataclass
from pathlib import Path

from tests.damage.damages import MARKER, ON_BYTES, ON_ROWS, encoded, tidy
from transpiler.classifying import classify
from transpiler.definition import (
    AgeRange,
    Definition,
    DefinitionError,
    Filters,
    Part,
    Sex,
)
from transpiler.parsing import parse_query


def _definition(name: str, query: str, filters: Filters | None = None) -> Definition:
    parts = (Part(("ccdd_parsed",), parse_query(query)),)
    return Definition(name=name, parts=parts, filters=filters or Filters())


DEFINITIONS = (
    _definition("fall", "(,^fall^,or,^fell^,or,^;W1^,),andnot,^asleep^"),
    _definition("hypertension", "^;I10;^"),
    _definition("old", "^", Filters(age=AgeRange(65, None))),
    _definition("women", "^", Filters(sex=(Sex.FEMALE,))),
    _definition("emergency", "^pain^,or,^fever^", Filters(emergency_visit=True)),
)

Flags = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Outcome:
    """What came of a file.

    Attributes:
        flags: key and flags of each visit; None where the file was refused.
        told: all that was said of it.
        is_counted: whether a warning or a note counts something.
    """

    flags: Flags | None
    told: str
    is_counted: bool


@dataclass(frozen=True)
class Trial:
    """A damaged file and what came of it.

    Attributes:
        damages: what was done.
        outcome: what came of it.
        is_silent: whether the flags differ and nothing was said.
    """

    damages: tuple[str, ...]
    outcome: Outcome
    is_silent: bool


def ask(path: Path) -> Outcome:
    """Classify a file and write its flags."""
    output = path.with_name("flags.csv")
    output.unlink(missing_ok=True)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            found = classify(path, DEFINITIONS, output=output)
    except DefinitionError as error:
        return Outcome(None, said.getvalue() + str(error), is_counted=True)
    told = "\n".join(one.render() for one in found.warnings)
    with output.open(encoding="utf-8", newline="") as file:
        flags = frozenset(map(tuple, csv.reader(file)))
    return Outcome(flags, said.getvalue() + told, is_counted=bool(found.warnings))


def run(seed: int, rows: int, folder: Path) -> Trial:
    """Damage a tidy file in one to three ways and ask of it."""
    draw = random.Random(seed)
    table = tidy(rows, seed % 7)
    path = folder / "visits.csv"
    path.write_bytes(encoded(table))
    expected = ask(path).flags
    names = draw.sample([*ON_ROWS, *ON_BYTES], draw.randint(1, 3))
    for name in names:
        if name in ON_ROWS:
            table = ON_ROWS[name](draw, table)
    data = encoded(table, draw)
    for name in names:
        if name in ON_BYTES:
            data = ON_BYTES[name](draw, data)
    path.write_bytes(data)
    outcome = ask(path)
    is_silent = not outcome.is_counted and outcome.flags != expected
    return Trial(tuple(names), outcome, is_silent or MARKER in outcome.told)
