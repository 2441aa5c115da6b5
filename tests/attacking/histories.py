"""Histories of a project that is built again and again while data, definitions and policies change.

    python -m tests.attacking.histories [--histories 2000] [--seed 1] [--arrivals-only]

A history is what happens to one quarter and one setting; those of a world share its builds, its
library and its policies, and no visit. All that was told in any of the builds is attacked together.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from tests.attacking.library import defined
from tests.attacking.marts import Marts, Visit, World
from transpiler.attacking import (
    AttackFinding,
    AttackOutcome,
    Suppositions,
    Told,
    attack,
    summarize,
)
from transpiler.attacking.told import WITH_OTHERS
from transpiler.definition import Definition

SETTINGS = ("emergency", "inpatient", "ambulatory", "unknown")
LAST_QUARTER = date(2025, 4, 1)
FIRST_BUILD = date(2025, 8, 1)
BUILDS = 7

COUNTS = (0, 0, 0, 1, 2, 3, 5, 9, 12, 16, 25, 60, 150)
OTHERS = (0, 2, 8, 15, 40, 120, 600)
CHANGES = (1, 1, 2, 5, 11, 30)


@dataclass(frozen=True)
class Story:
    """What the histories of a world have in common.

    Attributes:
        name: what it is about.
        texts: the texts of visits, those that match something first.
        libraries: build → the library from then on.
        policies: build → changes of the policies from then on.
        groups: the groups of codes.
        places: where visits are.
    """

    name: str
    texts: tuple[str, ...]
    libraries: Mapping[int, tuple[Definition, ...]]
    policies: Mapping[int, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    groups: Mapping[str, Any] | None = None
    places: tuple[str, ...] = ("AZ", "CA")


def _one(name: str, query: str, **more: Any) -> Definition:
    return defined(name, query, **{"policy": "no_case_finding", **more})[1]


_GROUPS = {
    "exploitation": {"sexual": ("T745", "T765"), "labor": ("T746", "T766")},
    "certainty": {"confirmed": ("T745", "T746"), "suspected": ("T765", "T766")},
}
_LABOR = _one("labor", "^;T746^,or,^;T766^")
_ANY = _one("any", "^fall^")
_MINORS = _one("minors", "^fall^", age=(None, 17))
_WOMEN = _one("women", "^fall^", sex="F")

STORIES = (
    Story(
        "slices that come later",
        ("fall",),
        {0: (_ANY, _MINORS), 3: (_ANY, _MINORS, _WOMEN)},
    ),
    Story(
        "definitions for few people, each alone",
        ("fall", "slip"),
        {
            0: (_MINORS,),
            2: (_MINORS, _one("slips", "^slip^", sex="F", age=(None, 17))),
        },
        places=("AZ",),
    ),
    Story(
        "versions, and one that is edited",
        ("fall", "fall from ladder", "fall on stairs"),
        {
            0: (_one("fell", "^fall^"),),
            2: (_one("fell", "^fall^"), _one("fell", "^fall^,andnot,^stairs^", version=2)),
            4: (
                _one("fell", "^fall^,andnot,^ladder^"),
                _one("fell", "^fall^,andnot,^stairs^", version=2),
            ),
        },
    ),
    Story(
        "groups of codes, and a definition of one group",
        (";T7451XA;", ";T7461XD;", ";T7651XA;T7461XA;", ";T745;"),
        {
            0: (_one("any", "^;T7[46][56]^,or,^exploited^"), _LABOR),
        },
        groups={"any": _GROUPS, "labor": _GROUPS},
    ),
    Story(
        "policies that change",
        ("fall", "fall from ladder"),
        {
            0: (
                _one("falls", "^fall^", policy="sensitive"),
                _one("ladders", "^ladder^", policy="no_case_finding"),
            ),
        },
        policies={
            0: {"sensitive": {"period": "month"}},
            3: {"sensitive": {"smallest_count": 20}},
            5: {"sensitive": {"period": "quarter"}, "no_case_finding": {"smallest_count": 15}},
        },
    ),
    Story(
        "a definition that goes and one of another name",
        ("fall", "fall from ladder"),
        {
            0: (_one("falls", "^fall^"), _one("ladders", "^ladder^")),
            3: (_one("falls", "^fall^"),),
            5: (_one("falls", "^fall^"), _one("tumbles", "^fall^"), _one("ladders", "^ladder^")),
        },
    ),
)


class History:
    """The visits of one quarter and setting, as they come and go."""

    def __init__(self, random: np.random.Generator, story: Story, number: int) -> None:
        self._random = random
        self._story = story
        self._number = number
        self._made = 0
        quarter, setting = divmod(number, len(SETTINGS))
        self._setting = SETTINGS[setting]
        year, month = divmod(LAST_QUARTER.year * 12 + LAST_QUARTER.month - 1 - 3 * quarter, 12)
        self._start = date(year, month + 1, 1)
        self.visits: list[Visit] = []
        density = random.choice([0.2, 0.5, 0.9])
        for place, age, sex in product(story.places, (10, 40), ("F", "M")):
            if random.random() < 0.1:
                continue  # a cell without a visit
            self._add(FIRST_BUILD, "cough", int(random.choice(OTHERS)), place, age, sex)
            for text in story.texts:
                if random.random() < density:
                    self._add(FIRST_BUILD, text, int(random.choice(COUNTS)), place, age, sex)
        if random.random() < 0.3:
            self._add(FIRST_BUILD, story.texts[0], int(random.choice([1, 1, 2])), "AZ", 10, None)

    def change(self, arrived: date) -> None:
        """Let something happen, or nothing."""
        for _ in range(self._random.integers(0, 3)):
            many = int(self._random.choice(CHANGES))
            match self._random.choice(["late", "late", "correction", "deletion"]):
                case "late":
                    text = str(self._random.choice((*self._story.texts, "cough")))
                    place = str(self._random.choice(self._story.places))
                    age, sex = (
                        int(self._random.choice([10, 40])),
                        str(self._random.choice(["F", "M"])),
                    )
                    self._add(arrived, text, many, place, age, sex)
                case "correction":
                    moved = self._take(many)
                    if moved is not None:
                        text = str(self._random.choice((*self._story.texts, "cough")))
                        sex = str(self._random.choice(["F", "M"]))
                        self._made += 1
                        number = f"{self._number}-{self._made}"
                        self.visits.append(
                            replace(moved, number=number, codes=text, sex=sex, arrived=arrived)
                        )
                case "deletion":
                    self._take(many)

    def _add(
        self, arrived: date, text: str, many: int, place: str, age: int, sex: str | None
    ) -> None:
        if not many:
            return
        self._made += 1
        day = self._start + timedelta(days=int(self._random.integers(0, 85)))
        patient = f"p{self._number}-{self._made}" if self._random.random() < 0.2 else None
        self.visits.append(
            Visit(
                f"{self._number}-{self._made}",
                *(day, arrived, text, place, age, sex, self._setting),
                facility=f"{place}{self._random.integers(3)}",
                patient=patient,
                many=many,
            )
        )

    def _take(self, many: int) -> Visit | None:
        """Take some visits away, and return them."""
        if not self.visits:
            return None
        at = int(self._random.integers(len(self.visits)))
        found = self.visits[at]
        taken = min(many, found.many)
        self.visits[at : at + 1] = (
            [replace(found, many=found.many - taken)] if found.many > taken else []
        )
        return replace(found, many=taken)


@dataclass
class Attacked:
    """What came of the histories of a world."""

    story: str
    histories: int
    told: int
    shown: int
    findings: list[AttackFinding]
    missed: int
    """Ranges that do not hold the truth: what was supposed was not so."""
    no_ends: int
    """Counts known above zero that are neither the first nor the last part of a told group."""


def live(
    story: Story, marts: Mapping[int, Marts], histories: int, seed: int, builds: int = BUILDS
) -> World:
    """Return the world after all builds of some histories."""
    random = np.random.default_rng(seed)
    lives = [History(random, story, number) for number in range(histories)]
    world = World(marts[0])
    policies: dict[str, dict[str, Any]] = {}
    # the watermark moves on whatever comes
    beacon = Visit("beacon", FIRST_BUILD, FIRST_BUILD, "cough")
    for build in range(builds):
        arrived = FIRST_BUILD + timedelta(days=7 * build)
        if build:
            for each in lives:
                each.change(arrived)
        for policy, changes in story.policies.get(build, {}).items():
            policies[policy] = policies.get(policy, {}) | dict(changes)
        visits = [visit for each in lives for visit in each.visits]
        visits.append(replace(beacon, arrived=arrived))
        # a build as of an earlier moment, before the one of today
        if build == builds - 2:
            earlier = [*visits, replace(beacon, arrived=arrived - timedelta(days=10), number="b")]
            world.build(
                earlier,
                marts=marts.get(build),
                until=arrived - timedelta(days=10),
                policies=policies,
            )
        world.build(visits, marts=marts.get(build), policies=policies)
    return world


def attacked(
    story: Story, world: World, histories: int, suppositions: Suppositions, **more: Any
) -> Attacked:
    """Attack all that was told in a world."""
    rows = [row for row in world.told if row.end < FIRST_BUILD - timedelta(days=14)]
    definitions = {
        found.identifier: found for library in story.libraries.values() for found in library
    }
    edited = {
        found.identifier
        for library in story.libraries.values()
        for found in library
        if definitions[found.identifier].parts != found.parts
    }
    findings = attack(
        rows,
        # of a definition that was edited nobody knows which text a number is of
        {name: found for name, found in definitions.items() if name not in edited},
        world.marts.groups,
        suppositions,
        present=world.present(rows),
        **more,
    )
    missed = 0
    for found in findings:
        if found.outcome in (
            AttackOutcome.PINNED,
            AttackOutcome.PINNED_ZERO,
            AttackOutcome.NARROWED,
        ):
            true = world.true_count(found.row)
            assert found.least is not None and found.most is not None
            missed += true is not None and not found.least <= true <= found.most
    shown = sum(row.count is not None for row in rows)
    ends = ends_of_groups(rows)
    no_ends = sum(found.is_above_zero and _part(found.row) not in ends for found in findings)
    return Attacked(story.name, histories, len(rows), shown, findings, missed, no_ends)


def ends_of_groups(rows: Sequence[Told]) -> set[tuple[object, ...]]:
    """Return the first and the last part of each group whose sum is told: neither is 0."""
    return {
        _part(replace(row, stratum=row.members[end].removesuffix(WITH_OTHERS)))
        for row in rows
        if row.is_of_several and row.count is not None
        for end in (0, -1)
    }


def _part(row: Told) -> tuple[object, ...]:
    unit = (row.definition, row.start, row.end, row.setting, row.counted_on)
    return (*unit, row.cut, row.stratum)


def compiled(story: Story, folder: Path, mutate: Mapping[str, tuple[str, str]] | None = None):
    """Return build → the compiled library from then on."""
    return {
        build: Marts(folder / f"m{build}", library, groups=story.groups or {}, mutate=mutate)
        for build, library in story.libraries.items()
    }


def table(results: Sequence[Attacked]) -> Iterator[str]:
    """Yield the rows of a Markdown table."""
    yield (
        "| histories of | histories | told | shown | withheld | pinned | pinned zeros | narrowed"
        " | known above zero | of them no ends of groups | not solved |"
    )
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for result in results:
        every = summarize(result.findings)[-1]
        yield (
            f"| {result.story} | {result.histories:,} | {result.told:,} | {result.shown:,}"
            f" | {every.withheld:,} | {every.pinned:,} | {every.pinned_zeros:,}"
            f" | {every.narrowed:,} | {every.above_zero:,} | {result.no_ends:,}"
            f" | {every.not_solved:,} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--arrivals-only", action="store_true")
    parser.add_argument("--story", type=int)
    given = parser.parse_args()
    each = -(-given.histories // len(STORIES))
    results = []
    for at, story in enumerate(STORIES):
        if given.story not in (None, at):
            continue
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            marts = compiled(story, Path(folder))
            world = live(story, marts, each, given.seed + at)
            built = time.perf_counter() - started
            result = attacked(story, world, each, Suppositions(arrivals_only=given.arrivals_only))
        results.append(result)
        total = time.perf_counter() - started
        print(
            f"{story.name}: built in {built:.0f} s, attacked in {total - built:.0f} s", flush=True
        )
        if result.missed:
            print(f"  {result.missed} ranges miss the truth: what was supposed was not so")
        cuts = Counter(
            (found.outcome.value, found.row.definition, found.row.cut)
            for found in result.findings
            if found.outcome is not AttackOutcome.HELD
        )
        for (outcome, definition, cut), many in sorted(cuts.items()):
            print(f"  {outcome}: {definition}, {cut}: {many}")
    print("\n".join(table(results)))


if __name__ == "__main__":
    main()
