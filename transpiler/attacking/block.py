"""The programme of one family of definitions over the days of one period, in one setting."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise, product
from typing import Final

from transpiler.attacking.choices import Bound
from transpiler.attacking.kinds import VisitKind
from transpiler.attacking.programme import Programme
from transpiler.attacking.strata import (
    Days,
    People,
    Place,
    may_fail_setting,
    may_pass_setting,
    people,
    pieces,
    places,
)
from transpiler.attacking.told import (
    ALL,
    CROSSED,
    PEOPLE,
    PLACE,
    REPORTING,
    WITH_OTHERS,
    Present,
    Told,
)
from transpiler.definition import Definition

Taken = frozenset[str]
"""The definitions that take a visit."""

_LOCATED: Final = (ALL, PLACE, PEOPLE, CROSSED)
"""The cuts that follow from where a visit was and who came."""


class Block:
    """The unknown counts of visits, by the definitions that take them, and what was told of them.

    For each piece of time there is one table by place, age and sex, one by groups of codes, and one
    for each further cut. The tables share only how many visits each set of definitions takes. For
    any such tables there are visits that yield all of them, so keeping them apart loses nothing.

    Args:
        family: identifier → definition, None where its file is gone.
        kinds: the kinds of visits that the definitions allow, or None where nothing is known.
        rows: the cells told of these days and this setting.
        present: all visits of these days and this setting, as far as they are known.
        days: the days.
        arrivals_only: assume that visits only arrive from one state of the data to the next.
    """

    def __init__(
        self,
        family: Mapping[str, Definition | None],
        kinds: Sequence[VisitKind] | None,
        rows: Sequence[Told],
        present: Sequence[Present],
        days: Days,
        *,
        arrivals_only: bool,
    ) -> None:
        self.programme = Programme()
        self._family = family
        self._setting = rows[0].setting
        self._states = sorted({row.counted_on for row in rows})
        self._pieces = pieces(days, {Days(row.start, row.end) for row in rows})
        cells: list[Told | Present] = [*rows, *present]
        self._places = places(cell.place for cell in cells if cell.place is not None)
        self._people = people(
            (cell.age_group, cell.sex)
            for cell in cells
            if cell.age_group is not None and cell.sex is not None
        )
        self._most = max(row.visits for row in rows)
        self._listed = self._cells_listed(rows)
        self._cuts = {(row.definition, row.cut) for row in rows if row.cut not in _LOCATED}
        self._strata: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows:
            self._strata[row.definition, row.cut].update(row.members)
        self._kinds = kinds
        self._coded = {
            (definition, cut) for kind in kinds or () for definition, cut, _ in kind.strata
        } & self._cuts
        self._members = self._memberships()
        self._of_kind: dict[tuple[object, ...], dict[VisitKind, int]] = {}
        self._located: dict[tuple[object, ...], dict[tuple[int, int], int]] = {}
        self._divided: dict[tuple[object, ...], dict[str, int]] = {}
        for state in self._states:
            for piece in self._pieces:
                for taken in self._members:
                    self._add_counts(state, piece, taken)
        self._bound_by_visits(rows, present)
        if arrivals_only:
            self._only_arrivals(rows, present)

    def tell(self, row: Told) -> None:
        """Take in a count that is told."""
        self.programme.between(self.variables(row), row.count, row.count)

    def suppose(self, bound: Bound) -> None:
        """Take in what a choice of the program tells: at least one of the alternatives holds."""
        alternatives = [
            ([at for row in part.rows for at in self.variables(row)], part.least, part.most)
            for part in bound.alternatives
        ]
        if len(alternatives) == 1:
            self.programme.between(*alternatives[0])
        else:
            self.programme.either(alternatives)

    def variables(self, row: Told) -> list[int]:
        """Return the unknown counts that a cell adds up."""
        return [
            at
            for taken in self._members
            if row.definition in taken
            for at in self._cell(row, taken)
        ]

    def _memberships(self) -> dict[Taken, list[int]]:
        """Return which definitions can take a visit together, and of which people (by number)."""
        if self._kinds is None:
            every = list(range(len(self._people)))
            return {frozenset([name]): every for name in self._family}
        found: dict[Taken, set[int]] = defaultdict(set)
        for asked in {kind.asked for kind in self._kinds}:
            for at, group in enumerate(self._people):
                certain: list[str] = []
                doubtful: list[str] = []
                for name in asked:
                    definition = self._family[name]
                    assert definition is not None
                    if not (
                        group.may_pass(definition) and may_pass_setting(definition, self._setting)
                    ):
                        continue
                    may_fail = group.may_fail(definition)
                    may_fail |= may_fail_setting(definition, self._setting)
                    (doubtful if may_fail else certain).append(name)
                for choice in range(2 ** len(doubtful)):
                    chosen = [name for bit, name in enumerate(doubtful) if choice >> bit & 1]
                    if taken := frozenset([*certain, *chosen]):
                        found[taken].add(at)
        return {taken: sorted(found[taken]) for taken in sorted(found, key=sorted)}

    def _add_counts(self, state: object, piece: Days, taken: Taken) -> None:
        count = self.programme.count
        key = (state, piece, taken)
        located = self._located[key] = {
            (place, group): count(self._most)
            for place in range(len(self._places))
            for group in self._members[taken]
        }
        total = list(located.values())
        if any(definition in taken for definition, _ in self._coded):
            of_kind = self._of_kind[key] = {
                kind: count(self._most) for kind in self._kinds_of(taken)
            }
            self.programme.equal(of_kind.values(), total)
        for definition, cut in sorted(self._cuts - self._coded):
            if definition not in taken:
                continue
            shared = (*key, cut, None if cut == REPORTING else definition)
            if shared not in self._divided:
                strata = sorted(
                    {
                        stratum
                        for name in taken
                        if cut == REPORTING or name == definition
                        for stratum in self._strata[name, cut]
                    }
                )
                divided = self._divided[shared] = {name: count(self._most) for name in strata}
                self.programme.equal(divided.values(), total)

    def _kinds_of(self, taken: Taken) -> list[VisitKind]:
        """Return the kinds of visits that exactly these definitions can take, as they see them."""
        wanted = {(definition, cut) for definition, cut in self._coded if definition in taken}
        found = set()
        for kind in self._kinds or ():
            if taken <= kind.asked and all(
                (definition := self._family[name]) is not None and definition.filters
                for name in kind.asked - taken
            ):
                strata = frozenset(each for each in kind.strata if each[:2] in wanted)
                found.add(VisitKind(taken, strata))
        return sorted(found, key=lambda kind: sorted(kind.strata))

    def _cell(self, row: Told, taken: Taken) -> Iterable[int]:
        period = Days(row.start, row.end)
        for piece in self._pieces:
            if not piece.within(period):
                continue
            key = (row.counted_on, piece, taken)
            if row.cut in _LOCATED:
                covers = self._covers(row)
                for (place, group), at in self._located[key].items():
                    if covers(self._places[place], self._people[group]):
                        yield at
            elif (row.definition, row.cut) in self._coded:
                told = {(row.definition, row.cut, stratum) for stratum in row.members}
                for kind, at in self._of_kind[key].items():
                    if told & kind.strata:
                        yield at
            else:
                shared = (*key, row.cut, None if row.cut == REPORTING else row.definition)
                for stratum in row.members:
                    yield self._divided[shared][stratum]

    def _cells_listed(self, rows: Sequence[Told]) -> dict[tuple[object, ...], list[Told]]:
        """Return the rows of each line of cells, a cut or the part of one."""
        first_cuts = {
            row.definition: row.cut for row in rows if row.is_listed and row.cut in (PLACE, PEOPLE)
        }
        listed: dict[tuple[object, ...], list[Told]] = defaultdict(list)
        for row in rows:
            if row.cut in _LOCATED and row.is_listed and not row.is_of_several:
                listed[self._line(row, first_cuts)].append(row)
        self._first_cuts = first_cuts
        return listed

    def _line(self, row: Told, first_cuts: Mapping[str, str]) -> tuple[object, ...]:
        parent: object = None
        if row.cut == CROSSED:
            is_by_place = first_cuts.get(row.definition) == PLACE
            parent = row.place if is_by_place else (row.age_group, row.sex)
        return row.definition, row.start, row.end, row.counted_on, row.cut, parent

    def _covers(self, row: Told) -> Callable[[Place, People], bool]:
        def within(row: Told, place: Place, group: People) -> bool:
            if row.place is not None and not place.within(row.place):
                return False
            if row.age_group is None or row.sex is None:
                return True
            return group.within(row.age_group, row.sex)

        of_line = self._listed[self._line(row, self._first_cuts)]
        if row.is_of_several:
            own = {name.removesuffix(WITH_OTHERS) for name in row.members}
            if not row.members[0].endswith(WITH_OTHERS):
                parts = [each for each in of_line if each.stratum in own]
                return lambda place, group: any(within(each, place, group) for each in parts)
        elif not row.stratum.endswith(WITH_OTHERS):
            return lambda place, group: within(row, place, group)
        else:
            own = {row.stratum}
        # with those of few visits it is what the others leave
        siblings = [each for each in of_line if each.stratum not in own]
        by_place = row.cut == CROSSED and self._first_cuts.get(row.definition) == PLACE

        def within_rest(place: Place, group: People) -> bool:
            if row.cut == CROSSED:
                if by_place and row.place is not None and not place.within(row.place):
                    return False
                if not by_place and not (
                    row.age_group and row.sex and group.within(row.age_group, row.sex)
                ):
                    return False
            return not any(within(each, place, group) for each in siblings)

        return within_rest

    def _bound_by_visits(self, rows: Sequence[Told], present: Sequence[Present]) -> None:
        """Say that no more visits of a cell can match than the cell has."""
        places_of = {
            name: [at for at, place in enumerate(self._places) if place.within(name)]
            for name in {cell.place for cell in present}
        }
        people_of = {
            who: [at for at, group in enumerate(self._people) if group.within(*who)]
            for who in {(cell.age_group, cell.sex) for cell in present}
        }
        for cell in present:
            if cell.counted_on not in self._states:
                continue
            where = list(product(places_of[cell.place], people_of[cell.age_group, cell.sex]))
            found = self._counts_at(cell.counted_on, Days(cell.start, cell.end), where)
            self.programme.between(found, None, cell.visits)
        known: dict[tuple[object, ...], Told] = {}
        for row in rows:
            if (
                row.cut in _LOCATED
                and not row.stratum.endswith(WITH_OTHERS)
                and not row.is_of_several
            ):
                key = (row.start, row.end, row.place, row.age_group, row.sex, row.counted_on)
                known[key] = row
        for row in known.values():
            covers = self._covers(row)
            where = [
                (place, group)
                for place, group in product(range(len(self._places)), range(len(self._people)))
                if covers(self._places[place], self._people[group])
            ]
            found = self._counts_at(row.counted_on, Days(row.start, row.end), where)
            self.programme.between(found, None, row.visits)

    def _counts_at(
        self, counted_on: date, period: Days, where: Sequence[tuple[int, int]]
    ) -> list[int]:
        """Return the counts of a state that lie in a period, of some places and people."""
        return [
            counts[each]
            for piece in self._pieces
            if piece.within(period)
            for taken in self._members
            for counts in [self._located[counted_on, piece, taken]]
            for each in where
            if each in counts
        ]

    def _only_arrivals(self, rows: Sequence[Told], present: Sequence[Present]) -> None:
        """Say that between states no count shrinks, or grows by more than its visits do."""
        cells: list[Told | Present] = [row for row in rows if row.cut == CROSSED]
        cells += present
        visits = {
            (cell.counted_on, cell.start, cell.end, cell.place, cell.age_group, cell.sex): (
                cell.visits
            )
            for cell in cells
        }
        for (before, after), piece in product(pairwise(self._states), self._pieces):
            for (place, where), (group, who) in product(
                enumerate(self._places), enumerate(self._people)
            ):
                cell = (piece.start, piece.end, where.county or where.state)
                ends = [
                    visits.get((state, *cell, who.age_group, who.sex)) for state in (before, after)
                ]
                grown = None if None in ends else (ends[1] or 0) - (ends[0] or 0)
                if grown is not None and grown < 0:
                    continue
                earlier, later = [], []
                for taken in self._members:
                    if group in self._members[taken]:
                        one = self._located[before, piece, taken][place, group]
                        other = self._located[after, piece, taken][place, group]
                        self.programme.grows([one], [other], grown)
                        earlier.append(one)
                        later.append(other)
                self.programme.grows(earlier, later, grown)
