"""The attack on everything that was told: which values it leaves to each withheld count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum

from transpiler.attacking.block import Block
from transpiler.attacking.choices import at_least, choices
from transpiler.attacking.kinds import Logic, TooManyKindsError, VisitKind
from transpiler.attacking.programme import Asked, ContradictionError, NotSolvedError
from transpiler.attacking.strata import Days, blocks
from transpiler.attacking.told import (
    ALL,
    CROSSED,
    PEOPLE,
    PLACE,
    Groups,
    Overall,
    Present,
    Told,
)
from transpiler.definition import Definition


class AttackOutcome(StrEnum):
    """How much readers know of a withheld count."""

    HELD = "held"
    """Enough other values."""
    PINNED = "pinned"
    """It is known, and no zero."""
    PINNED_ZERO = "pinned zero"
    """It is known to be zero."""
    NARROWED = "narrowed"
    """Fewer values than its policy wants to be left."""
    NOT_SOLVED = "not solved"
    """The attack did not get through: nothing is known about its safety."""


@dataclass(frozen=True, slots=True)
class AttackFinding:
    """A withheld cell and what readers know of it.

    Attributes:
        row: the cell.
        outcome: how much is known.
        is_above_zero: whether it is known not to be zero.
        least: the least value found possible; None where not solved.
        most: the greatest value found possible. For a cell that is held, the true ends may lie
            further out.
    """

    row: Told
    outcome: AttackOutcome
    is_above_zero: bool
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Suppositions:
    """What the attacker assumes beyond the published tables.

    Attributes:
        knows_choices: the attacker knows the program, and why it withholds a cell.
        arrivals_only: the attacker assumes that between builds visits only arrive; none is
            deleted, corrected or coded anew.
    """

    knows_choices: bool = True
    arrivals_only: bool = False


def attack(
    rows: Iterable[Told],
    definitions: Mapping[str, Definition],
    groups: Groups,
    suppositions: Suppositions = Suppositions(),
    *,
    present: Iterable[Present] = (),
    overall: Sequence[Overall] = (),
    threads: int = 1,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[AttackFinding]:
    """Return which values all rows together leave to each withheld count.

    Args:
        rows: every cell that was ever published.
        present: all visits by place, age and sex. A cell of these that no table lists counts as
            withheld too.
        overall: what else is known about all periods together.
        definitions: identifier → definition, as far as the files are still there.
        groups: the groups of codes of the definitions.
        suppositions: what the attacker assumes besides.
        threads: how many programmes to solve at a time.
        on_progress: called with the number of withheld cells that are done.
    """
    known = list(present)
    told = list(rows)
    every = sorted({*_open(told), *_unlisted(told, known)}, key=_place)
    floors = _floors(every, overall)
    logic = Logic(definitions, groups)
    gone = sorted({row.definition for row in every} - set(definitions))
    of_definition: dict[str, list[Told]] = defaultdict(list)
    for row in every:
        of_definition[row.definition].append(row)
    of_setting: dict[str, list[Present]] = defaultdict(list)
    for cell in known:
        of_setting[cell.setting].append(cell)

    def parts() -> Iterator[_AttackPart]:
        for family in [*logic.families(), *((name,) for name in gone)]:
            of_family = [row for name in family for row in of_definition[name]]
            if not of_family:
                continue
            for members, kinds in _parts(logic, family, of_family, definitions):
                chosen = [row for name in members for row in of_definition[name]]
                named = {name: definitions.get(name) for name in members}
                for days, part in _blocks(chosen, together=suppositions.arrivals_only):
                    there = [
                        cell
                        for cell in of_setting[part[0].setting]
                        if Days(cell.start, cell.end).within(days)
                    ]
                    yield _AttackPart(named, kinds, part, there, days, suppositions)

    findings = []
    # the solver leaves the interpreter to others while it works
    with ThreadPoolExecutor(threads) as workers:
        for found in workers.map(lambda part: _attack_part(part, floors), parts()):
            findings += found
            on_progress(len(found))
    return _worst(findings)


def _open(rows: Sequence[Told]) -> Iterator[Told]:
    """Yield the rows, except those that are withheld today but were told before."""

    def cell(row: Told) -> tuple[object, ...]:
        unit = (row.definition, row.start, row.end, row.setting, row.counted_on)
        return (*unit, row.cut, row.stratum)

    told = {cell(row) for row in rows if row.count is not None}
    yield from (row for row in rows if row.count is not None or cell(row) not in told)


def _unlisted(rows: Sequence[Told], present: Sequence[Present]) -> Iterator[Told]:
    """Yield the cells by place, age and sex of published definitions that no table lists."""
    grids: dict[object, list[Present]] = defaultdict(list)
    for cell in present:
        grids[cell.start, cell.end, cell.setting, cell.counted_on].append(cell)
    # a part that is told together with few others is told, if not by itself
    listed = {
        (row.definition, row.start, row.setting, row.counted_on, *who)
        for row in rows
        if not row.is_of_several
        for who in [(row.place, row.age_group, row.sex)]
    }
    sums = {
        (row.definition, row.start, row.end, row.setting, row.counted_on): row
        # the policy when it was told, before it may have become stricter
        for row in sorted(rows, key=lambda row: -row.smallest_count)
        if row.cut == ALL
    }
    for (definition, *unit), told in sums.items():
        visits: dict[tuple[str, str | None, str | None, str | None], int] = defaultdict(int)
        for cell in grids[tuple(unit)]:
            visits[PLACE, cell.place, None, None] += cell.visits
            visits[PEOPLE, None, cell.age_group, cell.sex] += cell.visits
            visits[CROSSED, cell.place, cell.age_group, cell.sex] += cell.visits
        start, _, setting, counted_on = unit
        for (cut, place, age_group, sex), many in visits.items():
            if (definition, start, setting, counted_on, place, age_group, sex) not in listed:
                yield replace(
                    told,
                    cut=cut,
                    stratum=", ".join(part for part in (place, age_group, sex) if part is not None),
                    place=place,
                    age_group=age_group,
                    sex=sex,
                    count=None,
                    visits=many,
                    is_listed=False,
                )


def _floors(rows: Sequence[Told], overall: Sequence[Overall]) -> dict[Told, int]:
    """Return how small each withheld sum can be, given what is known about all periods together.

    A sum is smallest when all the others are at their greatest: it is the rest of the whole.
    """
    latest = max((row.counted_on for row in rows), default=None)
    floors: dict[Told, int] = {}
    for known in overall:
        cut = ALL if known.place is None else PLACE
        cells = [
            row
            for row in rows
            if row.definition == known.definition
            and row.counted_on == latest
            and row.cut == cut
            and row.place == known.place
        ]
        most = {row: row.visits if row.count is None else row.count for row in cells}
        for row in cells:
            least = known.least - (sum(most.values()) - most[row])
            if row.count is None and least > floors.get(row, 0):
                floors[row] = least
    return floors


def _place(row: Told) -> tuple[str, ...]:
    parts = (row.definition, row.start, row.end, row.setting, row.counted_on, row.cut)
    return (*map(str, parts), row.stratum, str(row.count))


def _parts(
    logic: Logic,
    family: Sequence[str],
    rows: Sequence[Told],
    definitions: Mapping[str, Definition],
) -> Iterator[tuple[Sequence[str], list[VisitKind] | None]]:
    """Yield a family with its kinds of visits, or its pairs if it has too many kinds."""
    if not all(name in definitions for name in family):
        yield family, None
        return
    cuts = {(row.definition, row.cut) for row in rows}
    try:
        yield family, logic.kinds(family, cuts)
    except TooManyKindsError:
        for pair in logic.tied_pairs(family):
            yield pair, logic.kinds(pair, cuts)


def _blocks(rows: Sequence[Told], *, together: bool) -> Iterator[tuple[Days, list[Told]]]:
    """Yield the rows of each setting and longest period, and of each state of the data."""
    settings: dict[object, list[Told]] = defaultdict(list)
    for row in rows:
        settings[row.setting, None if together else row.counted_on].append(row)
    for of_setting in settings.values():
        for days in blocks(Days(row.start, row.end) for row in of_setting):
            part = [row for row in of_setting if Days(row.start, row.end).within(days)]
            if any(row.count is None for row in part):
                yield days, part


@dataclass(frozen=True, slots=True)
class _AttackPart:
    """What one programme is made of."""

    family: Mapping[str, Definition | None]
    kinds: Sequence[VisitKind] | None
    rows: Sequence[Told]
    present: Sequence[Present]
    days: Days
    suppositions: Suppositions

    @property
    def rows_of_all_visits(self) -> list[Told]:
        """The rows of definitions without filters; parts of others count other visits."""
        return [
            row
            for row in self.rows
            if (definition := self.family[row.definition]) is None or not definition.filters
        ]

    def block(self) -> Block:
        """Return the programme, before anything is told."""
        return Block(
            self.family,
            self.kinds,
            self.rows,
            self.present,
            self.days,
            arrivals_only=self.suppositions.arrivals_only,
        )


def _attack_part(part: _AttackPart, floors: Mapping[Told, int]) -> list[AttackFinding]:
    withheld = [row for row in part.rows if row.count is None]
    if len(withheld) == len(part.rows) and not any(row in floors for row in withheld):
        return [AttackFinding(row, AttackOutcome.HELD, False, 0, row.visits) for row in withheld]
    try:
        block = part.block()
        for row in part.rows:
            if row.count is not None:
                block.tell(row)
            elif row in floors:
                block.suppose(at_least(row, floors[row]))
        if part.suppositions.knows_choices:
            for bound in choices(part.rows_of_all_visits):
                block.suppose(bound)
        found = _ask(block, withheld)
        doubtful = [
            row
            for row, asked in zip(withheld, found, strict=True)
            if not asked.is_wide and not asked.is_given_up
        ]
        # what the visits and the definitions alone leave is nothing that was told
        beside = dict(zip(doubtful, _ask(part.block(), doubtful), strict=True)) if doubtful else {}
        narrow = [
            row
            for row, asked in zip(withheld, found, strict=True)
            if row in beside and 0 < _width(asked) < min(row.width, _width(beside[row]))
        ]
        if narrow:
            # nor what is left of a count whose other parts are told to be 0: the rest of its visits
            zeros = part.block()
            for row in part.rows:
                if row.count == 0:
                    zeros.tell(row)
            beside |= zip(narrow, _ask(zeros, narrow), strict=True)
    except (ContradictionError, NotSolvedError):
        return [AttackFinding(row, AttackOutcome.NOT_SOLVED, False, None, None) for row in withheld]
    return [
        _finding(row, asked, beside.get(row)) for row, asked in zip(withheld, found, strict=True)
    ]


def _width(asked: Asked) -> int:
    assert asked.least is not None and asked.most is not None
    return asked.most - asked.least


def _ask(block: Block, withheld: Sequence[Told]) -> list[Asked]:
    """Return the range of each withheld count."""
    asked = [Asked(block.variables(row), row.width) for row in withheld]
    block.programme.solve(asked)
    return asked


def _finding(row: Told, asked: Asked, beside: Asked | None) -> AttackFinding:
    if asked.is_given_up:
        outcome = AttackOutcome.NOT_SOLVED
    elif asked.is_wide or beside is None:
        outcome = AttackOutcome.HELD
    else:
        assert asked.least is not None and asked.most is not None
        left, enough = _width(asked), min(row.width, _width(beside))
        is_told = not row.is_listed and (not asked.most or asked.least >= row.smallest_count)
        if left >= enough or is_told:
            outcome = AttackOutcome.HELD
        elif left:
            outcome = AttackOutcome.NARROWED
        else:
            outcome = AttackOutcome.PINNED if asked.most else AttackOutcome.PINNED_ZERO
    # of a cell that no table lists a large count may follow: it might as well be told
    is_above_zero = row.is_listed and asked.is_least and bool(asked.least)
    return AttackFinding(row, outcome, is_above_zero, asked.least, asked.most)


_SEVERITY = [
    AttackOutcome.PINNED,
    AttackOutcome.PINNED_ZERO,
    AttackOutcome.NARROWED,
    AttackOutcome.NOT_SOLVED,
    AttackOutcome.HELD,
]


def _worst(findings: Iterable[AttackFinding]) -> list[AttackFinding]:
    """Return one finding for each cell, the worst that any programme came to."""
    worst: dict[Told, AttackFinding] = {}
    for found in findings:
        known = worst.get(found.row)
        if known is None or _SEVERITY.index(found.outcome) < _SEVERITY.index(known.outcome):
            worst[found.row] = found
    return list(worst.values())
