{#- The date a number of days after a date. -#}
{%- macro days_after(date, days) -%}
    {{ return(adapter.dispatch('days_after', 'syndrome_sql')(date, days)) }}
{%- endmacro -%}

{%- macro default__days_after(date, days) -%}
    ({{ date }} + {{ days }})
{%- endmacro -%}

{%- macro bigquery__days_after(date, days) -%}
    date_add({{ date }}, interval {{ days }} day)
{%- endmacro -%}
