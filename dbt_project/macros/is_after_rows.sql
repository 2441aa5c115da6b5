{#- The condition that a visit came after the rows that an incremental model has, or after those of them
    for which `condition` holds; true where there are none. -#}
{%- macro is_after_rows(condition='true') -%}
    {%- set latest = none -%}
    {%- if execute and is_incremental() -%}
        {%- set latest = run_query(
            'select cast(max(updated_at) as ' ~ dbt.type_string() ~ ') as latest from ' ~ this
            ~ ' where ' ~ condition
        ).rows[0]['latest'] -%}
    {%- endif -%}
    {%- if latest is none -%}
        true
    {%- else -%}
        updated_at > cast('{{ latest }}' as timestamp)
    {%- endif -%}
{%- endmacro -%}
