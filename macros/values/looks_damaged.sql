{#- Whether a text has characters that no text has: controls other than tabs and line breaks, the sign
    that stands for what could not be decoded, and what is left of UTF-8 that was read as Latin-1 or
    Windows-1252 (`Ã©`, `â€™`). NULL where there is no text. -#}
{%- macro looks_damaged(text) -%}
    {{ syndrome_sql.has_form(
        text,
        '[' ~ syndrome_sql.code_point(0) ~ '-' ~ syndrome_sql.code_point(8)
        ~ syndrome_sql.code_point(11) ~ syndrome_sql.code_point(12)
        ~ syndrome_sql.code_point(14) ~ '-' ~ syndrome_sql.code_point(31)
        ~ syndrome_sql.code_point(127) ~ '-' ~ syndrome_sql.code_point(159)
        ~ syndrome_sql.code_point(65533) ~ ']'
        ~ '|[' ~ syndrome_sql.code_point(194) ~ syndrome_sql.code_point(195) ~ ']['
        ~ syndrome_sql.code_point(128) ~ '-' ~ syndrome_sql.code_point(191) ~ ']'
        ~ '|' ~ syndrome_sql.code_point(226) ~ syndrome_sql.code_point(8364)
    ) }}
{%- endmacro -%}

{#- A character in a regular expression, by its number; Postgres knows no character 0. -#}
{%- macro code_point(number) -%}
    {{ return(adapter.dispatch('code_point', 'syndrome_sql')(number)) }}
{%- endmacro -%}

{%- macro default__code_point(number) -%}
    {{ return('\\x{' ~ '%04X' | format(number) ~ '}') }}
{%- endmacro -%}

{%- macro postgres__code_point(number) -%}
    {{ return('\\u' ~ '%04X' | format([number, 1] | max)) }}
{%- endmacro -%}
