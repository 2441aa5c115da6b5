{#- Whether a text in capitals holds codes alone, with anything of blanks, brackets, quotes and
    `; , | ~ /` between them. -#}
{%- macro is_list_of_codes(text) -%}
    {%- set separator = '[ \\t\\r\\n\u00a0;,~|/"\\x27{}()\\[\\]]' -%}
    {%- set code = '(?:' ~ syndrome_sql.letter_code() ~ '|E[0-9]{3}\\.[0-9]|[0-9]{3}\\.?[0-9]{0,2}|[0-9]{6,18})' -%}
    {{ syndrome_sql.has_form(
        text, '^' ~ separator ~ '*(?:' ~ code ~ separator ~ '+)*' ~ code ~ separator ~ '*$'
    ) }}
{%- endmacro -%}
