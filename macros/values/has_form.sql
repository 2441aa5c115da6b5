{#- Whether a text has a form: a regular expression, as a text of Jinja, that all engines read alike.
    Explicit characters and their sets, groups, repetition, `^` and `$`; no class names, no quotes. -#}
{%- macro has_form(text, form) -%}
    {{ return(adapter.dispatch('syndrome_has_form', 'syndrome_sql')(text, form)) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_has_form(text, form) -%}
    regexp_matches({{ text }}, '{{ form }}')
{%- endmacro -%}

{%- macro postgres__syndrome_has_form(text, form) -%}
    {{ text }} collate "C" ~ '{{ form }}'
{%- endmacro -%}

{%- macro bigquery__syndrome_has_form(text, form) -%}
    regexp_contains({{ text }}, r'{{ form }}')
{%- endmacro -%}
