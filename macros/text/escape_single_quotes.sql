{#- The literals of dbt's unit tests on BigQuery, whose backslashes and line breaks dbt leaves as
    they are. Takes effect where the project's `dispatch` puts this package before dbt. -#}
{%- macro bigquery__escape_single_quotes(expression) -%}
    {{ expression
        | replace('\\', '\\\\') | replace("'", "\\'")
        | replace('\n', '\\n') | replace('\r', '\\r') }}
{%- endmacro -%}
