{#- The last day of the period that begins on a date; `period` is an SQL expression. -#}
{%- macro period_end(period_start, period) -%}
    {%- set next_month = syndrome_sql.month_start(syndrome_sql.days_after(period_start, 31)) -%}
    {%- set next_quarter = syndrome_sql.quarter_start(syndrome_sql.days_after(period_start, 92)) -%}
    case {{ period }}
        when 'week' then {{ syndrome_sql.days_after(period_start, 6) }}
        when 'month' then {{ syndrome_sql.days_after(next_month, -1) }}
        when 'quarter' then {{ syndrome_sql.days_after(next_quarter, -1) }}
    end
{%- endmacro -%}
