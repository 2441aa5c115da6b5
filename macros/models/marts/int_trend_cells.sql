{#- Every count by place, age and sex that a trend could show, before it is decided which may be,
    beside the visits it is a share of. A cell without a match is there with 0. A view: most cells
    have too few visits ever to be shown, and what decides reads those alone that have enough. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(access='private', materialized='syndrome_view') }}

{%- set grid = ['period', 'geography', 'age_bands', 'filters'] %}
{%- set stratum = ['period_start', 'setting', 'cut', 'stratum'] %}

with policies as (
    select * from {{ ref('syndrome_sql', 'int_published_policies') }}
),

strata as (
    select * from {{ ref('syndrome_sql', 'int_trend_strata') }}
),

counts as (
    select * from {{ ref('syndrome_sql', 'int_trend_counts') }}
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
    inner join strata as own on {{ same_columns('slices', 'own', grid) }}
    inner join strata as others
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
        strata.*,
        largest_slices.visits_of_slice as of_largest_slice
    from policies
    inner join strata on {{ same_columns('policies', 'strata', grid) }}
    left join largest_slices
        on policies.family = largest_slices.family
        and {{ same_columns('strata', 'largest_slices', grid) }}
        and strata.period_start = largest_slices.period_start
        and strata.setting = largest_slices.setting
        and strata.cut = largest_slices.cut
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
            {{ few_beside(
                'bounded.eligible_visits', 'bounded.of_largest_' ~ part, 'bounded.smallest_count'
            ) }}{{ ',' if not loop.last }}
            {%- endfor %}
        ) as {{ dbt.type_bigint() }}
    ) as smallest_told,
    coalesce(counts.matched_visits, 0) as matched_visits,
    bounded.visits,
    bounded.eligible_visits,
    bounded.facilities
from bounded
left join counts
    on bounded.definition = counts.definition
    and bounded.version = counts.version
    and {{ same_columns('bounded', 'counts', stratum) }}
