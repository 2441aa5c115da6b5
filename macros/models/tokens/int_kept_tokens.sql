{#- Which visits have each token of the kept fields. A run adds the tokens of the visits that are new or
    have changed. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    enabled=var('syndrome_kept_fields') | length > 0,
    materialized='incremental',
    on_schema_change='fail',
    post_hook="{{ syndrome_sql.analyze_table() }}",
) }}

with texts as (
    select * from {{ ref('syndrome_sql', 'int_kept_texts') }}
),

new_texts as (
    select * from texts
    where {{ is_after_rows() }}
),

tokens as (
    {%- for field in var('syndrome_kept_fields') %}
    select
        '{{ field }}' as field,
        token,
        visit_no,
        updated_at,
        {{ syndrome_sql.visit_block('visit_no') }} as block
    from {{ syndrome_sql.each_token('new_texts', field) }}
    where length(token) >= 2
    {{ 'union all' if not loop.last }}
    {%- endfor %}
)

select
    field,
    token,
    updated_at,
    block,
    array_agg(visit_no) as visit_nos,
    count(*) as visit_count
from tokens
group by field, token, updated_at, block
