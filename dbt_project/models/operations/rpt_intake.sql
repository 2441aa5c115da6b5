{#- One row per facility and week: what came in, and what of it could not be read or was not there. -#}
{{ config(materialized='table', group='surveillance', access='private') }}

with visits as (
    select
        facility_id,
        {{ syndrome_macros.week_start('visit_date') }} as week_start,
        visit_date,
        arrived_at,
        source_rows,
        unreadable,
        {{ syndrome_macros.has_complaint() }} as has_complaint,
        {{ syndrome_macros.has_codes() }} as has_codes
    from {{ ref('syndrome_visits') }}
)

select
    facility_id,
    week_start,
    count(*) as visits,
    sum(source_rows) as source_rows,
    sum(source_rows) - count(*) as further_rows,
    count(case when not has_complaint then 1 end) as without_complaint,
    count(case when not has_codes then 1 end) as without_codes,
    count(case when not has_complaint and not has_codes then 1 end) as without_both,
    {%- for name in values_read() %}
    count(case when {{ names_unreadable(name) }} then 1 end) as unreadable_{{ name }},
    {%- endfor %}
    min(visit_date) as first_day,
    max(visit_date) as last_day,
    min(arrived_at) as first_arrival,
    max(arrived_at) as last_arrival,
    cast({{ syndrome_macros.text_literal(absent_columns() | join(', ')) }} as {{ dbt.type_string() }})
        as columns_not_there
from visits
group by facility_id, week_start
