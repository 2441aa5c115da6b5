{#- The Sunday on which the MMWR week of a date begins. -#}
{%- macro week_start(date) -%}
    {{ return(adapter.dispatch('week_start', 'syndrome_sql')(date)) }}
{%- endmacro -%}

{%- macro default__week_start(date) -%}
    ({{ date }} - cast(extract(dow from {{ date }}) as integer))
{%- endmacro -%}

{%- macro bigquery__week_start(date) -%}
    date_trunc({{ date }}, week(sunday))
{%- endmacro -%}
