{#- What an engine calls the right to read a table; nothing where an engine has no rights. -#}
{%- macro reader_privilege() -%}
    {{ return(adapter.dispatch('reader_privilege', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__reader_privilege() -%}
    {{ return('select') }}
{%- endmacro -%}

{%- macro duckdb__reader_privilege() -%}
    {{ return('') }}
{%- endmacro -%}

{%- macro bigquery__reader_privilege() -%}
    {{ return('roles/bigquery.dataViewer') }}
{%- endmacro -%}
