{#- The form of a value and nothing of its content: letters are `a`, digits `9`, all else but the
    signs of dates and numbers `?`. -#}
{%- macro form_of(value) -%}
    {%- set letters = syndrome_sql.replace_all(syndrome_sql.value_text(value), '[A-Za-z]+', 'a') -%}
    {%- set digits = syndrome_sql.replace_all(letters, '[0-9]', '9') -%}
    substr({{ syndrome_sql.replace_all(digits, '[^a9 /:.,+-]+', '?') }}, 1, 24)
{%- endmacro -%}
