{#- The codes of a text between semicolons, to be crossed with its row: a relation of one column,
    `code`. What stands between is not looked at; a text of words is one long code. -#}
{%- macro each_code(text) -%}
    {{ return(adapter.dispatch('syndrome_each_code', 'syndrome_sql')(text)) }}
{%- endmacro -%}

{%- macro default__syndrome_each_code(text) -%}
    unnest(string_to_array({{ text }}, ';')) as listed(code)
{%- endmacro -%}

{%- macro bigquery__syndrome_each_code(text) -%}
    unnest(split({{ text }}, ';')) as code
{%- endmacro -%}
