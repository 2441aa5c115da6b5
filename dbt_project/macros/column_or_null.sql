{#- A column of a relation as a type (string, integer), or a missing value where the relation has no
    such column. Names are compared without regard to case. -#}
{%- macro column_or_null(relation, column, type) -%}
    {%- set sql_type = dbt.type_string() if type == 'string' else dbt.type_int() -%}
    {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower')
        | list if execute else [] -%}
    {%- if not present or column | lower in present -%}
        cast({{ column }} as {{ sql_type }})
    {%- else -%}
        cast(null as {{ sql_type }})
    {%- endif -%}
{%- endmacro -%}
