{#- How matches came again, as far as it may be published: the two cuts of the published trends that
    say so, with the same counts and the same ones withheld. -#}
{{- syndrome_sql.stands_in('mart') }}
{{ config(access='public', grants=reader_grants()) }}

with trends as (
    select * from {{ ref('syndrome_sql', 'rpt_syndrome_trends') }}
),

beginning as (
    select min(visit_date) as first_date from {{ ref('syndrome_sql', 'syndrome_visits') }}
)

select
    trends.definition,
    trends.version,
    trends.period,
    trends.period_label,
    trends.period_start,
    trends.period_end,
    trends.setting,
    trends.cut,
    trends.stratum,
    trends.matched_visits,
    trends.is_suppressed,
    {{ syndrome_sql.days_after('beginning.first_date', 365) }} <= trends.period_start
        as has_year_before
from trends
cross join beginning
where trends.cut in (
    {%- for cut in recurrence_strata() %}
    '{{ cut }}'{{ ',' if not loop.last }}
    {%- endfor %}
)
