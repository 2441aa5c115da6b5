{#- Whether a regular expression is found in a text; both are SQL expressions. -#}
{%- macro matches_pattern(text, pattern) -%}
    {{ return(adapter.dispatch('syndrome_matches_pattern', 'syndrome_sql')(text, pattern)) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_matches_pattern(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro -%}

{%- macro postgres__syndrome_matches_pattern(text, pattern) -%}
    {{ text }} collate "C" ~ {{ pattern }}
{%- endmacro -%}

{%- macro bigquery__syndrome_matches_pattern(text, pattern) -%}
    regexp_contains({{ text }}, {{ pattern }})
{%- endmacro -%}
