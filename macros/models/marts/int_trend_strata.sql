{#- The visits of every place, age and sex that a trend could show, by period and setting: whatever a
    definition counts is a share of these. One row per grid and stratum: definitions with the same
    policy and filters share them. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private') }}

{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}
{%- set stratum = ['period_start', 'setting', 'cut', 'stratum'] %}

with {{ cuts() }},

visits_of_facilities as (
    select
        {{ grid | join(', ') }}, period_start, setting, place, age_group, sex, facility_id,
        count(*) as visits,
        sum(is_eligible) as eligible_visits
    from {{ ref('syndrome_sql', 'int_trend_visits') }}
    group by
        {{ grid | join(', ') }}, period_start, setting, place, age_group, sex, facility_id
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

denominators as (
    select
        {{ grid | join(', ') }},
        {{ stratum | join(', ') }},
        place,
        age_group,
        sex,
        cast(sum(visits) as {{ dbt.type_bigint() }}) as visits,
        cast(sum(eligible_visits) as {{ dbt.type_bigint() }}) as eligible_visits,
        cast(
            count(distinct case when eligible_visits > 0 then facility_id end) as {{ dbt.type_int() }}
        ) as facilities
    from visits_cut
    group by {{ grid | join(', ') }}, {{ stratum | join(', ') }}, place, age_group, sex
)

-- the number of visits in the largest part of a cell by each side, and by both, of those that the
-- filters let through: where hardly any are beside it, a count of the cell is a count of the part
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
