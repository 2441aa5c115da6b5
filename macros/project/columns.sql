{#- Columns of a table, to select or to group by. -#}
{%- macro columns_of(table, names) -%}
    {%- for name in names %}{{ table }}.{{ name }}{{ ', ' if not loop.last }}{% endfor -%}
{%- endmacro -%}

{#- The condition that two tables agree in columns. -#}
{%- macro same_columns(one, other, names) -%}
    {%- for name in names %}{{ one }}.{{ name }} = {{ other }}.{{ name }}
        {{- ' and ' if not loop.last }}{% endfor -%}
{%- endmacro -%}
