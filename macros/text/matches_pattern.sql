{#- Whether a regular expression is found in a text; both are SQL expressions. -#}
{%- macro matches_pattern(text, pattern) -%}
    {{ return(adapter.dispatch('matches_pattern', 'syndrome_sql')(text, pattern)) }}
{%- endmacro -%}

{%- macro duckdb__matches_pattern(text, pattern) -%}
    regexp_matches({{ text }}, {{ pattern }})
{%- endmacro -%}

{%- macro postgres__matches_pattern(text, pattern) -%}
    {{ text }} collate "C" ~ {{ pattern }}
{%- endmacro -%}

{%- macro bigquery__matches_pattern(text, pattern) -%}
    regexp_contains({{ text }}, {{ pattern }})
{%- endmacro -%}
