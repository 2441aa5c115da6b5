{#- Whether a text holds another; both are SQL expressions, and every character means itself. -#}
{%- macro contains_text(text, part) -%}
    {{ return(adapter.dispatch('syndrome_contains_text', 'syndrome_sql')(text, part)) }}
{%- endmacro -%}

{%- macro default__syndrome_contains_text(text, part) -%}
    strpos({{ text }}, {{ part }}) > 0
{%- endmacro -%}

{%- macro duckdb__syndrome_contains_text(text, part) -%}
    contains({{ text }}, {{ part }})
{%- endmacro -%}
