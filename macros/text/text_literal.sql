{#- A text as an SQL literal. -#}
{%- macro text_literal(text) -%}
    {{ dbt.string_literal(dbt.escape_single_quotes(text)) }}
{%- endmacro -%}
