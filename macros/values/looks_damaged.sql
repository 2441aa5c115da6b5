{#- Whether a text has characters that no text has: controls other than tabs and line breaks, line ends
    of other systems (vertical tab, form feed, NEL, U+2028, U+2029), the sign
    that stands for what could not be decoded, and what is left of UTF-8 that was read as Latin-1 or
    Windows-1252 (`Ã©`, `â€™`). NULL where there is no text. -#}
{%- macro looks_damaged(text) -%}
    {{ syndrome_sql.has_form(
        text,
        '[' ~ syndrome_sql.code_point('0000') ~ '-' ~ syndrome_sql.code_point('0008')
        ~ syndrome_sql.code_point('000B') ~ syndrome_sql.code_point('000C')
        ~ syndrome_sql.code_point('000E') ~ '-' ~ syndrome_sql.code_point('001F')
        ~ syndrome_sql.code_point('007F') ~ '-' ~ syndrome_sql.code_point('009F')
        ~ syndrome_sql.code_point('2028') ~ syndrome_sql.code_point('2029')
        ~ syndrome_sql.code_point('FFFD') ~ ']'
        ~ '|[' ~ syndrome_sql.code_point('00C2') ~ syndrome_sql.code_point('00C3') ~ ']['
        ~ syndrome_sql.code_point('0080') ~ '-' ~ syndrome_sql.code_point('00BF') ~ ']'
        ~ '|' ~ syndrome_sql.code_point('00E2') ~ syndrome_sql.code_point('20AC')
    ) }}
{%- endmacro -%}

{#- A character in a regular expression, by its number in four hexadecimal digits, which dbt 2 cannot
    make of a number; Postgres knows no character 0. -#}
{%- macro code_point(number) -%}
    {{ return(adapter.dispatch('syndrome_code_point', 'syndrome_sql')(number)) }}
{%- endmacro -%}

{%- macro default__syndrome_code_point(number) -%}
    {{ return('\\x{' ~ number ~ '}') }}
{%- endmacro -%}

{%- macro postgres__syndrome_code_point(number) -%}
    {{ return('\\u' ~ ('0001' if number == '0000' else number)) }}
{%- endmacro -%}
