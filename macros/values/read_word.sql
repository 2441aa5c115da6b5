{#- A word in capitals, without the blanks around it; NULL where there is none. -#}
{%- macro read_word(value) -%}
    nullif({{ syndrome_sql.value_word(value) }}, '')
{%- endmacro -%}
