{#- A word in capitals, without the blanks around it; NULL where it stands for no value. -#}
{%- macro read_word(value) -%}
    case
        when {{ syndrome_sql.value_word(value) }} not in ({{ syndrome_sql.missing_words() }})
            then {{ syndrome_sql.value_word(value) }}
    end
{%- endmacro -%}
