{#- A day, from what `read_time` reads; NULL where the value is none. -#}
{%- macro read_date(value, type=none) -%}
    {{ return(adapter.dispatch('day_of_time', 'syndrome_macros')(
        syndrome_macros.read_time(value, type)
    )) }}
{%- endmacro -%}

{%- macro default__day_of_time(time) -%}
    cast({{ time }} as date)
{%- endmacro -%}

{%- macro bigquery__day_of_time(time) -%}
    date({{ time }}, 'UTC')
{%- endmacro -%}
