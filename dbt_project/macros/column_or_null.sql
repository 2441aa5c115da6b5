{#- A column of a relation as a type (string, integer, boolean, timestamp), or `otherwise` where the
    relation has no such column. Names are compared without regard to case. -#}
{%- macro column_or_null(relation, column, type, otherwise='null') -%}
    {%- set types = {
        'string': dbt.type_string(),
        'boolean': dbt.type_boolean(),
        'timestamp': 'timestamp',
    } -%}
    {%- set present = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower')
        | list if execute else [] -%}
    {%- set value = column if not present or column | lower in present else otherwise -%}
    {%- if type == 'integer' -%}
        {{ whole_number(value) }}
    {%- else -%}
        cast({{ value }} as {{ types[type] }})
    {%- endif -%}
{%- endmacro -%}

{#- A number of digits alone, NULL where it is anything else: a failing cast would quote the value. -#}
{%- macro whole_number(value) -%}
    {%- set text = 'cast(' ~ value ~ ' as ' ~ dbt.type_string() ~ ')' -%}
    case
        when length({{ text }}) between 1 and 9 and translate({{ text }}, '0123456789', '') = ''
            then cast({{ text }} as {{ dbt.type_int() }})
    end
{%- endmacro -%}
