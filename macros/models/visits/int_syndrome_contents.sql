{#- One row per visit of the source: its key, and a hash of all that its rows say, by which a run knows
    which visits are new or have changed, whenever their rows arrived. -#}
{{- syndrome_sql.stands_in('restricted') }}
{{ config(materialized='table') }}

with visits as (
    select
        facility_id,
        visit_number,
        cast(count(*) as {{ dbt.type_int() }}) as source_rows,
        {{ dbt.listagg('content', "','", 'order by content') }} as contents
    from {{ ref('syndrome_sql', 'stg_syndrome__visits') }}
    group by facility_id, visit_number
)

select
    {{ syndrome_sql.hashed_key('visit', ['facility_id', 'visit_number']) }} as visit_id,
    {{ syndrome_sql.hashed_key('content', ['contents']) }} as content_hash,
    source_rows
from visits
