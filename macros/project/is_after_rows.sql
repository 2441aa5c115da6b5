{#- The condition that a visit came after the rows that an incremental model has; true where it has
    none. -#}
{%- macro is_after_rows() -%}
    {%- set latest = none -%}
    {%- if execute and is_incremental() -%}
        {%- set latest = run_query(
            'select cast(max(updated_at) as ' ~ dbt.type_string() ~ ') as latest from ' ~ this
        ).rows[0]['latest'] -%}
    {%- endif -%}
    {%- if latest is none -%}
        true
    {%- else -%}
        updated_at > cast('{{ latest }}' as timestamp)
    {%- endif -%}
{%- endmacro -%}
