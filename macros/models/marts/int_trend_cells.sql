{#- Every count by place, age and sex that a trend could show, before it is decided which may be,
    beside the visits it is a share of. A cell without a match is there with 0. -#}
{{ config(schema='restricted', access='private') }}

{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}
{%- set stratum = ['period_start', 'setting', 'cut', 'stratum'] %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

cuts as (
    {%- for cut in ['all', 'place', 'age and sex', 'place, age and sex'] %}
    select '{{ cut }}' as cut
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

visits_of_facilities as (
    select
        {{ grid | join(', ') }}, period_start, setting, place, age_group, sex, facility_id,
        count(*) as visits,
        sum(is_eligible) as eligible_visits
    from {{ ref('syndrome_sql', 'int_trend_visits') }}
    group by
        {{ grid | join(', ') }}, period_start, setting, place, age_group, sex, facility_id
),

matches_of_strata as (
    select
        definition, version, period_start, setting, place, age_group, sex,
        count(*) as matched_visits
    from {{ ref('syndrome_sql', 'int_trend_matches') }}
    group by definition, version, period_start, setting, place, age_group, sex
),

visits_cut as (
    select
        {{ columns_of('visits_of_facilities', grid) }},
        visits_of_facilities.period_start,
        visits_of_facilities.setting,
        visits_of_facilities.facility_id,
        visits_of_facilities.visits,
        visits_of_facilities.eligible_visits,
        cuts.cut,
        {{ stratum_columns('visits_of_facilities') }}
    from visits_of_facilities
    cross join cuts
),

matches_cut as (
    select
        matches_of_strata.definition,
        matches_of_strata.version,
        matches_of_strata.period_start,
        matches_of_strata.setting,
        matches_of_strata.matched_visits,
        cuts.cut,
        {{ stratum_columns('matches_of_strata') }}
    from matches_of_strata
    cross join cuts
),

denominators as (
    select
        {{ grid | join(', ') }},
        {{ stratum | join(', ') }},
        place,
        age_group,
        sex,
        sum(visits) as visits,
        sum(eligible_visits) as eligible_visits,
        count(distinct case when eligible_visits > 0 then facility_id end) as facilities
    from visits_cut
    group by {{ grid | join(', ') }}, {{ stratum | join(', ') }}, place, age_group, sex
),

-- the number of visits in the largest part of a cell by each side, and by both, of those that the
-- filters let through: where hardly any are beside it, a count of the cell is a count of the part
with_parts as (
    select
        *,
        case when cut = 'all' then max(case when cut = 'place' then eligible_visits end)
            over (partition by {{ grid | join(', ') }}, period_start, setting)
        end as of_largest_place,
        case when cut = 'all' then max(case when cut = 'age and sex' then eligible_visits end)
            over (partition by {{ grid | join(', ') }}, period_start, setting)
        end as of_largest_people,
        case cut
            when 'all' then max(case when cut = 'place, age and sex' then eligible_visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting)
            when 'place' then max(case when cut = 'place, age and sex' then eligible_visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting, place)
            when 'age and sex' then max(case when cut = 'place, age and sex' then eligible_visits end)
                over (partition by {{ grid | join(', ') }}, period_start, setting, age_group, sex)
        end as of_largest_cell
    from denominators
),

-- what is looked at by relatives that look at others: a sum of which hardly any visits are outside
-- of that is a count of theirs as well
slices as (
    select distinct
        policies.family, {{ columns_of('policies', grid) }}, relatives.filters as other_filters
    from policies
    inner join policies as relatives
        on policies.family = relatives.family and policies.filters <> relatives.filters
),

visits_of_slices as (
    select
        slices.family,
        {{ columns_of('slices', grid) }},
        own.period_start,
        own.setting,
        slices.other_filters,
        sum(least(own.eligible_visits, others.eligible_visits)) as visits_of_slice
    from slices
    inner join denominators as own on {{ same_columns('slices', 'own', grid) }}
    inner join denominators as others
        on {{ same_columns('own', 'others', grid | reject('equalto', 'filters') | list) }}
        and slices.other_filters = others.filters
        and {{ same_columns('own', 'others', stratum) }}
    where own.cut = 'place, age and sex'
    group by
        slices.family, {{ columns_of('slices', grid) }}, own.period_start, own.setting,
        slices.other_filters
),

largest_slices as (
    select
        family, {{ grid | join(', ') }}, period_start, setting, 'all' as cut,
        max(visits_of_slice) as visits_of_slice
    from visits_of_slices
    group by family, {{ grid | join(', ') }}, period_start, setting
),

bounded as (
    select
        policies.definition,
        policies.version,
        policies.smallest_count,
        with_parts.*,
        largest_slices.visits_of_slice as of_largest_slice
    from policies
    inner join with_parts on {{ same_columns('policies', 'with_parts', grid) }}
    left join largest_slices
        on policies.family = largest_slices.family
        and {{ same_columns('with_parts', 'largest_slices', grid) }}
        and with_parts.period_start = largest_slices.period_start
        and with_parts.setting = largest_slices.setting
        and with_parts.cut = largest_slices.cut
),

numerators as (
    select definition, version, {{ stratum | join(', ') }}, sum(matched_visits) as matched_visits
    from matches_cut
    group by definition, version, {{ stratum | join(', ') }}
)

select
    bounded.definition,
    bounded.version,
    bounded.period,
    bounded.period_start,
    bounded.setting,
    bounded.cut,
    bounded.stratum,
    bounded.place,
    bounded.age_group,
    bounded.sex,
    bounded.smallest_count,
    cast(
        bounded.smallest_count + greatest(
            {%- for part in ['place', 'people', 'cell', 'slice'] %}
            case
                when bounded.eligible_visits - bounded.of_largest_{{ part }} < bounded.smallest_count
                    then bounded.eligible_visits - bounded.of_largest_{{ part }}
                else 0
            end{{ ',' if not loop.last }}
            {%- endfor %}
        ) as {{ dbt.type_bigint() }}
    ) as smallest_told,
    cast(coalesce(numerators.matched_visits, 0) as {{ dbt.type_bigint() }}) as matched_visits,
    cast(bounded.visits as {{ dbt.type_bigint() }}) as visits,
    cast(bounded.eligible_visits as {{ dbt.type_bigint() }}) as eligible_visits,
    cast(bounded.facilities as {{ dbt.type_int() }}) as facilities
from bounded
left join numerators
    on bounded.definition = numerators.definition
    and bounded.version = numerators.version
    and {{ same_columns('bounded', 'numerators', stratum) }}
