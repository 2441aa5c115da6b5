{#- Delete the visits that the source no longer has. A run on no rows deletes none. -#}
{%- macro forget_deleted_visits() -%}
    {%- if is_building() and is_incremental() and var('syndrome_forget_deleted') and not is_empty_run() -%}
        delete from {{ this }} as known
        where not exists (
            select 1
            from {{ ref('syndrome_sql', 'int_syndrome_contents') }} as contents
            where known.visit_id = contents.visit_id
        )
    {%- endif -%}
{%- endmacro -%}
