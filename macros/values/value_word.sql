{#- A value as a word to compare: its text in capitals, without blanks of any kind around it. -#}
{%- macro value_word(value) -%}
    {{- syndrome_sql.text_word(syndrome_sql.value_text(value)) -}}
{%- endmacro -%}

{#- The same of a text. -#}
{%- macro text_word(text) -%}
    {%- set blanks = " " ~ "\u00a0\u2007\u202f\u200b\ufeff" -%}
    trim(
        {{ syndrome_sql.capital_letters(text) }},
        '{{ blanks }}' || chr(9) || chr(10) || chr(13)
    )
{%- endmacro -%}
