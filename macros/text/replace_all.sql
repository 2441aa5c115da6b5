{#- Every match of `pattern` replaced. Only for patterns that all engines read alike: explicit
    character sets, groups and their repetition, no class names, no case, no anchors; the
    replacement may name groups (`\1`). -#}
{%- macro replace_all(text, pattern, replacement) -%}
    {{ return(adapter.dispatch('syndrome_replace_all', 'syndrome_sql')(text, pattern, replacement)) }}
{%- endmacro -%}

{%- macro default__syndrome_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, '{{ pattern }}', '{{ replacement }}', 'g')
{%- endmacro -%}

{%- macro bigquery__syndrome_replace_all(text, pattern, replacement) -%}
    regexp_replace({{ text }}, r'{{ pattern }}', r'{{ replacement }}')
{%- endmacro -%}
