{#- Every cell of the trends, each with the decision whether its count may be shown. A sum is shown
    where all its parts are. -#}
{{ config(schema='restricted', access='private') }}

{%- set columns %}
    definition, version, period, period_start, setting, cut, stratum, place, age_group, sex,
    smallest_count, hold_back_days, matched_visits, visits
{%- endset %}
{%- set table = 'definition, version, period_start, setting' %}

with lines as (
    select * from {{ ref('int_trend_lines') }}
),

crossed as (
    select * from {{ ref('int_trend_crossed') }}
),

every_cell as (
    select {{ columns }}, is_suppressed, 'line' as part from lines
    union all
    select {{ columns }}, is_suppressed, 'crossed' as part from crossed
),

counted as (
    select
        *,
        coalesce(
            max(case when part = 'crossed' and is_suppressed then 1 when part = 'crossed' then 0 end)
                over (partition by {{ table }}, place),
            1
        ) as is_withheld_of_place,
        coalesce(
            max(case when part = 'crossed' and is_suppressed then 1 when part = 'crossed' then 0 end)
                over (partition by {{ table }}, age_group, sex),
            1
        ) as is_withheld_of_people
    from every_cell
)

select
    {{ columns }},
    case
        when cut = 'place' then is_suppressed and is_withheld_of_place = 1
        when cut = 'age and sex' then is_suppressed and is_withheld_of_people = 1
        else is_suppressed
    end as is_suppressed
from counted
