{#- The date a number of days after a date. -#}
{%- macro days_after(date, days) -%}
    {{ return(adapter.dispatch('syndrome_days_after', 'syndrome_sql')(date, days)) }}
{%- endmacro -%}

{%- macro default__syndrome_days_after(date, days) -%}
    ({{ date }} + {{ days }})
{%- endmacro -%}

{%- macro bigquery__syndrome_days_after(date, days) -%}
    date_add({{ date }}, interval {{ days }} day)
{%- endmacro -%}
