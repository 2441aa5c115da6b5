{#- The statement that lets a reader into a schema, where an engine asks for that besides the right to
    read a table; nothing elsewhere. -#}
{%- macro grant_schema(schema, reader) -%}
    {{ return(adapter.dispatch('syndrome_grant_schema', 'syndrome_sql')(schema, reader)) }}
{%- endmacro -%}

{%- macro default__syndrome_grant_schema(schema, reader) -%}
    {{ return('') }}
{%- endmacro -%}

{%- macro postgres__syndrome_grant_schema(schema, reader) -%}
    {{ return('grant usage on schema ' ~ adapter.quote(schema) ~ ' to ' ~ adapter.quote(reader)) }}
{%- endmacro -%}
