{#- The visits whose tokens are kept, as they are now, with what a question asks of them. A visit that
    has changed gets another number: what is kept under the old one leads nowhere, or to a visit
    that is asked in vain. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    enabled=var('syndrome_kept_fields') | length > 0,
    materialized='incremental',
    unique_key='visit_id',
    on_schema_change='fail',
    post_hook=["{{ forget_missing_visits() }}", "{{ syndrome_sql.analyze_table() }}"],
) }}

{%- set last_number = '0' %}
{%- if execute and is_incremental() %}
    {%- set last_number = '(select coalesce(max(visit_no), 0) from ' ~ this ~ ')' %}
{%- endif %}

with visits as (
    select * from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

new_visits as (
    select * from visits
    where {{ is_after_rows() }}
)

select
    {{ syndrome_sql.visit_number(last_number) }} as visit_no,
    visit_id,
    updated_at,
    {%- for field in var('syndrome_kept_fields') %}
    {{ field }},
    {%- endfor %}
    age_years,
    sex,
    is_emergency
    {%- for name in syndrome_sql.filter_columns() %},
    {{ name }}
    {%- endfor %}
from new_visits
