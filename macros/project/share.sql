{#- A share to four decimals; NULL of nothing. -#}
{%- macro share(hits, of) -%}
    {{ to_four_decimals(hits ~ ' * 1.0 / nullif(' ~ of ~ ', 0)') }}
{%- endmacro -%}

{#- A number to four decimals. -#}
{%- macro to_four_decimals(number) -%}
    cast(round(cast({{ number }} as {{ dbt.type_numeric() }}), 4) as {{ dbt.type_float() }})
{%- endmacro -%}
