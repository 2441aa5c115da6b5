{#- The age band of an age in completed years. Minors and adults are never in one band. -#}
{%- macro age_group(age, bands) -%}
    case
        when {{ age }} is null then 'unknown'
        when {{ bands }} = 'broad' and {{ age }} < 18 then '0-17'
        when {{ bands }} = 'broad' then '18+'
        when {{ age }} < 5 then '0-4'
        when {{ age }} < 12 then '5-11'
        when {{ age }} < 18 then '12-17'
        when {{ age }} < 25 then '18-24'
        when {{ age }} < 45 then '25-44'
        when {{ age }} < 65 then '45-64'
        else '65+'
    end
{%- endmacro -%}
