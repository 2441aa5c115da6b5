{#- The lower (sign -1) or upper (sign 1) end of the 95 % Wilson interval of a share, to four
    decimals. `hits` and `of` are SQL expressions; `of` is above zero. -#}
{%- macro wilson_bound(hits, of, sign) -%}
    {%- set z = 1.959964 -%}
    {%- set middle = '(' ~ hits ~ ' + ' ~ (z * z / 2) ~ ') / (' ~ of ~ ' + ' ~ (z * z) ~ ')' -%}
    {%- set spread = hits ~ ' * (' ~ of ~ ' - ' ~ hits ~ ') * 1.0 / ' ~ of ~ ' + ' ~ (z * z / 4) -%}
    {%- set half = z ~ ' / (' ~ of ~ ' + ' ~ (z * z) ~ ') * sqrt(' ~ spread ~ ')' -%}
    {{ to_four_decimals(middle ~ (' + ' if sign > 0 else ' - ') ~ half) }}
{%- endmacro -%}
