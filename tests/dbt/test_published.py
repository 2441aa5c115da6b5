"""What has been published once stays, or changes by no small count; and of two definitions that
are nearly the same no small difference is told."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import combinations, product

import numpy as np
import pytest

from tests.dbt.conftest import TARGETS, write_seed
from tests.dbt.marts import LEDGER as LEDGER_TABLE
from tests.dbt.marts import Marts
from tests.dbt.small import define, small_project, visit
from transpiler.attacking import attack, published_rows, read_smallest_counts, summarize
from transpiler.dbt import compile_project, find_seed_of, read_told
from transpiler.dbt.policy import FLOORS
from transpiler.definition import Policy
from transpiler.parsing import find_definitions, load_definition

WEEKS_LATER = 24 * 30
"""Hours after which the week of the visits is complete."""

TRENDS = """
select definition, cut, stratum, matched_visits, counted_on
from published_mart.rpt_syndrome_trends
where period_label = '2025-W10'
"""

LEDGER = "select count(*), max(revision) from published_restricted.fct_published_trends"

OTHERS = {
    "syndrome_source": "essence",
    "syndrome_source_schema": "others_restricted",
    "syndrome_source_table": "generated_visits",
}
"""The vars by which the seed is taken for the table of a source."""

DEFINITIONS = {
    "fall": "^fall^",
    "ladder": "^fall from ladder^",
    "tumble": "^fall^,andnot,^stairs^",
    "apart": "^burn^",
}


def visits(text, count, first=0, arrived=WEEKS_LATER):
    """Return visits of one day in March, numbered from ``first``, of three facilities."""
    who = {"day": 4, "state": "AZ", "age_years": 30}
    return [
        visit("fgh"[at % 3], text, arrived=arrived, number=f"{text} {first + at}", **who)
        for at in range(count)
    ]


@pytest.mark.parametrize("name", TARGETS)
def test_a_ledger_of_what_was_published(tmp_path, open_target, name):
    target = open_target(name)
    project = small_project(tmp_path / "published")
    for definition, query in DEFINITIONS.items():
        titled = {"name": definition, "version": 1, "title": definition, "fields": ["ccdd_parsed"]}
        define(project, titled, query)
    compile_project(project)
    models = ("--select", "+rpt_syndrome_trends", "+rpt_syndrome_ppv", "--resource-type", "model")

    def publish(rows, *options):
        write_seed(project, rows)
        kinds = ("--resource-type", "seed", *models)
        target.dbt(project, "build", *kinds, *options, schema="published")
        found = target.query(TRENDS)
        assert len(found) == len({row[:3] for row in found})
        return (
            {definition: count for definition, cut, _, count, _ in found if cut == "all"},
            {row[:3]: row[3] for row in found if row[1] != "all"},
        )

    falls = [
        *visits("FALL", 20),
        *visits("FALL FROM LADDER", 45),
        *visits("FALL ON STAIRS", 5),
        *visits("BURN", 12),
        *visits("COUGH", 40),
    ]
    sums, cuts = publish(falls)
    # falls without the five on stairs would tell of those
    assert sums == {"fall": 70, "ladder": 45, "tumble": None, "apart": 12}
    shown = {definition for (definition, *_), count in cuts.items() if count is not None}
    # cuts of the falls would tell of the tumbles, which are withheld; ladder is within fall
    assert shown == {"apart"}
    first = target.query(LEDGER)
    few = visits("BURN", 3, first=100, arrived=WEEKS_LATER + 24)
    many = visits("BURN", 15, first=200, arrived=WEEKS_LATER + 48)

    if name != "bigquery":  # whose stand-in is slow
        assert publish(falls) == (sums, cuts)
        assert publish(falls, "--full-refresh") == (sums, cuts)
        assert target.query(LEDGER) == first
        assert publish(falls + few) == (sums, cuts)

    revised, still = publish(falls + few + many)
    assert revised == {**sums, "apart": 30}
    assert still == cuts
    ((_, revision),) = target.query(LEDGER)
    assert revision == 2

    # 18 is far from 30, but near to the 12 that was published before that
    if name != "bigquery":
        fewer = [one for one in falls if one not in falls[70:82]] + few + many
        assert publish(fewer)[0]["apart"] == 30
        assert attacked(project, target, "published").is_safe


def attacked(project, target, schema):
    """Return what the attack finds in all that was told, read through dbt."""
    definitions = {
        found.identifier: found
        for found in map(load_definition, find_definitions([project / "definitions"]))
    }
    profiles = target.write_profile(project, schema)
    told = read_told(project, target=target.name, profiles_dir=profiles)
    policies = find_seed_of(project, "syndrome_policies")
    smallest = read_smallest_counts(policies, definitions)
    known = published_rows(told.earlier, told.visits, smallest, told.reviews)
    assert known.present
    findings = attack(known.rows, definitions, {}, present=known.present, overall=known.overall)
    assert findings
    return summarize(findings)[-1]


@pytest.mark.parametrize("name", ["duckdb", "postgres"])
def test_what_was_told_of_generated_visits_holds_nothing_back(
    tmp_path, open_target, monkeypatch, name
):
    target = open_target(name)
    project = small_project(tmp_path / "others")
    titled = {"name": "fall", "version": 1, "title": "fall", "fields": ["ccdd_parsed"]}
    define(project, titled, "^fall^")
    compile_project(project)
    models = ("--select", "+rpt_syndrome_trends", "--resource-type", "model")
    found = []
    for count, source in ((70, {}), (72, OTHERS)):
        monkeypatch.setenv("SYNDROME_VISIT_KEY_SECRET", "a secret of the tests")
        write_seed(project, visits("FALL", count) + visits("COUGH", 40))
        if not source:
            take_for_generated(project)
        target.dbt(project, "seed", schema="others")
        target.dbt(project, "build", *models, "--full-refresh", schema="others", **source)
        found += target.query(
            "select matched_visits from others_mart.rpt_syndrome_trends"
            " where period_label = '2025-W10' and cut = 'all'"
        )
    assert found == [(70,), (72,)]


def take_for_generated(project):
    """Have the project take the seed as it is for the shipped one, by its hash as dbt has it."""
    seed = (project / "seeds" / "generated_visits.csv").read_text(encoding="utf-8").strip()
    known = sha256(seed.encode()).hexdigest()
    macro = project / "syndrome_sql" / "project" / "visits_are_generated.sql"
    text = macro.read_text(encoding="utf-8")
    macro.write_text(re.sub("[0-9a-f]{64}", known, text), encoding="utf-8")


class History:
    """A library of pairs of definitions, one nearly within the other, published again and again."""

    DAY = date(2025, 2, 10)

    def __init__(self, pairs):
        self.pairs = pairs
        self.marts = Marts()
        names = [name for pair in pairs for name in pair]
        self.marts.fill(
            "dim_syndrome_definitions", [(name, 1, "no_case_finding", "h") for name in names]
        )
        self.marts.fill(
            "syndrome_standings",
            [
                (name, 1, pair[0], rank + 2 * at + 1, rank == 0)
                for at, pair in enumerate(pairs)
                for rank, name in enumerate(pair)
            ],
        )

    @classmethod
    def visit(cls, key, number, arrived, age, sex="F"):
        """Return a row of the table of visits."""
        facility = f"f{number % 5}"
        return key, facility, cls.DAY, arrived, "emergency", "AZ", None, age, sex, None, None

    def publish(self, counts):
        """Publish counts: for each pair those in both, in the one alone and in the other alone."""
        arrived = datetime(2025, 5, 1) + timedelta(days=self.marts.builds)
        visits = [
            *(("none", number, "F" if number % 2 else "M") for number in range(20_000)),
            *(
                (f"{at} {part}", number, "F" if number % 3 else "M")
                for at, of_pair in enumerate(counts)
                for part, count in enumerate(of_pair)
                for number in range(count)
            ),
        ]
        self.marts.fill(
            "syndrome_visits",
            [
                self.visit(f"{kind} {number}", number, arrived, 30, sex)
                for kind, number, sex in visits
            ],
        )
        takers = {
            f"{at} {part}": pair if part == 0 else pair[part - 1 : part]
            for at, pair in enumerate(self.pairs)
            for part in range(3)
        }
        self.marts.fill(
            "fct_syndrome_matches",
            [
                (f"{kind} {number}", name, 1)
                for kind, number, _ in visits
                for name in takers.get(kind, ())
            ],
        )
        return self.marts.publish()

    def told(self):
        """Return definition → every sum that was ever published of it, and which have cuts."""
        sums, cuts = {}, set()
        for row in self.marts.query("select definition, cut, matched_visits from " + LEDGER_TABLE):
            if row["cut"] != "all":
                cuts.add(row["definition"])
            elif row["matched_visits"] is not None:
                sums.setdefault(row["definition"], []).append(row["matched_visits"])
        return sums, cuts


def test_no_history_of_publications_tells_a_small_difference():
    """Five hundred pairs, most of them nearly within one another, published six times."""
    random = np.random.default_rng(7)
    pairs = [(f"wide {at:03}", f"narrow {at:03}") for at in range(500)]
    history = History(pairs)
    both = random.integers(0, 60, len(pairs))
    wide = random.integers(0, 40, len(pairs))
    narrow = random.choice([0, 0, 1, 3, 60, 90], len(pairs))
    naive, before = 0, None
    for _ in range(6):
        counts = np.stack([both, wide, narrow], axis=1).tolist()
        history.publish(counts)
        now = [total for one, two, three in counts for total in (one + two, one + three)]
        if before is not None:
            naive += sum(0 < abs(one - other) < 11 for one, other in zip(now, before, strict=True))
        before = now
        both = np.maximum(both + random.choice([-1, 0, 0, 1, 2, 12, 30], len(pairs)), 0)
        wide = np.maximum(wide + random.choice([-3, -1, 0, 1, 5, 12], len(pairs)), 0)
    sums, cuts = history.told()
    own = [abs(one - other) for found in sums.values() for one, other in combinations(found, 2)]
    of_pairs = [
        abs(one - other)
        for (first, second), apart in zip(pairs, narrow, strict=True)
        if apart < 11
        for one, other in product(sums.get(first, ()), sums.get(second, ()))
    ]
    revised = sum(len(found) > 1 for found in sums.values())
    print(f"{naive} naive differences, {revised} sums published anew, {len(cuts)} with cuts")
    assert naive > 1_000  # published as they come, the counts would tell of single visits
    assert revised > 50
    assert len(cuts) > 100
    assert not [difference for difference in own + of_pairs if 0 < difference < 11]
    assert not [names for names in pairs if set(names) <= cuts]
    (once,) = history.marts.query(
        "select max(rows) as most from (select count(*) as rows from "
        + LEDGER_TABLE
        + " where cut <> 'all' group by definition, cut, stratum)"
    )
    assert once == {"most": 1}


def publish_alone(counts):
    """Publish one definition again and again; return what stands of its sum after each build."""
    history = History([("alone", "never")])
    found = []
    for count in counts:
        rows = history.publish([(0, count, 0)])
        found += [
            row["matched_visits"]
            for row in rows
            if row["definition"] == "alone" and row["cut"] == "all"
        ]
    return found


def test_what_was_withheld_is_told_with_a_step():
    """From 10 to 11 one visit was added; from anything up to 10 to 21 at least eleven were."""
    assert publish_alone([10, 11, 20, 21, 22, 32]) == [None, None, None, 21, 21, 32]


def test_the_visits_of_a_withheld_sum_stay():
    """Else the one visit that came would show beside the first count that is told."""
    history = History([("alone", "never")])
    first = history.publish([(0, 10, 0)])
    later = history.publish([(0, 15, 0)])
    assert [row["visits"] for row in first] == [row["visits"] for row in later]


def test_three_definitions_less_one_another():
    """All less minors less adults is the elders; none of the pairs tells of so few."""
    names = ("all", "minors", "adults")
    marts = Marts()
    marts.fill("dim_syndrome_definitions", [(name, 1, "no_case_finding", "h") for name in names])
    marts.fill(
        "syndrome_standings", [(name, 1, "all", at + 1, False) for at, name in enumerate(names)]
    )
    ages = [10] * 23 + [30] * 40 + [70] * 2
    marts.fill(
        "syndrome_visits",
        [
            History.visit(f"{at}", at, datetime(2025, 5, 1), age)
            for at, age in enumerate([*ages, *[30] * 5_000])
        ],
    )
    marts.fill(
        "fct_syndrome_matches",
        [(f"{at}", "all", 1) for at in range(65)]
        + [(f"{at}", "minors" if at < 23 else "adults", 1) for at in range(63)],
    )
    told = {row["definition"]: row["matched_visits"] for row in marts.publish()}
    assert told == {"all": 65, "minors": 23, "adults": None}


def test_a_stricter_policy_hides_what_is_finer():
    """What was told under another policy is not shown by week any more, nor by fine ages."""
    marts = Marts(syndrome_first_cut={"standard": "age and sex"})
    marts.fill("dim_syndrome_definitions", [("d", 1, "standard", "h")])
    marts.fill("syndrome_standings", [("d", 1, "d", 1, True)])
    marts.fill(
        "syndrome_visits",
        [History.visit(f"{at}", at, datetime(2025, 5, 1), at % 80) for at in range(9_000)],
    )
    marts.fill("fct_syndrome_matches", [(f"{at}", "d", 1) for at in range(900)])
    first = marts.publish()
    assert {row["period"] for row in first} == {"week"}
    assert {row["cut"] for row in first} >= {"all", "age and sex"}
    marts.fill("dim_syndrome_definitions", [("d", 1, "no_case_finding", "h")])
    second = marts.publish()
    assert {row["period"] for row in second} <= {"quarter"}
    assert all(row["matched_visits"] is None for row in second)


def test_the_floors_hold_whatever_the_seed_says():
    marts = Marts()
    marts.fill("dim_syndrome_definitions", [("d", 1, "no_case_finding", "h")])
    marts.fill("syndrome_policies", [("no_case_finding", "week", "county", "fine", 1, 0)])
    marts.run(["int_published_policies"])
    ((row),) = marts.query("select * from int_published_policies")
    floor = FLOORS[Policy.NO_CASE_FINDING]
    assert [row[name] for name in ("period", "geography", "age_bands")] == [
        *(floor.period, floor.geography, floor.age_bands)
    ]
    assert row["smallest_count"] == floor.smallest_count
    assert row["hold_back_days"] == floor.hold_back_days


def test_the_floors_in_sql_are_those_of_the_compiler():
    marts = Marts()
    marts.fill(
        "dim_syndrome_definitions", [(policy.value, 1, policy.value, "h") for policy in FLOORS]
    )
    marts.fill(
        "syndrome_policies", [(policy.value, "week", "county", "fine", 0, 0) for policy in FLOORS]
    )
    marts.fill(
        "syndrome_standings",
        [(policy.value, 1, policy.value, at, True) for at, policy in enumerate(FLOORS)],
    )
    marts.run(["int_published_policies"])
    found = {row["policy"]: row for row in marts.query("select * from int_published_policies")}
    for policy, floor in FLOORS.items():
        assert {name: found[policy.value][name] for name in asdict(floor)} == asdict(floor)


def test_a_family_is_published_under_its_strictest_policy():
    marts = Marts()
    marts.fill(
        "dim_syndrome_definitions",
        [("whole", 1, "no_case_finding", "h"), ("slice", 1, "standard", "h")],
    )
    marts.fill(
        "syndrome_standings", [("whole", 1, "whole", 1, True), ("slice", 1, "whole", 2, False)]
    )
    marts.run(["int_published_policies"])
    rows = marts.query("select * from int_published_policies")
    assert {(row["period"], row["age_bands"], row["smallest_count"]) for row in rows} == {
        ("quarter", "broad", 11)
    }


def test_nothing_is_told_beside_a_definition_that_is_gone():
    """A new name has no ledger of its own: 21 beside the 20 of a moment ago would tell of one."""
    history = History([("old", "never")])
    history.publish([(0, 20, 0)])
    history.marts.fill("dim_syndrome_definitions", [("new", 1, "no_case_finding", "h")])
    history.marts.fill("syndrome_standings", [("new", 1, "new", 1, True)])
    history.pairs = [("new", "never")]
    rows = history.publish([(0, 21, 0)])
    assert {row["matched_visits"] for row in rows if row["definition"] == "new"} == {None}
