{#- A column of a relation as a type (string, integer, boolean, timestamp), or `otherwise` where the
    relation has no such column. Names are compared without regard to case. -#}
{%- macro column_or_null(relation, column, type, otherwise='null') -%}
    {%- set types = {
        'string': dbt.type_string(),
        'integer': dbt.type_int(),
        'boolean': dbt.type_boolean(),
        'timestamp': 'timestamp',
    } -%}
    {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower')
        | list if execute else [] -%}
    {%- set is_there = not present or column | lower in present -%}
    cast({{ column if is_there else otherwise }} as {{ types[type] }})
{%- endmacro -%}
