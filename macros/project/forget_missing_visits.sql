{#- Delete from an incremental model the visits that `syndrome_visits` no longer has. -#}
{%- macro forget_missing_visits() -%}
    {%- if not (execute and is_incremental()) -%}
        {{ return('') }}
    {%- endif -%}
    delete from {{ this }} as known
    where not exists (
        select 1
        from {{ ref('syndrome_sql', 'syndrome_visits') }} as visits
        where known.visit_id = visits.visit_id
    )
{%- endmacro -%}
