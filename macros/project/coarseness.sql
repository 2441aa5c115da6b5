{#- How coarse a period, a geography or an age band is, as a number; of two the larger one holds. -#}
{%- macro coarseness(value) -%}
    case {{ value }}
        when 'month' then 2 when 'quarter' then 3
        when 'state' then 2
        when 'broad' then 2
        else 1
    end
{%- endmacro -%}
