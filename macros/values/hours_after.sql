{#- A time some hours later; `hours` is an SQL expression of a whole number. -#}
{%- macro hours_after(time, hours) -%}
    {{ return(adapter.dispatch('syndrome_hours_after', 'syndrome_sql')(time, hours)) }}
{%- endmacro -%}

{%- macro default__syndrome_hours_after(time, hours) -%}
    {{ time }} + ({{ hours }}) * interval '1 hour'
{%- endmacro -%}

{%- macro bigquery__syndrome_hours_after(time, hours) -%}
    timestamp_add({{ time }}, interval ({{ hours }}) hour)
{%- endmacro -%}
