{#- Which visits have each token of the kept fields. A run adds the tokens of the visits that are new,
    field by field: a field that is kept from now on is cut for all visits. -#}
{{ config(
    enabled=var('syndrome_kept_fields') | length > 0,
    materialized='incremental',
    on_schema_change='fail',
    post_hook="{{ analyze_table() }}",
) }}

with texts as (
    select * from {{ ref('int_kept_texts') }}
),

{% for field in var('syndrome_kept_fields') -%}
new_texts_{{ loop.index }} as (
    select visit_no, updated_at, {{ field }} as searched
    from texts
    where {{ is_after_rows("field = '" ~ field ~ "'") }}
),

{% endfor -%}
tokens as (
    {%- for field in var('syndrome_kept_fields') %}
    select
        '{{ field }}' as field,
        token,
        visit_no,
        updated_at,
        {#- No array grows beyond what a warehouse holds. #}
        {%- if target.type == 'bigquery' %}
        mod(farm_fingerprint(visit_no), 1024) as block
        {%- else %}
        cast(floor(visit_no / 1048576) as {{ dbt.type_int() }}) as block
        {%- endif %}
    from {{ each_token('new_texts_' ~ loop.index, 'searched') }}
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
