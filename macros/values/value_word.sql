{#- A value as a word to compare: its text in capitals, without blanks of any kind around it. -#}
{%- macro value_word(value) -%}
    {{- syndrome_sql.text_word(syndrome_sql.value_text(value)) -}}
{%- endmacro -%}

{#- The same of a text. -#}
{%- macro text_word(text) -%}
    {{- syndrome_sql.without_blanks_around(syndrome_sql.capital_letters(text)) -}}
{%- endmacro -%}

{#- A text without blanks of any kind around it. Keys are compared so: `A1` and `A1 ` are one visit. -#}
{%- macro without_blanks_around(text) -%}
    {%- set blanks = " " ~ "\u00a0\u2007\u202f\u200b\ufeff" -%}
    trim(
        {{ text }},
        '{{ blanks }}' || chr(9) || chr(10) || chr(13)
    )
{%- endmacro -%}
