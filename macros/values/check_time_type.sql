{#- Refuses a column of instants where no zone says which day and hour they are. -#}
{%- macro check_time_type(value, type) -%}
    {%- set name = (type or '') | lower -%}
    {%- set is_instant = name.startswith('timestamptz') or 'with time zone' in name
        or 'with local time zone' in name
        or (target.type == 'bigquery' and name == 'timestamp') -%}
    {%- if is_instant and not syndrome_macros.time_zone() -%}
        {{ exceptions.raise_compiler_error(
            value ~ ' holds instants (' ~ type ~ '): which day and hour they are depends on the time'
            ~ ' zone. Set the var syndrome_time_zone, to America/Phoenix, say.'
        ) }}
    {%- endif -%}
{%- endmacro -%}
