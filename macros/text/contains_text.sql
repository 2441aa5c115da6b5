{#- Whether a text holds another; both are SQL expressions, and every character means itself. -#}
{%- macro contains_text(text, part) -%}
    strpos({{ text }}, {{ part }}) > 0
{%- endmacro -%}
