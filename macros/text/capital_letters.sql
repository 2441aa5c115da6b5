{#- ASCII letters as capitals, all else as it is: what codes and parsed complaints are written in.
    UPPER would change the length of some other letters. -#}
{%- macro capital_letters(text) -%}
    translate({{ text }}, 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
{%- endmacro -%}
