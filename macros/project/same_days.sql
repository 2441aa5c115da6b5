{#- The condition that the periods of two tables have a day in common. -#}
{%- macro same_days(one, other) -%}
    {{ one }}.period_start <= {{ other }}.period_end and {{ one }}.period_end >= {{ other }}.period_start
{%- endmacro -%}
