{#- A text as a literal of DuckDB, for macros that dbt need not render. -#}
{%- macro sql_text(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro -%}
