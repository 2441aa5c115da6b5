"""Nobody works out how many labels there are from what is published of predictive values."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.dbt.marts import Marts
from tests.dbt.test_published import History
from transpiler.disclosure import room

LEDGER = "fct_published_ppv"


class Reviews:
    """The models of predictive values over labels given by hand, published again and again."""

    def __init__(self, smallest_count=11):
        self.smallest_count = smallest_count
        self.marts = Marts()
        self.builds = 0
        self.marts.fill("dim_syndrome_definitions", [("d", 1, "no_case_finding", "h")])
        self.marts.fill(
            "syndrome_policies",
            [("no_case_finding", "quarter", "state", "broad", smallest_count, 14)],
        )
        self.marts.connection.execute(
            "create table int_reviewed_visits"
            " (visit_id text, definition text, version integer, verdict text)"
        )
        self.marts.connection.execute(
            "create table fct_published_trends (definition text, version integer, period text,"
            " period_start date, setting text, cut text, matched_visits bigint, revision integer,"
            " is_of_generated_visits boolean)"
        )

    def publish(self, true, false, unknown=0, told=(100_000,)):
        """Publish a number of labels beside told sums, None withheld; return what stands then."""
        self.marts.fill(
            "fct_published_trends",
            [
                ("d", 1, "quarter", date(2020 + at, 1, 1), "emergency", "all", many, 1, False)
                for at, many in enumerate(told)
            ],
        )
        verdicts = ["true"] * true + ["false"] * false + ["unknown"] * unknown
        self.marts.fill(
            "int_reviewed_visits", [(f"{at}", "d", 1, found) for at, found in enumerate(verdicts)]
        )
        arrived = datetime(2025, 5, 1)
        self.marts.fill(
            "syndrome_visits",
            [History.visit(f"{at}", 0, arrived, 30) for at in range(max(1, len(verdicts)))],
        )
        self.marts.run(["int_published_policies"])
        self.marts.this, self.marts.builds = LEDGER, self.builds
        sql = self.marts.render(LEDGER)
        if self.builds:
            self.marts.connection.execute(f"insert into {LEDGER} {sql}")
        else:
            self.marts.connection.execute(f"create table {LEDGER} as {sql}")
        self.builds += 1
        self.marts.run(["rpt_syndrome_ppv"])
        ((row),) = self.marts.query(
            "select reviewed_from, reviewed_to, ppv_from, ppv_to, is_suppressed"
            " from rpt_syndrome_ppv"
        )
        return tuple(row.values())


WITHHELD = (None, None, None, None, True)


def test_too_few_labels_tell_nothing():
    reviews = Reviews()
    assert reviews.publish(0, 0) == WITHHELD
    assert reviews.publish(60, 49, unknown=400) == WITHHELD


def test_a_value_is_a_tenth_and_stands_until_the_labels_have_doubled():
    reviews = Reviews()
    assert reviews.publish(80, 40) == (110, 219, pytest.approx(0.6), pytest.approx(0.7), False)
    assert reviews.publish(180, 39) == (110, 219, pytest.approx(0.6), pytest.approx(0.7), False)
    assert reviews.publish(180, 40) == (220, 439, pytest.approx(0.8), pytest.approx(0.9), False)
    assert reviews.publish(60, 60)[:2] == (220, 439)  # labels that went
    assert reviews.publish(440, 0) == (440, 879, pytest.approx(0.9), pytest.approx(1.0), False)


def test_labels_tell_nothing_of_a_withheld_sum():
    """Of 110 labels all matches have one; beside 102 told, what is withheld would be 8 to 10."""
    reviews = Reviews()
    assert reviews.publish(60, 50, told=(60, 42, None)) == WITHHELD
    assert reviews.publish(60, 50, told=(60, 50, None))[:2] == (110, 219)


@pytest.mark.parametrize("smallest_count", [11, 20])
def test_every_number_of_labels_has_its_room_even_at_the_moment_it_is_told(smallest_count):
    """Who sees the first value appear knows how many there are; not how many of them are true."""
    least = 10 * smallest_count
    for reviewed in (least, 2 * least, 4 * least):
        told = {}
        for true in range(reviewed + 1):
            told.setdefault(min(10 * true // reviewed, 9), []).append(true)
        assert min(map(len, told.values())) - 1 >= room(smallest_count)
    reviews = Reviews(smallest_count)
    assert reviews.publish(least - 1, 0) == WITHHELD
    assert reviews.publish(least, 0)[:2] == (least, 2 * least - 1)
