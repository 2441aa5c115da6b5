"""Every small world there might be, of two cuts and two definitions together.

All worlds go through the project's own SQL at once, each as a quarter and setting of its own. Those
that are published alike, in every row of both definitions, are put together: whoever knows the
program cannot tell them apart. No withheld count may be the same in all of them, nor may its values
be nearer together than its policy wants. That supposes nothing of the program's rules, so that it
holds against those who know them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from tests.attacking.library import defined
from tests.attacking.marts import Marts, Visit, World
from transpiler.attacking import Told
from transpiler.meaning import matches

SMALLEST = 5
WIDTH = 2
"""How many other values a threshold of 5 leaves."""
POLICY = {"standard": {"smallest_count": SMALLEST, "period": "quarter", "age_bands": "broad"}}
SETTINGS = ("emergency", "inpatient", "ambulatory", "unknown")
BUILD = date(2025, 8, 1)
LOCATED = ("all", "place", "age and sex", "place, age and sex")

ANY = defined("any", "^fall^")[1]
EXPLOITED = defined("exploited", "^;T7[46][56]^")[1]
LABOR = defined("labor", "^;T7[46]6^")[1]
EXPLOITATION = {"sexual": ("T745", "T765"), "labor": ("T746", "T766")}
CERTAINTY = {"confirmed": ("T745", "T746"), "suspected": ("T765", "T766")}
SEXUAL, LABORED = ";T7451XA;", ";T7461XA;"


@dataclass(frozen=True)
class Cell:
    """A cell of the worlds: who is in it, which text they have, and how many visits there are."""

    place: str
    age: int
    sex: str
    text: str = "fall"
    visits: int = 40


@dataclass(frozen=True)
class Family:
    """A family of worlds.

    Attributes:
        definitions: the two definitions.
        cells: the smallest cells; those of one place and people share their visits.
        most: the greatest sum of counts.
        groups: the groups of codes, if the texts of cells are codes.
    """

    definitions: tuple
    cells: tuple[Cell, ...]
    most: int
    groups: Mapping = field(default_factory=dict)

    def strata(self):
        """Yield definition, cut, stratum and the numbers of its cells, for each cut by codes."""
        for name, cuts in self.groups.items():
            for cut, groups in cuts.items():
                found = defaultdict(list)
                for at, cell in enumerate(self.cells):
                    carried = [
                        group
                        for group, codes in groups.items()
                        if any(f";{code}" in cell.text for code in codes)
                    ]
                    stratum = "several" if len(carried) > 1 else (*carried, "none")[0]
                    found[stratum].append(at)
                for stratum, cells in found.items():
                    yield f"{name}_v1", cut, stratum, cells

    def worlds(self):
        def filled(cells, left):
            if not cells:
                yield ()
                return
            for first in range(left + 1):
                yield from ((first, *rest) for rest in filled(cells - 1, left - first))

        for world in filled(len(self.cells), self.most):
            if all(n <= cell.visits for n, cell in zip(world, self.cells, strict=True)):
                yield world


def table(visits=40):
    return tuple(Cell(place, 30, sex, "fall", visits) for place in ("AZ", "CA") for sex in "FM")


FAMILIES = {
    "all and women, two places by two sexes": Family(
        (ANY, defined("women", "^fall^", sex="F")[1]), table(), 15
    ),
    "a definition within another, two places": Family(
        (
            ANY,
            defined("ladder", "^ladder^")[1],
        ),
        (
            Cell("AZ", 30, "F"),
            Cell("AZ", 30, "F", "fall from ladder"),
            Cell("CA", 30, "F"),
            Cell("CA", 30, "F", "fall from ladder"),
        ),
        15,
    ),
    "all and minors, one cell of three visits": Family(
        (ANY, defined("minors", "^fall^", age=(None, 17))[1]),
        (
            Cell("AZ", 10, "F"),
            Cell("AZ", 30, "F"),
            Cell("CA", 10, "F", visits=3),
            Cell("CA", 30, "F"),
        ),
        17,
    ),
    "by codes and by place, a definition of one code": Family(
        (EXPLOITED, LABOR),
        tuple(Cell(place, 30, "F", text) for place in ("AZ", "CA") for text in (SEXUAL, LABORED)),
        15,
        {"exploited": {"exploitation": EXPLOITATION}, "labor": {"exploitation": EXPLOITATION}},
    ),
    "two cuts by codes of one definition, and one of a word": Family(
        (EXPLOITED, defined("fall", "^fall^")[1]),
        tuple(
            Cell("AZ", 30, sex, text, visits)
            for sex, text, visits in (
                ("F", SEXUAL, 40),
                ("F", ";T7651XA;", 40),
                ("M", f"fall {LABORED}", 40),
                ("M", f"{SEXUAL}{LABORED[1:]}", 40),
            )
        ),
        13,
        {"exploited": {"exploitation": EXPLOITATION, "certainty": CERTAINTY}},
    ),
}


def visits_of(family, worlds):
    for number, world in enumerate(worlds):
        start, setting = place_of(number)
        rest: dict[tuple[str, int, str], int] = {}
        for at, (cell, matched) in enumerate(zip(family.cells, world, strict=True)):
            who = (cell.place, cell.age, cell.sex)
            rest[who] = rest.get(who, 0) + cell.visits - matched
            if matched:
                yield Visit(
                    f"{number}-{at}",
                    *(start, BUILD, cell.text, *who, setting),
                    facility=f"{cell.place}{at % 3}",
                    many=matched,
                )
        for at, (who, many) in enumerate(rest.items()):
            if many:
                for facility in range(3):  # no place of few facilities
                    share = many // 3 + (facility < many % 3)
                    if share:
                        yield Visit(
                            f"{number}-x{at}-{facility}",
                            *(start, BUILD, "cough", *who, setting),
                            facility=f"{who[0]}{facility}",
                            many=share,
                        )


def place_of(number):
    """Return the first day of the quarter that a world has to itself, and its setting."""
    quarter, setting = divmod(number, len(SETTINGS))
    year, month = divmod(2025 * 12 + 3 - 3 * quarter, 12)
    return date(year, month + 1, 1), SETTINGS[setting]


def narrowest(family, worlds, rows):
    """Return how many counts are withheld and shown, and those that have too few values left."""
    views: dict[object, dict[tuple[str, str, str], Told]] = defaultdict(dict)
    for row in rows:
        views[row.start, row.setting][row.definition, row.cut, row.stratum] = row
    alike: dict[object, list[int]] = defaultdict(list)
    for number in range(len(worlds)):
        view = views[place_of(number)]
        key = tuple(sorted((name, row.count, row.visits) for name, row in view.items()))
        alike[str(key)].append(number)
    counts = list(counts_of(family))
    withheld = shown = 0
    broken: list[object] = []
    for members in alike.values():
        view = views[place_of(members[0])]
        told = [row for row in view.values() if row.count is not None]
        listed = {
            (row.definition, row.place, row.age_group, row.sex)
            if row.cut in LOCATED
            else (row.definition, row.cut, row.stratum)
            for row in view.values()
            if row.count is None
        }
        shown += len(told) * len(members)
        is_cut_short = any(sum(worlds[number]) == family.most for number in members)
        for name, taken in counts:
            room = {
                (cell.place, cell.age, cell.sex): cell.visits
                for cell in (family.cells[index] for index in taken)
            }
            values = {sum(worlds[number][index] for index in taken) for number in members}
            left = max(values) - min(values)
            if left >= min(WIDTH, sum(room.values())):
                withheld += len(members)
                continue
            # of a cell that no table lists a large count may follow, or 0: it could as well be told
            is_small = max(values) > 0 and min(values) < SMALLEST
            if (name in listed or is_small) and not is_cut_short:
                broken.append((name, sorted(values), members[0]))
    return withheld, shown, broken


def counts_of(family):
    """Yield every count there is, whether a table lists it or not, and the numbers of its cells."""
    takes = takers(family)
    for definition, place, sex, age_group in product(
        [found.identifier for found in family.definitions],
        [None, *dict.fromkeys(cell.place for cell in family.cells)],
        [None, "F", "M"],
        [None, "0-17", "18+"],
    ):
        taken = [
            index
            for index, cell in enumerate(family.cells)
            if place in (None, cell.place)
            and sex in (None, cell.sex)
            and age_group in (None, "0-17" if cell.age < 18 else "18+")
            and takes(definition, cell)
        ]
        if taken:
            yield (definition, place, age_group, sex), taken
    for definition, cut, stratum, cells in family.strata():
        if taken := [index for index in cells if takes(definition, family.cells[index])]:
            yield (definition, cut, stratum), taken


def takers(family):
    by_name = {found.identifier: found for found in family.definitions}
    return lambda name, cell: matches(
        by_name[name],
        {"ccdd_parsed": cell.text, "age_years": cell.age, "sex": cell.sex, "is_emergency": True},
    )


@pytest.mark.parametrize("name", FAMILIES)
def test_no_withheld_count_is_the_same_in_all_worlds_that_are_published_alike(name, tmp_path):
    family = FAMILIES[name]
    worlds = list(family.worlds())
    world = World(Marts(tmp_path / "p", family.definitions, policies=POLICY, groups=family.groups))
    visits = list(visits_of(family, worlds))
    visits.append(Visit("beacon", BUILD - timedelta(days=1), BUILD, "cough"))
    rows = [row for row in world.build(visits) if row.end < date(2025, 7, 2)]
    withheld, shown, broken = narrowest(family, worlds, rows)
    for cut in {cut for _, cut, _, _ in family.strata()}:
        assert any(row.count for row in rows if row.cut == cut), f"{cut} is told in no world"
    print(f"{name}: {len(worlds):,} worlds, {withheld:,} withheld, {shown:,} shown")
    assert not broken, (len(broken), broken[:5])
    assert withheld > 10_000
    assert shown > 3_500  # of a family with different filters one is published


def test_the_page_says_how_many_worlds_there_are():
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text(encoding="utf-8")
    worlds = sum(sum(1 for _ in family.worlds()) for family in FAMILIES.values())
    assert f"In none of {worlds:,} worlds" in " ".join(page.split())
