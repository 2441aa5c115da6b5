{#- The digits that a text begins with, as a number; only for texts that begin with one to nine. -#}
{%- macro digits_at_start(text) -%}
    cast(
        {{ adapter.dispatch('syndrome_first_digits', 'syndrome_sql')(text) }} as {{ dbt.type_int() }}
    )
{%- endmacro -%}

{%- macro default__syndrome_first_digits(text) -%}
    regexp_extract({{ text }}, '^[0-9]+')
{%- endmacro -%}

{%- macro postgres__syndrome_first_digits(text) -%}
    substring({{ text }} from '^[0-9]+')
{%- endmacro -%}
