{#- A FROM item: the rows of a relation, each with every `token` of a folded text, cut as the library
    shape cuts it: a blank ends a token and a semicolon opens one. -#}
{%- macro each_token(relation, text) -%}
    {%- set spaced = 'replace(' ~ text ~ ", ';', ' ;')" -%}
    {%- if target.type == 'duckdb' -%}
        (select *, unnest(string_split({{ spaced }}, ' ')) as token from {{ relation }}) as cut
    {%- elif target.type == 'postgres' -%}
        {{ relation }}, unnest(string_to_array({{ spaced }}, ' ')) as token
    {%- else -%}
        {{ relation }}, unnest(split({{ spaced }}, ' ')) as token
    {%- endif -%}
{%- endmacro -%}
