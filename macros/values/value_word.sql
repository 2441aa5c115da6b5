{#- A value as a word to compare: its text in capitals, without blanks of any kind around it. -#}
{%- macro value_word(value) -%}
    {%- set blanks = " " ~ "\u00a0\u2007\u202f\u200b\ufeff" -%}
    trim(
        {{ syndrome_macros.capital_letters(syndrome_macros.value_text(value)) }},
        '{{ blanks }}' || chr(9) || chr(10) || chr(13)
    )
{%- endmacro -%}
