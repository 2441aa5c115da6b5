"""Ways in which withheld counts once followed, each as small visits published by the project's SQL.

Every one of them worked before what is published was chosen against all that is known together. A
scenario ends with the attacker, who has all that was told, and with what can be said by hand.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, count

import pytest

from tests.attacking.library import defined
from tests.attacking.marts import Marts, Visit, World
from transpiler.attacking import AttackOutcome, Suppositions, Told, attack
from transpiler.definition import DefinitionError

FIRST = date(2025, 8, 1)
"""The first build, when the quarters before July are long complete."""
WINTER, SPRING = date(2025, 2, 4), date(2025, 5, 6)

FALL = defined("falls", "^fall^")[1]
ANY = "any_v1"
QUARTERS = {"policy": "no_case_finding"}


class Register:
    """Visits, numbered as they come."""

    def __init__(self):
        self.visits: list[Visit] = []
        self._numbers = count()

    def add(self, matched, visits, text="fall", **who):
        """Add visits of which so many have the text."""
        known = {"day": WINTER, "arrived": FIRST, **who}
        for at in range(visits):
            codes = text if at < matched else "cough"
            self.visits.append(Visit(number=f"v{next(self._numbers)}", codes=codes, **known))

    def remove(self, *, codes, many=1):
        """Delete visits of a text."""
        for _ in range(many):
            found = next(at for at, visit in enumerate(self.visits) if visit.codes == codes)
            del self.visits[found]


@pytest.fixture(scope="module")
def marts(tmp_path_factory):
    """Compile each library once."""
    known: dict[str, Marts] = {}

    def compiled(name, *definitions, **more):
        if name not in known:
            known[name] = Marts(tmp_path_factory.mktemp("marts") / name, definitions, **more)
        return known[name]

    return compiled


def broken(world, rows=None, *, arrivals_only=False):
    """Return the withheld cells that the attacker breaks, or does not come to an end with."""
    rows = list(world.told if rows is None else rows)
    findings = attack(
        rows,
        world.marts.definitions,
        world.marts.groups,
        Suppositions(arrivals_only=arrivals_only),
        present=world.present(rows),
        overall=world.overall,
    )
    for found in findings:
        true = world.true_count(found.row)
        if true is not None and found.outcome in (AttackOutcome.PINNED, AttackOutcome.NARROWED):
            assert found.least is not None and found.most is not None
            assert found.least <= true <= found.most, "the attacker claims what is not so"
    return [found for found in findings if found.outcome is not AttackOutcome.HELD]


def shown(rows, definition, cut="all"):
    """Return stratum → count of the cells of a cut that are shown, of the last quarter there is."""
    return {
        row.stratum: row.count
        for row in rows
        if row.definition == definition and row.cut == cut and row.count is not None
    }


def small_steps(rows, *same):
    """Yield pairs of told cells that differ by a small number, of definitions that are one."""
    cells: dict[tuple[object, ...], list[Told]] = {}
    for row in rows:
        if row.count is not None and row.definition in same:
            key = (row.start, row.end, row.setting, row.cut, row.stratum)
            cells.setdefault(key, []).append(row)
    for told in cells.values():
        for one, other in combinations(told, 2):
            assert one.count is not None and other.count is not None
            if 0 < abs(one.count - other.count) < one.smallest_count:
                yield one, other


def test_d1_places_with_visits_of_one_group_of_people(marts):
    register = Register()
    register.add(14, 1_000, place="AZ")
    register.add(3, 1_000, place="CA")
    register.add(24, 5_000, place="CA", sex="M")
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1") == {"all": 41}
    assert not broken(world)


def test_one_small_part(marts):
    """Not one of the scenarios of before: the plainest case there is."""
    register = Register()
    register.add(3, 1_000, place="AZ")
    register.add(0, 2_000, place="CA")
    register.add(40, 3_000, place="NM")
    register.add(60, 4_000, place="TX")
    for at, visit in enumerate(register.visits):
        register.visits[at] = replace(visit, facility=f"{visit.place}{at % 4}")
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1", "place") == {"AZ + CA + NM": 43, "TX": 60}
    assert not broken(world)


def test_a_small_part_that_is_left_goes_with_the_last_group(marts):
    register = Register()
    spread(register, 30, 999, place="AZ")
    spread(register, 42, 2_001, place="CA")
    spread(register, 3, 3_000, place="NM")
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1", "place") == {"AZ": 30, "CA + NM": 45}
    assert not broken(world)


def test_groups_of_small_parts_one_after_another(marts):
    """Of each group nobody knows more than that all but its last part were a small number."""
    register = Register()
    for at, (place, matched) in enumerate(
        {"AK": 6, "AZ": 0, "CA": 9, "CO": 0, "NM": 3, "NV": 12, "TX": 9, "UT": 6}.items()
    ):
        spread(register, matched, 900 + 30 * at, place=place)
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1", "place") == {
        "AK + AZ + CA": 15,
        "CO": 0,
        "NM + NV": 15,
        "TX + UT": 15,
    }
    assert not broken(world)


def test_few_who_came_again_are_told_together(marts):
    register = Register()
    spread(register, 30, 3_000)
    for patient, days in enumerate([1] * 4 + [10] * 9):
        for day in (WINTER, WINTER + timedelta(days=days)):
            register.add(1, 1, patient=f"p{patient}", day=day)
    world = World(marts("quarters", defined("falls", "^fall^", **QUARTERS)[1]))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1", "earlier visit") == {
        "0-3 days before + 4-30 days before": 13,
        "31-90 days before": 0,
        "91-365 days before": 0,
        "none in a year": 43,
        "patient unknown": 0,
    }
    assert not broken(world)


def test_few_with_a_phase_of_care_are_told_together(marts):
    register = Register()
    spread(register, 30, 3_000, ";T7451;")
    spread(register, 6, 6, ";T7451XD;")
    spread(register, 9, 9, ";T7451XA;")
    world = World(marts("codes alone", ANY_FORM, groups={}))
    rows = world.build(register.visits)
    assert shown(rows, ANY, "phase of care") == {
        "sequela": 0,
        "subsequent + initial": 15,
        "no such code": 30,
    }
    assert not broken(world)


def test_a_sum_is_told_anew_after_no_small_step(marts):
    register = Register()
    register.add(40, 3_000)
    world = World(marts("falls", FALL))
    for later in range(1, 8):
        world.build(register.visits)
        register.add(3, 3, arrived=FIRST + timedelta(days=later))
    assert len({row.count for row in world.told if row.cut == "all"}) > 1
    assert not list(small_steps(world.told, "falls_v1"))


def test_d2_the_one_visit_of_a_stratum(marts):
    register = Register()
    for place in ("AZ", "CA", "TX"):
        for sex in ("F", "M"):
            for age in (10, 30, 70):
                register.add(40, 700, place=place, sex=sex, age=age)
    register.add(1, 1, place="TX", sex=None, age=10)
    register.add(2, 3, place="AZ", sex=None, age=30)
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1")["all"] == 723
    assert not broken(world)


def test_d3_the_sum_of_a_smaller_definition_and_the_cuts_of_the_larger(marts):
    register = Register()
    register.add(20, 2_000, age=12)
    register.add(3, 2_000, age=12, sex="M")
    register.add(40, 3_000)
    register.add(4, 3_000, sex="M")
    library = marts(
        "slices",
        defined("any", "^fall^")[1],
        defined("minors", "^fall^", age=(None, 17))[1],
        defined("women", "^fall^", sex="F")[1],
    )
    world = World(library)
    rows = world.build(register.visits)
    assert shown(rows, ANY) == {"all": 67}
    assert not broken(world)


EXPLOITATION = {
    "exploitation": {
        "sexual": ("T745", "T765", "Z0481"),
        "labor": ("T746", "T766", "Z0482"),
    },
    "certainty": {"confirmed": ("T745", "T746"), "suspected": ("T765", "T766")},
}
ANY_FORM = defined("any", "^;T74[56]^,or,^;T76[56]^,or,^;Z048[12]^")[1]
LABOR = defined("labor", "^;T746^,or,^;T766^,or,^;Z0482^")[1]


def trafficking(marts):
    groups = {"any": EXPLOITATION, "labor": EXPLOITATION}
    return marts("trafficking", ANY_FORM, LABOR, groups=groups)


def test_d4_two_definitions_beside_one_another_by_codes(marts):
    register = Register()
    register.add(60, 3_000, ";T7451XA;")
    register.add(11, 500, ";T7461XA;")
    register.add(1, 1, ";T7451XA;T7461XA;")
    world = World(trafficking(marts))
    rows = world.build(register.visits)
    assert shown(rows, ANY) == {"all": 72}
    assert not broken(world)


def test_a_new_definition_beside_a_part_that_was_told_before(marts):
    """Of 21 in the part for labor 18 have the one code; the others would be the difference."""
    register = Register()
    spread(register, 60, 3_000, ";T7451XA;")
    spread(register, 18, 18, ";T7461XA;")
    spread(register, 3, 3, ";T7661XA;")
    groups = {"any": EXPLOITATION}
    world = World(marts("part", ANY_FORM, groups=groups))
    rows = world.build(register.visits)
    assert shown(rows, ANY, "exploitation")["labor"] == 21
    confirmed = defined("confirmed", "^;T746^")[1]
    for later in (1, 2):
        register.add(0, 1, arrived=FIRST + timedelta(days=later))
        library = marts("part and another", ANY_FORM, confirmed, groups=groups)
        rows = world.build(register.visits, marts=library)
        assert not shown(rows, "confirmed_v1")
    assert not broken(world, arrivals_only=True)


def test_d5_groups_of_codes_within_one_another(marts):
    nested = {
        "any": {
            "certainty": {"confirmed": ("T745",), "suspected": ("T765",)},
            "age of the code": {"older": ("T7451",), "younger": ("T7452",)},
        }
    }
    try:
        library = marts("nested", ANY_FORM, groups=nested)
    except DefinitionError:
        return  # refused
    register = Register()
    register.add(40, 3_000, ";T7451XA;")
    register.add(3, 3, ";T7452XA;")
    register.add(25, 25, ";T7651XA;")
    world = World(library)
    world.build(register.visits)
    assert not broken(world)


def test_d6_two_cuts_of_one_definition(marts):
    register = Register()
    register.add(40, 3_000, ";T7451XA;")
    register.add(20, 500, ";T7461XA;")
    register.add(20, 20, ";T7661XD;")
    register.add(2, 2, ";Z0481;")
    register.add(20, 20, ";Z0481;T7451XA;")
    world = World(trafficking(marts))
    rows = world.build(register.visits)
    assert shown(rows, ANY)["all"] == 102
    assert not broken(world)


def test_d7_a_pair_is_one_in_each_quarter(marts):
    first = defined("grown", "^;T745^,or,^exploited^")[1]
    second = defined("grown", "^;T745^,or,^;Z0481^", version=2)[1]
    register = Register()
    register.add(27, 3_000, ";T7451XA;")
    register.add(3, 3, "exploited")
    register.add(27, 3_000, ";T7451XA;", day=SPRING)
    register.add(15, 15, ";Z0481;", day=SPRING)
    world = World(marts("versions", first, second))
    rows = world.build(register.visits)
    assert shown(rows, "grown_v1") or shown(rows, "grown_v2")
    assert not list(small_steps(world.told, "grown_v1", "grown_v2"))
    assert not broken(world)


def test_d8_three_definitions(marts):
    library = marts(
        "bands",
        defined("any", "^fall^", age=(0, None))[1],
        defined("minors", "^fall^", age=(0, 17))[1],
        defined("adults", "^fall^", age=(18, 64))[1],
        defined("elders", "^fall^", age=(65, None))[1],
    )
    register = Register()
    register.add(23, 2_000, age=12)
    register.add(40, 2_000, age=30)
    register.add(2, 2_000, age=70)
    world = World(library)
    world.build(register.visits)
    assert not broken(world)


def predictive_values(world):
    return [tuple(row.values()) for row in world.table("rpt_syndrome_ppv")]


def reviews(visits, *definitions, text="fall"):
    return [
        (visit.number, name, "true")
        for name in definitions
        for visit in visits
        if visit.codes.startswith(text)
    ]


def test_d9_predictive_values_of_two_versions(marts):
    first = defined("fell", "^fall^")[1]
    second = defined("fell", "^fall^,andnot,^stairs^", version=2)[1]
    register = Register()
    register.add(30, 3_000, place="CA")
    register.add(3, 3, "fall on stairs", place="CA")
    world = World(marts("fell", first, second))
    labels = [
        *reviews(register.visits, "fell_v1"),
        *((visit.number, "fell_v2", "true") for visit in register.visits if visit.codes == "fall"),
    ]
    world.build(register.visits, reviewed=labels)
    told = {value for row in predictive_values(world) for value in row if isinstance(value, int)}
    assert not {33, 30} <= told
    assert not broken(world)


def test_d9_predictive_values_tell_of_no_single_visit_that_goes(marts):
    register = Register()
    register.add(135, 3_000)
    world = World(marts("falls", FALL))
    told = set()
    for later in range(12):
        world.build(register.visits, reviewed=reviews(register.visits, "falls_v1"))
        told.update(predictive_values(world))
        register.remove(codes="fall")
        register.add(0, 1, arrived=FIRST + timedelta(days=later + 1))
    assert len(told) == 1
    assert not any(row[-1] for row in told), "nothing was told"


def test_d9_the_sum_of_all_reviewed_is_not_told_beside_the_trends(marts):
    register = Register()
    register.add(112, 3_000)
    register.add(10, 1_000, day=SPRING)
    world = World(marts("falls", FALL))
    world.build(register.visits, reviewed=reviews(register.visits, "falls_v1"))
    (row,) = world.table("rpt_syndrome_ppv")
    assert row["reviewed_to"] - row["reviewed_from"] > 100
    assert not broken(world)


def test_d10_the_first_telling_of_a_sum(marts):
    register = Register()
    register.add(4, 12, age=12)
    register.add(3, 300, age=30, sex="M")
    register.add(3, 300, age=70, sex="M")
    world = World(marts("falls", FALL))
    world.build(register.visits)
    register.add(1, 1, age=12, arrived=FIRST + timedelta(days=1))
    world.build(register.visits)
    assert not broken(world, arrivals_only=True)


def test_d11_a_threshold_that_rises(marts):
    register = Register()
    register.add(40, 3_000, place="AZ")
    register.add(25, 2_000, place="CA")
    register.add(15, 1_000, place="NM")
    world = World(marts("falls", FALL))
    world.build(register.visits)
    after = world.build(register.visits, policies={"standard": {"smallest_count": 20}})
    assert not broken(world, after)


def test_d12_a_policy_that_was_too_lax(marts):
    register = Register()
    for week in range(12):
        for place in ("AZ_Pima", "AZ_Yuma"):
            day = date(2025, 1, 7) + timedelta(days=7 * week)
            register.add(40, 700, place=place, day=day)
            register.add(30, 700, place=place, day=day, age=14)
    lax = {"standard": {"period": "week", "geography": "county"}}
    world = World(marts("lax", FALL, policies=lax))
    assert any(row.count for row in world.build(register.visits))
    strict = marts("strict", defined("falls", "^fall^", policy="no_case_finding")[1])
    after = world.build(register.visits, marts=strict)
    assert all((row.end - row.start).days > 80 for row in after)
    assert not [row for row in after if row.place and "_" in row.place]
    assert not [row for row in after if row.age_group == "12-17"]


def test_d13_a_thin_slice_under_a_laxer_policy(marts):
    register = Register()
    for week in range(12):
        day = date(2025, 1, 7) + timedelta(days=7 * week)
        register.add(10, 700, ";T7452XA;", day=day, age=16)
    register.add(1, 1, ";T7451XA;", day=date(2025, 2, 18), age=15)
    thin = defined("thin", "^;T7451XA^", age=(15, 15))[1]
    broad = defined("any", "^;T745^", policy="no_case_finding")[1]
    world = World(marts("thin", thin, broad, policies={"standard": {"period": "week"}}))
    rows = world.build(register.visits)
    told = [row for row in rows if row.count is not None]
    weeks = [row for row in told if (row.end - row.start).days < 80]
    assert not [row for row in weeks if row.definition == "thin_v1"]
    assert shown(rows, ANY) == {"all": 121}
    assert not broken(world)


@pytest.mark.parametrize(
    "edited",
    [
        {"smallest_count": 1},
        {"period": "week"},
        {"geography": "county"},
        {"age_bands": "fine"},
        {"hold_back_days": 0},
    ],
    ids=str,
)
def test_d14_floors_hold_when_the_seed_is_edited_after_compiling(marts, edited):
    register = Register()
    for day in (WINTER, date(2025, 7, 1)):
        for place in ("AZ_Pima", "AZ_Yuma"):
            register.add(45, 900, place=place, day=day, arrived=date(2025, 10, 2))
            register.add(3, 900, place=place, day=day, arrived=date(2025, 10, 2), age=14)
    register.add(3, 900, day=SPRING, arrived=date(2025, 10, 2))
    world = World(marts("strict", defined("falls", "^fall^", policy="no_case_finding")[1]))
    rows = world.build(register.visits, policies={"no_case_finding": edited})
    assert rows
    assert all((row.end - row.start).days > 80 for row in rows)
    assert not [row for row in rows if row.place and "_" in row.place]
    assert {row.age_group for row in rows} <= {None, "0-17", "18+", "unknown"}
    assert all(row.count is None or row.count == 0 or row.count > 10 for row in rows)
    assert all(row.end < date(2025, 9, 1) for row in rows), "published before it may be"


def test_d15_a_new_name_is_no_fresh_ledger(marts):
    register = Register()
    register.add(20, 2_000, place="AZ")
    register.add(30, 2_000, place="CA")
    world = World(marts("falls", FALL))
    world.build(register.visits)
    register.add(1, 1, place="AZ", arrived=FIRST + timedelta(days=1))
    renamed = marts("renamed", defined("tumbles", "^fall^")[1])
    world.build(register.visits, marts=renamed)
    assert not list(small_steps(world.told, "falls_v1", "tumbles_v1"))


def test_d16_negations_and_the_definition_without_them(marts):
    without = defined("without", "^fall^")[1]
    with_it = defined("with_it", "^fall^,andnot,^stairs^")[1]
    register = Register()
    register.add(47, 3_000)
    register.add(3, 3, "fall on stairs")
    register.add(20, 3_000, day=SPRING)
    register.add(20, 20, "fall on stairs", day=SPRING)
    world = World(marts("negated", without, with_it))
    rows = world.build(register.visits)
    sums = {row.count for row in rows if row.cut == "all"}
    assert {20, 40} <= sums
    assert not {47, 50} <= sums
    # of three known counts and what a negation removed, the fourth would follow
    assert not any("negation" in step.name for step in world.marts.steps)


def test_d17_a_stratum_of_one_facility(marts):
    register = Register()
    for week in range(12):
        day = date(2025, 1, 7) + timedelta(days=7 * week)
        for facility in ("f1", "f2", "f3", "f4"):
            register.add(10, 200, day=day, facility=facility, place="AZ")
    register.add(21, 700, day=date(2025, 3, 25), facility="new", place="NM")
    world = World(marts("falls", FALL))
    rows = world.build(register.visits)
    assert shown(rows, "falls_v1")["all"]
    assert not shown(rows, "falls_v1", "reporting").get("other")
    assert "NM" not in shown(rows, "falls_v1", "place")


def spread(register, matched, visits, text="fall", **who):
    """Add visits of which so many have the text, to three facilities."""
    for facility in ("f1", "f2", "f3"):
        register.add(matched // 3, visits // 3, text, facility=facility, **who)


def test_a_stratum_of_few_visits_is_not_listed(marts):
    """Three visits beside thousands: what were told of them would be told of three people."""
    register = Register()
    spread(register, 39, 900, sex="F")
    spread(register, 30, 900, sex="M")
    spread(register, 0, 3, sex="U")
    world = World(marts("quarters", defined("falls", "^fall^", **QUARTERS)[1]))
    rows = [row for row in world.build(register.visits) if row.cut == "age and sex"]
    assert {row.sex for row in rows if row.count} == {"F", "M"}
    assert "18+, U" not in {row.stratum for row in rows}
    assert not broken(world)


COVERED = (
    defined("a_first", "^fall^,or,^slip^", **QUARTERS)[1],
    defined("a_second", "^trip^,or,^burn^", **QUARTERS)[1],
    defined("both", "^fall^,or,^trip^", **QUARTERS)[1],
)


def test_a_definition_that_others_cover_between_them_has_no_cuts(marts):
    """Neither of the others takes a boy, so that this one takes none."""
    register = Register()
    for text, own in (("fall", "slip"), ("trip", "burn")):
        spread(register, 0, 300, age=10, sex="M")
        for matched, visits, who in (
            (3, 900, {"sex": "M"}),
            (6, 1_200, {"sex": "F"}),
            (12, 3_000, {"age": 10, "sex": "F"}),
        ):
            spread(register, matched, visits, text, **who)
            spread(register, 21, visits, own, **who)
    world = World(marts("covered", *COVERED))
    rows = world.build(register.visits)
    assert shown(rows, "a_first_v1", "age and sex")["0-17, M"] == 0
    assert shown(rows, "both_v1")["all"] == 42
    assert {row.cut for row in rows if row.definition == "both_v1"} == {"all"}
    assert not broken(world)


def test_a_definition_for_few_people_is_told_by_their_visits(marts):
    """Four of the visits of minors are girls': of 14 minors boys would be at least ten."""
    minors = defined("minors", "^fall^", age=(None, 17))[1]
    register = Register()
    spread(register, 3_000 // 100, 3_000)
    register.add(13, 134, age=10, sex="M")
    register.add(1, 4, age=10, sex="F")
    world = World(marts("minors alone", minors))
    assert shown(world.build(register.visits), "minors_v1") == {}
    assert not broken(world)


def test_all_less_minors_is_a_count_of_adults(marts):
    """Of 30, 18 are minors and 12 adults, of whom four visits are men's."""
    minors = defined("minors", "^fall^", age=(None, 17))[1]
    whole = defined("whole", "^fall^")[1]
    register = Register()
    register.add(18, 3_000, age=10)
    register.add(12, 200, sex="F")
    register.add(0, 4, sex="M")
    world = World(marts("whole and minors", whole, minors))
    assert shown(world.build(register.visits), "whole_v1") == {"all": 30}
    assert "minors_v1" not in {row.definition for row in world.told}
    assert not broken(world)
