{#- Whether a value is there and could not be read; true or false, never NULL. `reading` is what
    `read_age` or one of its kin gives for it, or the name of a column that holds it. -#}
{%- macro is_unreadable(value, reading) -%}
    (
        {{ reading }} is null
        and coalesce({{ syndrome_sql.value_word(value) }}, '')
            not in ({{ syndrome_sql.missing_words() }})
    )
{%- endmacro -%}
