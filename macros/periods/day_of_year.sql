{#- The day of the year of a date, from 1. -#}
{%- macro day_of_year(date) -%}
    {{ return(adapter.dispatch('syndrome_day_of_year', 'syndrome_sql')(date)) }}
{%- endmacro -%}

{%- macro default__syndrome_day_of_year(date) -%}
    extract(doy from {{ date }})
{%- endmacro -%}

{%- macro bigquery__syndrome_day_of_year(date) -%}
    extract(dayofyear from {{ date }})
{%- endmacro -%}
