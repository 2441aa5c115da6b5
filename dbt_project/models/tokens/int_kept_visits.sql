{#- The visits whose tokens are kept, each state of them under a number of its own: a visit that has
    changed gets another, and what is kept under the old one leads nowhere. -#}
{{ config(
    enabled=var('syndrome_kept_fields') | length > 0,
    materialized='incremental',
    on_schema_change='fail',
) }}

{%- set last_number = '0' %}
{%- if execute and is_incremental() %}
    {%- set last_number = '(select coalesce(max(visit_no), 0) from ' ~ this ~ ')' %}
{%- endif %}

with visits as (
    select visit_id, updated_at from {{ ref('syndrome_visits') }}
),

new_visits as (
    select * from visits
    where {{ is_after_rows() }}
)

select
{%- if target.type == 'bigquery' %}
    visit_id as visit_no,
{%- else %}
    cast({{ last_number }} + row_number() over () as {{ dbt.type_int() }}) as visit_no,
{%- endif %}
    visit_id,
    updated_at
from new_visits
