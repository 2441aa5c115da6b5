{#- Delete the visits that the source no longer has. All that it has are here by now, so that equal
    numbers mean there is nothing to delete. -#}
{%- macro forget_deleted_visits() -%}
    {%- if not (execute and is_incremental() and var('syndrome_forget_deleted')) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set source_visits = "select distinct facility_id, visit_number from " ~ ref('stg_visits') -%}
    {%- set counts = run_query(
        "select (select count(*) from (" ~ source_visits ~ ") as visits) as in_source, "
        ~ "(select count(*) from " ~ this ~ ") as here"
    ) -%}
    {%- if counts.rows[0]['in_source'] == counts.rows[0]['here'] -%}
        {{ return('') }}
    {%- endif -%}
    delete from {{ this }} as known
    where not exists (
        select 1
        from ({{ source_visits }}) as visits
        where known.visit_id
            = {{ syndrome_macros.hashed_key('visit', ['visits.facility_id', 'visits.visit_number']) }}
    )
{%- endmacro -%}
