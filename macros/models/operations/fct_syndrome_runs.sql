{#- One row per run and definition: what was run, on what, with what outcome. Earlier runs stay. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(
    materialized='incremental',
    on_schema_change='append_new_columns',
    full_refresh=false,
) }}

{%- set run_by = var('syndrome_run_by') or env_var('USER', '') %}

with definitions as (
    select * from {{ generated_ref('dim_syndrome_definitions') }}
),

visits as (
    select count(*) as visits, max(arrived_at) as arrived_until from {{ ref('syndrome_sql', 'syndrome_visits') }}
),

matches as (
    select definition, version, count(*) as matched_visits
    from {{ ref('syndrome_sql', 'fct_syndrome_matches') }}
    group by definition, version
),

vetoed as (
    select definition, version, count(visit_id) as vetoed_visits
    from {{ generated_ref('int_syndrome_vetoed') }}
    group by definition, version
),

-- recurrence is among the trends
published as (
    {%- for model in ['rpt_syndrome_trends', 'rpt_syndrome_ppv'] %}
    select definition, version, is_suppressed from {{ ref('syndrome_sql', model) }}
    {{- ' union all' if not loop.last }}
    {%- endfor %}
),

cells as (
    select
        definition,
        version,
        count(*) as published_cells,
        count(case when is_suppressed then 1 end) as suppressed_cells
    from published
    group by definition, version
)

select
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as run_id,
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp) as started_at,
    cast('{{ dbt_version }}' as {{ dbt.type_string() }}) as dbt_version,
    cast({{ syndrome_sql.text_literal(var('syndrome_purpose')) }} as {{ dbt.type_string() }})
        as purpose,
    cast({{ syndrome_sql.text_literal(run_by) }} as {{ dbt.type_string() }})
        as run_by,
    cast('{{ target.type }}' as {{ dbt.type_string() }}) as engine,
    cast({{ syndrome_sql.text_literal(var('syndrome_source')) }} as {{ dbt.type_string() }})
        as source,
    {{ as_of() or 'cast(null as timestamp)' }} as as_of,
    definitions.definition,
    definitions.version,
    definitions.policy,
    definitions.precedence,
    definitions.content_hash,
    definitions.compiler_version,
    visits.visits,
    visits.arrived_until,
    coalesce(matches.matched_visits, 0) as matched_visits,
    coalesce(vetoed.vetoed_visits, 0) as vetoed_visits,
    coalesce(cells.published_cells, 0) as published_cells,
    coalesce(cells.suppressed_cells, 0) as suppressed_cells
from definitions
cross join visits
left join matches
    on definitions.definition = matches.definition and definitions.version = matches.version
left join vetoed
    on definitions.definition = vetoed.definition and definitions.version = vetoed.version
left join cells
    on definitions.definition = cells.definition and definitions.version = cells.version
