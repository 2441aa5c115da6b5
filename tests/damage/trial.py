"""A damaged file through ``classify``: the same flags, a refusal, or the count that tells of it."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.damage.damages import ON_BYTES, ON_ROWS
from tests.damage.tables import MARKER, Rows, Way, tidy
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

NAMES = [*ON_ROWS, *ON_BYTES]
"""All damages, in the order in which one can follow another."""


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

BLANKS = " \u00a0\u2007\u202f\u200b\ufeff\t\n\r"
"""What may stand around a key and is no part of it; a vertical tab is, and is counted."""

Flags = Mapping[str, tuple[str, ...]]
"""Key of a visit → its flags."""


@dataclass(frozen=True)
class Outcome:
    """What came of a file.

    Attributes:
        flags: the flags of each visit; None where the file was refused.
        told: all that was said of it.
        counts: the intake, each count by its name.
        crash: where something other than a refusal was raised, its traceback without its message.
    """

    flags: Flags | None
    told: str
    counts: Mapping[str, int]
    crash: str = ""


@dataclass(frozen=True)
class Trial:
    """A file damaged step by step, and what came of it.

    Attributes:
        damages: what was done.
        table: its rows, as far as damages took rows; bytes were damaged after that.
        way: how it is written.
        data: the file, not yet compressed.
        outcome: what came of it.
        fault: what is wrong with that, or none.
    """

    damages: tuple[str, ...]
    table: Rows
    way: Way
    data: bytes
    outcome: Outcome
    fault: str | None = None


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
    except Exception as error:
        places = "".join(traceback.format_tb(error.__traceback__)[-2:])
        return Outcome(None, said.getvalue(), {}, f"{type(error).__name__}\n{places}")
    told = "\n".join([*(one.render() for one in found.warnings), *found.intake.lines()])
    with output.open(encoding="utf-8", newline="") as file:
        flags = {key: tuple(rest) for key, *rest in csv.reader(file)}
    return Outcome(flags, said.getvalue() + told, _counts(found.intake))


def _counts(intake: Intake) -> dict[str, int]:
    counts = {f"missing {name}": count for name, count in intake.missing.items()}
    counts |= {f"unreadable {name}": count for name, count in intake.unreadable.items()}
    counts |= {f"absent {name}": 1 for name in intake.absent}
    named = ("rows", "visits", "controls", "quotes", "breaks", "words")
    return counts | {name: int(getattr(intake, name)) for name in named}


def start(rows: int, seed: int, folder: Path) -> Trial:
    """Ask a tidy file."""
    table, way = tidy(rows, seed), Way()
    data = way.encode(table)
    return Trial((), table, way, data, ask(way.write(data, folder)))


def damage(before: Trial, name: str, seed: object, folder: Path) -> Trial:
    """Damage a file in one more way, and judge what comes of it by the file before.

    The first damage writes the file in another lawful way, too.
    """
    draw = random.Random(f"{seed} {before.damages} {name}")
    way, table = before.way, before.table
    if not before.damages:
        way = Way.drawn(draw)
        if name in ON_BYTES and way.suffix == ".parquet":
            way = Way()
    if name in ON_ROWS:
        table = ON_ROWS[name].change(draw, table)
        data = way.encode(table)
    else:
        data = before.data if before.damages else way.encode(table)
        data = ON_BYTES[name].change(draw, data)
    outcome = ask(way.write(data, folder))
    done = Trial((*before.damages, name), table, way, data, outcome)
    return Trial(done.damages, table, way, data, outcome, judge(name, before, done))


def judge(name: str, before: Trial, after: Trial) -> str | None:
    """Return what is wrong with the outcome of a damage, or None."""
    found = ON_ROWS.get(name) or ON_BYTES[name]
    old, new = before.outcome, after.outcome
    if MARKER in new.told or MARKER in new.crash:
        return "the marker is shown"
    if new.crash:
        return new.crash
    if new.flags is None or old.flags is None:
        lawful_and_refused = found.is_lawful and old.flags is not None
        return f"lawful and refused: {new.told}" if lawful_and_refused else None
    rows = after.way.parse(after.data)
    if rows is None or len({len(row) for row in rows}) != 1:
        return "what is no table was taken"
    if new.counts["rows"] != len(rows) - 1:
        return f"{len(rows) - 1} rows, and {new.counts['rows']} are counted"
    old_rows = before.way.parse(before.data)
    assert old_rows is not None, "it was taken"
    changed, gone, come = _differing(old.flags, new.flags)
    touched = _touched(old_rows, rows)
    if touched is not None and not changed | gone | come <= touched:
        return f"{len((changed | gone | come) - touched)} visits differ that are not damaged"
    if found.is_lawful and (changed or gone or come):
        return f"lawful, and {len(changed)} visits differ, {len(gone)} are gone"
    moves = {
        count: abs(new.counts.get(count, 0) - old.counts.get(count, 0))
        for count in new.counts.keys() | old.counts.keys()
        if any(count == one or count.startswith(f"{one} ") for one in found.seen_by)
    }
    moved = sum(moves.values())
    if found.is_exact and name in ON_ROWS:
        exact = sum(one != other for one, other in zip(before.table, after.table, strict=True))
        if moved != exact:
            return f"{exact} rows changed, and the counts of {name} moved by {moved}"
    if any(count.startswith("absent") and moves[count] for count in moves):
        return None  # a column that is not there is one finding for all visits
    # a visit that took up rows of others is told by how many fewer visits there are, and one that
    # lost rows to a new one with that
    counts, old_counts = _rows_of_visits(rows), _rows_of_visits(old_rows)
    moved_rows = counts - old_counts if len(gone) > len(come) else old_counts - counts
    explained = changed & moved_rows.keys() if len(gone) != len(come) else set()
    differing = len(changed - explained) + abs(len(gone) - len(come))
    if moved < differing:
        return f"{differing} visits differ, and the counts of {name} moved by {moved}"
    return None


def _differing(old: Flags, new: Flags) -> tuple[set[str], set[str], set[str]]:
    """Return the visits with other flags, those that are gone, and those that are new.

    A key that has changed makes a visit of each: the flags are those of the row that it stands in.
    """
    changed = {key for key, flags in old.items() if key in new and new[key] != flags}
    return changed, old.keys() - new.keys(), new.keys() - old.keys()


def _touched(old: Rows, new: Rows) -> set[str] | None:
    """Return the visits whose rows differ between two tables; None where the columns do."""

    def by_key(rows: Rows) -> dict[str, list[tuple[str, ...]]]:
        names = rows[0]
        order = sorted(range(len(names)), key=lambda at: names[at])
        key = names.index("visit_id")
        found: dict[str, list[tuple[str, ...]]] = {}
        for row in rows[1:]:
            found.setdefault(row[key].strip(BLANKS), []).append(tuple([row[at] for at in order]))
        return found

    if sorted(old[0]) != sorted(new[0]) or "visit_id" not in new[0]:
        return None
    before, after = by_key(old), by_key(new)
    return {
        key
        for key in before.keys() | after.keys()
        if sorted(before.get(key, ())) != sorted(after.get(key, ()))
    }


def _rows_of_visits(rows: Rows) -> Counter[str]:
    """Return how many rows each visit has; none where no column holds the key."""
    if "visit_id" not in rows[0]:
        return Counter()
    at = rows[0].index("visit_id")
    return Counter(row[at].strip(BLANKS) for row in rows[1:])


def explore(first: str, rows: int, seed: int, folder: Path) -> Iterator[Trial]:
    """Damage a file in a first way, in each second way after that, and in one third after each."""
    once = damage(start(rows, seed, folder), first, seed, folder)
    yield once
    if once.outcome.flags is None or once.fault:
        return
    for place, second in enumerate(NAMES[NAMES.index(first) :], NAMES.index(first)):
        if once.way.suffix == ".parquet" and second in ON_BYTES:
            continue
        twice = damage(once, second, seed, folder)
        yield twice
        if twice.outcome.flags is None or twice.fault:
            continue
        others = [third for third in NAMES[place:] if third in ON_ROWS or once.way.suffix == ".csv"]
        draw = random.Random(f"{seed} {first} {second}")
        if others:
            yield damage(twice, draw.choice(others), seed, folder)
