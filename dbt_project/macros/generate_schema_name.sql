{#- dbt's own names of schemas, their beginning held to be a plain name: it is read from the
    environment, and dbt quotes it without a look at the quotes in it. -#}
{%- macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {%- do syndrome_sql.check_name('the schema of the target (SYNDROME_SCHEMA)', target.schema) -%}
    {{ dbt.default__generate_schema_name(custom_schema_name, node) }}
{%- endmacro -%}
