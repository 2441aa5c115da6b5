"""The attacker: what it works out, and that it claims nothing that is not so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from tests.attacking.library import defined, told
from transpiler.attacking import (
    AttackOutcome,
    CodeGroup,
    Overall,
    Present,
    Suppositions,
    attack,
    summarize,
)

ANY = "any_v1"
PEOPLE = ("0-17, F", "0-17, M", "18+, F", "18+, M")


def ranges(rows, definitions=(), groups=None, **more):
    """Return (definition, stratum) of each withheld cell → outcome, least and most."""
    found = attack(rows, dict(definitions), groups or {}, **more)
    return {
        (each.row.definition, each.row.stratum): (each.outcome, each.least, each.most)
        for each in found
    }


def line(definition, cut, counts, **more):
    return [told(definition, cut, stratum, count, **more) for stratum, count in counts.items()]


def test_a_count_is_what_its_sum_leaves():
    rows = [
        told(ANY, "all", "all", 50),
        *line(ANY, "place", {"AZ": 20, "CA": 27, "NM": None}),
    ]
    assert ranges(rows, [defined("any", "^fall^")]) == {(ANY, "NM"): (AttackOutcome.PINNED, 3, 3)}


def test_room_is_enough_where_two_counts_share_it():
    rows = [
        told(ANY, "all", "all", 50),
        *line(ANY, "place", {"AZ": 30, "CA": None, "NM": None}),
    ]
    found = ranges(rows, [defined("any", "^fall^")])
    assert {outcome for outcome, *_ in found.values()} == {AttackOutcome.HELD}


def test_a_row_and_a_column_leave_what_a_line_would_not():
    """D1: the women of the one place are the rest of all women."""
    rows = [
        told(ANY, "all", "all", 41),
        *line(ANY, "place", {"AZ": 14, "CA": 27}),
        *line(ANY, "age and sex", {"18+, F": 17, "18+, M": 24}),
        told(ANY, "place, age and sex", "AZ, 18+, F", 14, 1_000),
        told(ANY, "place, age and sex", "CA, 18+, F", None, 3_000),
        told(ANY, "place, age and sex", "CA, 18+, M", 24, 5_000),
    ]
    found = ranges(rows, [defined("any", "^fall^")])
    assert found == {(ANY, "CA, 18+, F"): (AttackOutcome.PINNED, 3, 3)}


GROUPED = {"AZ": None, "CA": None, "NM": None, "AZ + CA + NM": 22, "TX": 40}


def test_who_knows_the_program_knows_where_a_group_ends():
    """D2: AZ and CA were not enough together, and AZ is no 0."""
    visits = {"AZ": 2_000, "CA": 3_000, "NM": 4_000, "TX": 5_000}
    rows = [told(ANY, "all", "all", 62)]
    for name, count in GROUPED.items():
        row = told(ANY, "place", name, count, visits.get(name, 9_000))
        rows.append(row if name in visits else replace(row, place=None))
    definitions = [defined("any", "^fall^")]
    unknowing = ranges(rows, definitions, suppositions=Suppositions(knows_choices=False))
    assert unknowing[ANY, "NM"][1] == 0
    known = ranges(rows, definitions)
    assert {outcome for outcome, *_ in known.values()} == {AttackOutcome.HELD}
    assert known[ANY, "NM"][1] >= 12
    assert known[ANY, "AZ"][1] == 1
    # of the last group nobody knows where it ended before what was left went with it
    last = [replace(row, visits=1_000) if row.stratum == "TX" else row for row in rows]
    assert ranges(last, definitions)[ANY, "NM"][1] < 12


def test_a_group_is_what_its_parts_add_up_to():
    rows = [
        told(ANY, "all", "all", 60),
        *line(ANY, "certainty", {"confirmed": None, "suspected": None, "none": 44}),
        told(ANY, "certainty", "confirmed + suspected", 16),
        told("suspected_v1", "all", "all", 13),
    ]
    groups = {
        "any": (
            CodeGroup("certainty", "confirmed", ("T745",)),
            CodeGroup("certainty", "suspected", ("T765",)),
        )
    }
    definitions = [
        defined("any", "^;T745^,or,^;T765^,or,^exploited^"),
        defined("suspected", "^;T765^"),
    ]
    found = ranges(rows, definitions, groups)
    assert found[ANY, "confirmed"] == (AttackOutcome.PINNED, 3, 3)


def test_of_a_count_whose_other_parts_are_0_the_rest_of_its_visits_is_left():
    """Nobody of the adults: whatever three minors are, nothing is told of them."""
    rows = [
        told(ANY, "all", "all", 40),
        *line(ANY, "age and sex", {"0-17, F": 40, "18+, F": 0}),
    ]
    cells = {("AZ", "0-17"): 900, ("AZ", "18+"): 900, ("CA", "0-17"): 3, ("CA", "18+"): 900}
    present = [
        Present(*(row.start, row.end, row.setting, *who, "F", many, row.counted_on))
        for row in rows[:1]
        for who, many in cells.items()
    ]
    found = ranges(rows, [defined("any", "^fall^")], present=present)
    assert found[ANY, "CA"] == (AttackOutcome.HELD, 0, 3)
    # a count that is told to be nothing by a listed row is known
    rows.append(told(ANY, "place", "CA", None, 900))
    rows.append(told(ANY, "place", "AZ", 40, 900))
    found = ranges(rows, [defined("any", "^fall^")])
    assert found[ANY, "CA"][0] is AttackOutcome.PINNED_ZERO


def test_parts_told_together_are_no_one_of_them():
    """AZ and a place of hardly any visit, of which nothing is told by itself."""
    rows = [
        told(ANY, "all", "all", 60),
        told(ANY, "place", "AZ and few others", 20, 5_003),
        told(ANY, "place", "CA", 40, 5_000),
    ]
    rows[1] = replace(rows[1], place="AZ")
    cells = {"AZ": 5_000, "CA": 5_000, "NM": 3}
    present = [
        Present(*(row.start, row.end, row.setting, place, "18+", "F", many, row.counted_on))
        for row in rows[:1]
        for place, many in cells.items()
    ]
    found = ranges(rows, [defined("any", "^fall^")], present=present)
    assert found[ANY, "NM"] == (AttackOutcome.HELD, 0, 3)


def test_a_definition_for_minors_is_subtracted_from_that_for_all():
    """D3: one for minors is the part of the other that is minors."""
    rows = [
        told(ANY, "all", "all", 80),
        *line(ANY, "age and sex", {"0-17, F": 20, "0-17, M": None, "18+, F": 40, "18+, M": None}),
        told("minors_v1", "all", "all", 23),
    ]
    definitions = [defined("any", "^fall^"), defined("minors", "^fall^", age=(None, 17))]
    found = ranges(rows, definitions)
    assert found[ANY, "0-17, M"] == (AttackOutcome.PINNED, 3, 3)
    # without a word in common the two say nothing about one another
    apart = [defined("any", "^fall^"), defined("minors", "^burn^", age=(None, 17))]
    assert ranges(rows, apart)[ANY, "0-17, M"][0] is AttackOutcome.HELD


EXPLOITATION = (
    CodeGroup("exploitation", "sexual", ("T745", "T765")),
    CodeGroup("exploitation", "labor", ("T746", "T766")),
)


def test_a_group_of_codes_is_a_definition_by_these_codes():
    """D4: labor alone and several together are all with a code of labor."""
    rows = [
        told(ANY, "all", "all", 72),
        *line(
            ANY,
            "exploitation",
            {"sexual": 60, "labor": None, "several": None, "none": None},
        ),
        told("labor_v1", "all", "all", 11),
    ]
    definitions = [
        defined("any", "^;T7[46][56]^,or,^exploited^"),
        defined("labor", "^;T746^,or,^;T766^"),
    ]
    loose = ranges(rows, definitions)
    assert loose[ANY, "none"][0] is AttackOutcome.HELD
    tight = ranges(rows, definitions, {"any": EXPLOITATION})
    assert tight[ANY, "none"] == (AttackOutcome.PINNED, 1, 1)


def test_groups_within_one_another_are_subtracted():
    """D5: children and adults are all that is confirmed."""
    groups = (
        CodeGroup("certainty", "confirmed", ("T745",)),
        CodeGroup("age of code", "adult", ("T7451",)),
        CodeGroup("age of code", "child", ("T7452",)),
    )
    rows = [
        told(ANY, "all", "all", 60),
        *line(ANY, "certainty", {"confirmed": 43, "none": 17, "several": 0}),
        *line(ANY, "age of code", {"adult": 40, "child": 0, "several": None, "none": None}),
    ]
    found = ranges(rows, [defined("any", "^;T745^,or,^exploited^")], {"any": groups})
    # at least the 40 adults are confirmed, and 3 more carry the category or both codes
    assert found[ANY, "none"][1] >= 17
    assert found[ANY, "several"][2] <= 3


def test_phase_of_care_follows_from_the_codes():
    """D6: who carries none of the codes that have a phase has none."""
    groups = (CodeGroup("certainty", "confirmed", ("T745",)),)
    rows = [
        told(ANY, "all", "all", 60),
        *line(ANY, "certainty", {"confirmed": 38, "none": 22}),
        *line(
            ANY,
            "phase of care",
            {"initial": 36, "subsequent": None, "sequela": 0, "no such code": None},
        ),
    ]
    found = ranges(rows, [defined("any", "^;T745^,or,^exploited^")], {"any": groups})
    assert found[ANY, "no such code"] == (AttackOutcome.NARROWED, 22, 24)
    assert found[ANY, "subsequent"] == (AttackOutcome.NARROWED, 0, 2)


def test_three_definitions_are_subtracted():
    """D8: all less minors less adults are the elders."""
    rows = [
        told(ANY, "all", "all", 65),
        told("minors_v1", "all", "all", 23),
        told("adults_v1", "all", "all", 40),
        told("elders_v1", "all", "all", None),
    ]
    definitions = [
        defined("any", "^fall^", age=(0, None)),
        defined("minors", "^fall^", age=(0, 17)),
        defined("adults", "^fall^", age=(18, 64)),
        defined("elders", "^fall^", age=(65, None)),
    ]
    # people are told apart by the bands of some cut
    rows += line(ANY, "age and sex", dict.fromkeys(("0-17, F", "18-64, F", "65+, F")))
    found = ranges(rows, definitions)
    assert found["elders_v1", "all"] == (AttackOutcome.PINNED, 2, 2)
    assert found[ANY, "65+, F"] == (AttackOutcome.PINNED, 2, 2)


def test_weeks_are_subtracted_from_their_quarter():
    """D13: the quarter less the weeks shown is the week that is not."""
    weeks = [(date(2025, 1, 5 + 7 * at), date(2025, 1, 11 + 7 * at)) for at in range(3)]
    rows = [told("thin_v1", "all", "all", 0, period=week) for week in weeks[:2]]
    rows.append(told("thin_v1", "all", "all", None, 300, period=weeks[2]))
    rows.append(told(ANY, "all", "all", 14))
    definitions = [defined("thin", "^;T7451^"), defined("any", "^;T745^")]
    assert ranges(rows, definitions)["thin_v1", "all"] == (AttackOutcome.HELD, 0, 14)


def test_what_arrived_is_known_where_nothing_else_changed():
    """D10: the sum is told when one more has come, and the one cell in which a visit came."""
    before, after = date(2025, 5, 1), date(2025, 5, 2)
    rows = []
    for day, total, girls in ((before, None, 12), (after, 11, 13)):
        rows.append(told(ANY, "all", "all", total, 112 + girls, counted_on=day))
        for stratum, visits in (("0-17, F", girls), ("18+, M", 112)):
            rows.append(told(ANY, "age and sex", stratum, None, visits, counted_on=day))
            rows.append(
                told(ANY, "place, age and sex", f"AZ, {stratum}", None, visits, counted_on=day)
            )
    definitions = [defined("any", "^fall^")]
    every = attack(rows, dict(definitions), {}, Suppositions(arrivals_only=True))
    (first,) = [each for each in every if each.row.cut == "all"]
    assert (first.outcome, first.least, first.most) == (AttackOutcome.NARROWED, 10, 11)
    assert all(each.outcome is AttackOutcome.HELD for each in attack(rows, dict(definitions), {}))


def test_predictive_values_tell_how_many_there_are_at_the_least():
    """D9: so many were reviewed, and all but one quarter are told."""
    spring = (date(2025, 4, 1), date(2025, 6, 30))
    rows = [
        told(ANY, "all", "all", None, 500),
        told(ANY, "all", "all", 40, 500, period=spring),
    ]
    found = attack(
        rows, dict([defined("any", "^fall^")]), {}, overall=[Overall(ANY, None, least=48)]
    )
    assert [each.is_above_zero for each in found] == [True]
    assert found[0].least == 8


def test_what_the_definitions_leave_alone_is_no_disclosure():
    """That no adult is a minor is known without any publication."""
    rows = [
        told("minors_v1", "all", "all", 30),
        *line("minors_v1", "age and sex", dict.fromkeys(PEOPLE)),
    ]
    found = ranges(rows, [defined("minors", "^fall^", age=(None, 17))])
    assert {outcome for outcome, *_ in found.values()} == {AttackOutcome.HELD}


def test_what_cannot_be_is_not_called_safe():
    rows = [
        told(ANY, "all", "all", 10),
        *line(ANY, "place", {"AZ": 11, "CA": None}),
    ]
    found = attack(rows, dict([defined("any", "^fall^")]), {})
    assert [each.outcome for each in found] == [AttackOutcome.NOT_SOLVED]
    assert not summarize(found)[-1].is_safe


@pytest.mark.parametrize("seed", range(4))
def test_every_range_holds_the_truth(seed):
    """Worlds drawn at random, of which any cells are told: no range may miss what is so."""
    random = np.random.default_rng(seed)
    definitions = [
        defined("any", "^fall^"),
        defined("minors", "^fall^", age=(None, 17)),
        defined("women", "^fall^", sex="F"),
    ]
    takes = {
        ANY: lambda people: True,
        "minors_v1": lambda people: people.startswith("0-17"),
        "women_v1": lambda people: people.endswith("F"),
    }
    for _ in range(12):
        rows, truth = [], {}
        table = {
            cell: int(random.choice([0, 1, 3, 8, 20, 60])) for cell in product(("AZ", "CA"), PEOPLE)
        }
        for name, taken in takes.items():
            for cut, key in {
                "all": lambda cell: "all",
                "place": lambda cell: cell[0],
                "age and sex": lambda cell: cell[1],
                "place, age and sex": ", ".join,
            }.items():
                for stratum in dict.fromkeys(map(key, table)):
                    cells = [cell for cell in table if key(cell) == stratum]
                    count = sum(table[cell] for cell in cells if taken(cell[1]))
                    visits = sum(table[cell] + 30 for cell in cells)
                    is_told = random.random() < 0.4
                    truth[name, cut, stratum] = count
                    rows.append(told(name, cut, stratum, count if is_told else None, visits))
        unknowing = Suppositions(knows_choices=False)
        found = attack(rows, dict(definitions), {}, unknowing)
        assert found
        for each in found:
            count = truth[each.row.definition, each.row.cut, each.row.stratum]
            if each.outcome in (
                AttackOutcome.PINNED,
                AttackOutcome.PINNED_ZERO,
                AttackOutcome.NARROWED,
            ):
                assert each.least <= count <= each.most
            assert each.is_above_zero <= (count > 0)
