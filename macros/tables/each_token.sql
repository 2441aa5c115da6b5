{#- A FROM item: the rows of a relation, each with every `token` of a folded text, cut as the library
    shape cuts it: a blank ends a token and a semicolon opens one. -#}
{%- macro each_token(relation, text) -%}
    {%- set spaced = 'replace(' ~ text ~ ", ';', ' ;')" -%}
    {{ return(adapter.dispatch('syndrome_each_token', 'syndrome_sql')(relation, spaced)) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_each_token(relation, spaced) -%}
    (select *, unnest(string_split({{ spaced }}, ' ')) as token from {{ relation }}) as cut
{%- endmacro -%}

{%- macro postgres__syndrome_each_token(relation, spaced) -%}
    {{ relation }}, unnest(string_to_array({{ spaced }}, ' ')) as token
{%- endmacro -%}

{%- macro bigquery__syndrome_each_token(relation, spaced) -%}
    {{ relation }}, unnest(split({{ spaced }}, ' ')) as token
{%- endmacro -%}
