"""The attacker notices when a rule of the publisher is taken away.

Each rule is broken on purpose in the project's SQL; the scenario that it is for must then fail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.attacking import test_scenarios as scenarios
from tests.attacking.marts import Marts

RULES: Mapping[str, tuple[str, str, str, Callable[..., None]]] = {
    "parts of few facilities are told": (
        "int_trend_divisions",
        "or strata.facilities < ",
        "or 0 * strata.facilities > ",
        scenarios.test_d17_a_stratum_of_one_facility,
    ),
    "parts of few visits are listed": (
        "int_trend_divisions",
        "when strata.eligible_visits < shapes.smallest_count\n",
        "when strata.eligible_visits < 0\n",
        scenarios.test_a_stratum_of_few_visits_is_not_listed,
    ),
    "definitions that others cover have cuts": (
        "int_published_policies",
        "coalesce(standings.may_have_cuts, false) as may_have_cuts",
        "true as may_have_cuts",
        scenarios.test_a_definition_that_others_cover_between_them_has_no_cuts,
    ),
    "definitions for few people are judged by all visits": (
        "int_trend_strata",
        "sum(is_eligible) as eligible_visits",
        "count(*) as eligible_visits",
        scenarios.test_a_definition_for_few_people_is_told_by_their_visits,
    ),
    "sums of one family with other filters are told": (
        "int_published_policies",
        "coalesce(standings.is_of_first, false) as is_of_first",
        "true as is_of_first",
        scenarios.test_all_less_minors_is_a_count_of_adults,
    ),
    "nothing is taken together with a small part": (
        "int_trend_divisions",
        "when matched_here > 0\n",
        "when matched_here > 0 then 1\n            when matched_here > 0\n",
        scenarios.test_one_small_part,
    ),
    "what is left in the end is told by itself": (
        "parts_in_groups",
        "when number_of_group >= ends - 1 and",
        "when 1 = 0 and",
        scenarios.test_a_small_part_that_is_left_goes_with_the_last_group,
    ),
    "near sums are told": (
        "int_trend_sums",
        "between 1 and selections.smallest_difference - 1",
        "between 1 and 0 * selections.smallest_difference",
        scenarios.test_d7_a_pair_is_one_in_each_quarter,
    ),
    "a sum is told anew after any step": (
        "fct_published_trends",
        "when standing.least_difference < sums.smallest_count then 0",
        "when standing.least_difference < 0 then 0",
        scenarios.test_a_sum_is_told_anew_after_no_small_step,
    ),
    "what was withheld is told as soon as it is large": (
        "fct_published_trends",
        "and sums.matched_visits < 2 * sums.smallest_count - 1 then 0",
        "and sums.matched_visits < 0 then 0",
        scenarios.test_d10_the_first_telling_of_a_sum,
    ),
    "floors are those of the seed": (
        "int_published_policies",
        "greatest(policies.smallest_count, floors.smallest_count)",
        "policies.smallest_count",
        lambda marts: scenarios.test_d14_floors_hold_when_the_seed_is_edited_after_compiling(
            marts, {"smallest_count": 1}
        ),
    ),
    "rows finer than the policy of today are shown": (
        "rpt_syndrome_trends",
        ">= {{ coarseness('policies.period') }}",
        ">= 0 * {{ coarseness('policies.period') }}",
        scenarios.test_d12_a_policy_that_was_too_lax,
    ),
}
"""What is broken → the model, its text, what stands there instead, and the scenario."""


@pytest.mark.parametrize("broken", RULES)
def test_a_scenario_fails_without_its_rule(broken, tmp_path, request):
    if not request.config.getoption("--long"):
        pytest.skip("a project is compiled for each rule: --long")
    model, text, instead, scenario = RULES[broken]

    def marts(name, *definitions, **more):
        return Marts(tmp_path / name, definitions, mutate={model: (text, instead)}, **more)

    with pytest.raises(AssertionError):
        scenario(marts)
