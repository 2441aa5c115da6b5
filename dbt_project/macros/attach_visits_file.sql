{#- On DuckDB, a file of visits as the source table: a view over the CSV or Parquet file that
    `syndrome_source_file` names. In a CSV every value is read as text, so that codes and numbers
    keep their zeros; an empty cell is a missing value and "" an empty text. -#}
{%- macro attach_visits_file() -%}
    {%- set file = var('syndrome_source_file', none) -%}
    {%- if execute and file and flags.WHICH in ['build', 'run', 'test', 'retry', 'show'] -%}
        {%- if target.type != 'duckdb' -%}
            {{ exceptions.raise_compiler_error('syndrome_source_file is for DuckDB; load the file.') }}
        {%- endif -%}
        {%- set visits = source('visits', 'visits') -%}
        {%- set path = syndrome_macros.text_literal(file) -%}
        {%- do adapter.create_schema(visits.without_identifier()) -%}
        {%- if file.endswith('.parquet') -%}
            {%- set rows = 'read_parquet(' ~ path ~ ')' -%}
        {%- else -%}
            {%- set rows = 'read_csv(' ~ path ~ ', all_varchar = true, allow_quoted_nulls = false)' -%}
        {%- endif -%}
        {%- do run_query('create or replace view ' ~ visits ~ ' as select * from ' ~ rows) -%}
    {%- endif -%}
{%- endmacro -%}
