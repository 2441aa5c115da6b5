{#- End the run with one message: a code of docs/diagnostics.md, what is the matter, and what to do.
    Neither text may hold anything that stands in a row of visits. -#}
{%- macro refuse(code, message, hint) -%}
    {{ exceptions.raise_compiler_error(code ~ ': ' ~ message ~ '\n  hint: ' ~ hint) }}
{%- endmacro -%}
