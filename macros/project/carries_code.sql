{#- Whether a visit's codes, undotted and each after a semicolon, hold one that begins like `code`. -#}
{%- macro carries_code(codes, code) -%}
    {{ syndrome_sql.contains_text(codes, "';' || lower(" ~ code ~ ")") }}
{%- endmacro -%}
