{#- The first day of the month of a date. -#}
{%- macro month_start(date) -%}
    {{ return(syndrome_sql._truncated(date, 'month')) }}
{%- endmacro -%}

{#- The first day of the quarter of a date. -#}
{%- macro quarter_start(date) -%}
    {{ return(syndrome_sql._truncated(date, 'quarter')) }}
{%- endmacro -%}

{%- macro _truncated(date, unit) -%}
    {{ return(adapter.dispatch('syndrome__truncated', 'syndrome_sql')(date, unit)) }}
{%- endmacro -%}

{%- macro default__syndrome__truncated(date, unit) -%}
    cast(date_trunc('{{ unit }}', {{ date }}) as date)
{%- endmacro -%}

{%- macro bigquery__syndrome__truncated(date, unit) -%}
    date_trunc({{ date }}, {{ unit }})
{%- endmacro -%}
