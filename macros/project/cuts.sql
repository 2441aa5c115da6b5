{#- A common table expression `cuts`: every way in which a trend divides visits by place, age and sex. -#}
{%- macro cuts() -%}
cuts as (
    {%- for cut in ['all', 'place', 'age and sex', 'place, age and sex'] %}
    select '{{ cut }}' as cut
    {{- ' union all' if not loop.last }}
    {%- endfor %}
)
{%- endmacro -%}
