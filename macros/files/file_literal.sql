{#- The name of one file as DuckDB's readers take it: a literal, in which nothing is a pattern. -#}
{%- macro file_literal(path) -%}
    '{{ path | replace("[", "[[]") | replace("*", "[*]") | replace("?", "[?]") | replace("'", "''") }}'
{%- endmacro -%}
