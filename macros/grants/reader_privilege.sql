{#- What an engine calls the right to read a table; nothing where an engine has no rights. -#}
{%- macro reader_privilege() -%}
    {{ return(adapter.dispatch('syndrome_reader_privilege', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_reader_privilege() -%}
    {{ return('select') }}
{%- endmacro -%}

{%- macro duckdb__syndrome_reader_privilege() -%}
    {{ return('') }}
{%- endmacro -%}

{%- macro bigquery__syndrome_reader_privilege() -%}
    {{ return('roles/bigquery.dataViewer') }}
{%- endmacro -%}
