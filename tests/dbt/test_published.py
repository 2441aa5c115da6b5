"""What has been published once stays, or changes by no small count; and of two definitions that
are nearly the same no small difference is told."""

from __future__ import annotations

from itertools import combinations

import duckdb
import jinja2
import numpy as np
import pytest

from tests.dbt.conftest import TARGETS, write_seed
from tests.dbt.small import define, small_project, visit
from transpiler.dbt import compile_project
from transpiler.macros import load_macros
from transpiler.resources import data_path

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
    """Return visits of one day in March, numbered from ``first``."""
    who = {"day": 4, "state": "AZ", "age_years": 30}
    return [
        visit("f", text, arrived=arrived, number=f"{text} {first + at}", **who)
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
    models = ("--select", "+rpt_syndrome_trends", "--resource-type", "model")

    def publish(rows, *options):
        write_seed(project, rows)
        kinds = ("--resource-type", "seed", *models)
        target.dbt(project, "build", *kinds, *options, schema="published")
        found = target.query(TRENDS)
        assert len(found) == len({row[:3] for row in found})
        return (
            {definition: count for definition, cut, _, count, _ in found if cut == "all"},
            {row[:3]: row[3] for row in found if row[1] == "age and sex"},
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
    assert shown == {"fall", "apart"}  # ladder is within fall, and has no cuts of its own
    first = target.query(LEDGER)
    few = visits("FALL", 3, first=100, arrived=WEEKS_LATER + 24)
    many = visits("FALL", 15, first=200, arrived=WEEKS_LATER + 48)

    if name != "bigquery":  # whose stand-in is slow
        assert publish(falls) == (sums, cuts)
        assert publish(falls, "--full-refresh") == (sums, cuts)
        assert target.query(LEDGER) == first
        assert publish(falls + few) == (sums, cuts)

    revised, still = publish(falls + few + many)
    assert revised == {**sums, "fall": 88}
    assert still == cuts
    ((_, revision),) = target.query(LEDGER)
    assert revision == 2

    # 76 is far from 88, but near to the 70 that was published before that
    if name != "bigquery":
        fewer = falls[12:] + few + many
        assert publish(fewer)[0]["fall"] == 88


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
        target.dbt(project, "seed", schema="others")
        target.dbt(project, "build", *models, "--full-refresh", schema="others", **source)
        found += target.query(
            "select matched_visits from others_mart.rpt_syndrome_trends"
            " where period_label = '2025-W10' and cut = 'all'"
        )
    assert found == [(70,), (72,)]


class Ledger:
    """The model of the ledger on DuckDB, over sums and overlaps given by hand."""

    COLUMNS = (
        "definition text, version integer, period text, period_start date, setting text, cut text,"
        " stratum text, place text, age_group text, sex text, smallest_count integer,"
        " hold_back_days integer, matched_visits bigint, visits bigint, is_suppressed boolean"
    )

    def __init__(self, overlaps):
        self.connection = duckdb.connect(config={"threads": 2})
        self.connection.execute(f"create table int_trend_suppression ({self.COLUMNS})")
        self.connection.execute("create table syndrome_visits (arrived_at timestamp)")
        self.connection.execute(
            "create table int_definition_overlaps (definition text, version integer,"
            " other_definition text, other_version integer, is_other_leading boolean)"
        )
        self.connection.execute(
            "insert into int_definition_overlaps select unnest(?), 1, unnest(?), 1, unnest(?)",
            [list(column) for column in zip(*overlaps, strict=True)],
        )
        self.builds = 0

    def publish(self, sums):
        """Run the model over the sum of each definition; every one has two ages."""
        self.connection.execute("delete from int_trend_suppression")
        rows = [
            (definition, cut, stratum, age, count, count > 0 and count < 11)
            for definition, total in sums.items()
            for cut, stratum, age, count in (
                ("all", "all", None, total),
                ("age and sex", "0-17, F", "0-17", 0),
                ("age and sex", "18+, F", "18+", total),
            )
        ]
        self.connection.execute(
            "insert into int_trend_suppression select unnest(?), 1, 'quarter', date '2025-01-01',"
            " 'emergency', unnest(?), unnest(?), null, unnest(?), 'F', 11, 14, unnest(?), 100000,"
            " unnest(?)",
            [list(column) for column in zip(*rows, strict=True)],
        )
        self.connection.execute("delete from syndrome_visits")
        self.connection.execute(
            "insert into syndrome_visits values (timestamp '2025-05-01' + interval (?) day)",
            [self.builds],
        )
        sql = self._render()
        if self.builds:
            self.connection.execute(f"insert into ledger {sql}")
        else:
            self.connection.execute(f"create table ledger as {sql}")
        self.builds += 1

    def told(self):
        """Return definition → every sum that was ever published of it, and which have cuts."""
        sums, cuts = {}, set()
        for definition, cut, count in self.connection.execute(
            "select definition, cut, matched_visits from ledger"
        ).fetchall():
            if cut == "all":
                sums.setdefault(definition, []).append(count)
            else:
                cuts.add(definition)
        return sums, cuts

    def _render(self):
        project = data_path("dbt_project")
        text = (project / "macros" / "columns.sql").read_text(encoding="utf-8")
        text += (project / "models" / "marts" / "fct_published_trends.sql").read_text(
            encoding="utf-8"
        )
        types = {"string": "text", "int": "integer", "bigint": "bigint"}
        dbt = {f"type_{name}": lambda spelled=spelled: spelled for name, spelled in types.items()}
        return jinja2.Template(text).render(
            config=lambda **_: "",
            ref=lambda name: name,
            this="ledger",
            is_incremental=lambda: self.builds > 0,
            invocation_id="a run",
            var={"syndrome_source": "essence"}.get,
            dbt=type("Types", (), {name: staticmethod(spell) for name, spell in dbt.items()}),
            syndrome_macros=load_macros("duckdb"),
        )


def test_no_history_of_publications_tells_a_small_difference():
    """Two thousand pairs, one definition within the other, published six times as data change."""
    random = np.random.default_rng(7)
    pairs = [(f"wide {at}", f"narrow {at}") for at in range(2_000)]
    ledger = Ledger(
        [
            (one, other, leads)
            for wide, narrow in pairs
            for one, other, leads in ((narrow, wide, True), (wide, narrow, False))
        ]
    )
    wide = random.integers(0, 80, len(pairs))
    narrow = (wide * random.random(len(pairs))).astype(int)
    naive = 0
    before = None
    for _ in range(6):
        now = {name: int(count) for (name, _), count in zip(pairs, wide, strict=True)}
        now |= {name: int(count) for (_, name), count in zip(pairs, narrow, strict=True)}
        ledger.publish(now)
        if before is not None:
            naive += sum(0 < abs(now[name] - before[name]) < 11 for name in now)
        before = now
        change = random.choice([-3, -1, 0, 1, 2, 5, 12, 30], len(pairs))
        wide = np.maximum(wide + change, 0)
        narrow = np.minimum(np.maximum(narrow + random.integers(-2, 4, len(pairs)), 0), wide)
    sums, cuts = ledger.told()
    differences = [
        abs(one - other)
        for names in pairs
        for one, other in combinations([n for name in names for n in sums.get(name, [])], 2)
    ]
    revised = sum(len(found) > 1 for found in sums.values())
    assert naive > 1_000  # published as they come, the counts would tell of single visits
    assert revised > 500
    assert not [difference for difference in differences if 0 < difference < 11]
    assert not [names for names in pairs if set(names) <= cuts]
    once = ledger.connection.execute(
        "select max(rows) from (select count(*) as rows from ledger where cut <> 'all'"
        " group by definition, stratum)"
    ).fetchone()
    assert once == (1,)
