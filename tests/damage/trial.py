"""A damaged file through ``classify``: the same flags, a refusal, or the count that tells of it."""

from __future__ import annotations

import contextlib
import csv
import io
import random
from dataclasses import dataclass
from pathlib import Path

from tests.damage.damages import MARKER, MOVES, ON_BYTES, ON_ROWS, encoded, tidy
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
from transpiler.visit_files import Intake


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


Counts = dict[str, int]


@dataclass(frozen=True)
class Outcome:
    """What came of a file.

    Attributes:
        flags: key → flags of each visit; None where the file was refused.
        told: all that was said of it.
        counts: the intake, each count by its name.
    """

    flags: Flags | None
    told: str
    counts: Counts


@dataclass(frozen=True)
class Trial:
    """A file damaged step by step, and what came of it.

    Attributes:
        damages: what was done, up to the refusal if there was one.
        outcome: what came of the last step.
        fault: what is wrong with it, or none.
    """

    damages: tuple[str, ...]
    outcome: Outcome
    fault: str | None


def ask(path: Path) -> Outcome:
    """Classify a file, read its flags and all that is said."""
    output = path.with_name("flags.csv")
    output.unlink(missing_ok=True)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            found = classify(path, DEFINITIONS, output=output)
    except DefinitionError as error:
        return Outcome(None, said.getvalue() + str(error), {})
    told = "\n".join([*(one.render() for one in found.warnings), *found.intake.lines()])
    with output.open(encoding="utf-8", newline="") as file:
        flags = frozenset(map(tuple, csv.reader(file)))
    return Outcome(flags, said.getvalue() + told, _counts(found.intake))


def _counts(intake: Intake) -> Counts:
    counts = {f"missing {name}": count for name, count in intake.missing.items()}
    counts |= {f"unreadable {name}": count for name, count in intake.unreadable.items()}
    counts |= {f"absent {name}": 1 for name in intake.absent}
    named = ("rows", "visits", "controls", "quotes", "breaks", "words", "is_unended")
    return counts | {name: int(getattr(intake, name)) for name in named}


def judge(name: str, before: Outcome, after: Outcome) -> str | None:
    """Return what is wrong with the outcome of a damage, or None.

    Where the flags of visits differ, a count that belongs to the damage must have moved, and by no
    less than the visits whose flags differ.
    """
    if MARKER in after.told:
        return "the marker is shown"
    if after.flags is None or before.flags is None or after.flags == before.flags:
        return None
    differing = {row[0] for row in after.flags ^ before.flags}
    moved = sum(
        abs(after.counts.get(count, 0) - before.counts.get(count, 0))
        for count in after.counts.keys() | before.counts.keys()
        if any(count == one or count.startswith(f"{one} ") for one in MOVES.get(name, ()))
    )
    if any(one == "absent" for one in MOVES.get(name, ())) and moved:
        return None  # a column that is not there is one finding for all visits
    if moved < len(differing):
        return f"{len(differing)} visits differ, and the counts of {name} moved by {moved}"
    return None


def run(seed: int, rows: int, folder: Path) -> Trial:
    """Damage a tidy file in one to three ways, and judge each against the file before it."""
    draw = random.Random(seed)
    table = tidy(rows, seed % 7)
    path = folder / "visits.csv"

    def outcome_of(data: bytes) -> Outcome:
        path.write_bytes(data)
        return ask(path)

    names = draw.sample([*ON_ROWS, *ON_BYTES], draw.randint(1, 3))
    names.sort(key=[*ON_ROWS, *ON_BYTES].index)
    way = draw.randrange(1_000_000)
    data = encoded(table)
    before = outcome_of(data)
    after = outcome_of(encoded(table, random.Random(way)))
    if after.flags != before.flags:
        return Trial((), after, "another way to write the rows gives other flags")
    data = encoded(table, random.Random(way))
    done: list[str] = []
    for name in names:
        before = after
        if name in ON_ROWS:
            table = ON_ROWS[name](draw, table)
            data = encoded(table, random.Random(way))
        else:
            data = ON_BYTES[name](draw, data)
        after = outcome_of(data)
        done.append(name)
        fault = judge(name, before, after)
        if fault or after.flags is None:
            return Trial(tuple(done), after, fault)
    return Trial(tuple(done), after, None)
