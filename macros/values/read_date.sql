{#- A day, from what `read_time` reads; NULL where the value is none. -#}
{%- macro read_date(value, type=none) -%}
    {{ return(syndrome_sql.day_of_time(syndrome_sql.read_time(value, type))) }}
{%- endmacro -%}

{#- The day of a time of ours, whatever zone the session is in. -#}
{%- macro day_of_time(time) -%}
    {{ return(adapter.dispatch('syndrome_day_of_time', 'syndrome_sql')(time)) }}
{%- endmacro -%}

{%- macro default__syndrome_day_of_time(time) -%}
    cast({{ time }} as date)
{%- endmacro -%}

{%- macro bigquery__syndrome_day_of_time(time) -%}
    date({{ time }}, 'UTC')
{%- endmacro -%}
