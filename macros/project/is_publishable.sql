{#- Whether the period of a visit has ended and its policy no longer holds it back, by the latest
    arrival there is. All four are SQL expressions. -#}
{%- macro is_publishable(visit_date, period, hold_back_days, arrived_until) -%}
    {%- set start = syndrome_sql.period_start(visit_date, period) -%}
    {{ syndrome_sql.days_after(syndrome_sql.period_end(start, period), hold_back_days) }}
        <= {{ arrived_until }}
{%- endmacro -%}
