{#- The first day of the period of a date; `period` is an SQL expression: week, month or quarter. -#}
{%- macro period_start(date, period) -%}
    case {{ period }}
        when 'week' then {{ syndrome_sql.week_start(date) }}
        when 'month' then {{ syndrome_sql.month_start(date) }}
        when 'quarter' then {{ syndrome_sql.quarter_start(date) }}
    end
{%- endmacro -%}
