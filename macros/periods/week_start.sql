{#- The Sunday on which the MMWR week of a date begins. -#}
{%- macro week_start(date) -%}
    {{ return(adapter.dispatch('syndrome_week_start', 'syndrome_sql')(date)) }}
{%- endmacro -%}

{%- macro default__syndrome_week_start(date) -%}
    ({{ date }} - cast(extract(dow from {{ date }}) as integer))
{%- endmacro -%}

{%- macro bigquery__syndrome_week_start(date) -%}
    date_trunc({{ date }}, week(sunday))
{%- endmacro -%}
