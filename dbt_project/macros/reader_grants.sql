{#- The grants of a published model: those in `syndrome_trend_readers` may read it. DuckDB has none. -#}
{%- macro reader_grants() -%}
    {%- set readers = var('syndrome_trend_readers') -%}
    {%- if not readers or target.type == 'duckdb' -%}
        {{ return({}) }}
    {%- endif -%}
    {%- set privilege = 'roles/bigquery.dataViewer' if target.type == 'bigquery' else 'select' -%}
    {{ return({privilege: readers}) }}
{%- endmacro -%}

{#- On PostgreSQL a reader of a table needs its schema as well; run it at the end of a run. -#}
{%- macro grant_schema_to_readers() -%}
    {%- if execute and target.type == 'postgres' and flags.WHICH in ['build', 'run'] -%}
        {%- for reader in var('syndrome_trend_readers') %}
            {%- set schema = adapter.quote(generate_schema_name('mart') | trim) -%}
            {%- do run_query('grant usage on schema ' ~ schema ~ ' to ' ~ adapter.quote(reader)) -%}
        {%- endfor %}
    {%- endif -%}
{%- endmacro -%}
