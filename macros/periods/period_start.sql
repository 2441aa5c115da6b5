{#- The first day of the period of a date; `period` is an SQL expression: week, month or quarter. -#}
{%- macro period_start(date, period) -%}
    case {{ period }}
        when 'week' then {{ syndrome_macros.week_start(date) }}
        when 'month' then {{ syndrome_macros.month_start(date) }}
        when 'quarter' then {{ syndrome_macros.quarter_start(date) }}
    end
{%- endmacro -%}
