{#- The value of a column that filters ask of, as its entry of `find_filter_columns` says. -#}
{%- macro read_filter(filter, value) -%}
    {{ syndrome_sql.read_word(value) if filter.reader == 'read_word' else syndrome_sql.read_flag(value) }}
{%- endmacro -%}
