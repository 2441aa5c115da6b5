{#- Refuses a column of instants where no zone says which day and hour they are. `type` is its name in
    the catalogue, or `DATETIMETZ`, as the driver of Postgres calls it. -#}
{%- macro check_time_type(value, type) -%}
    {%- set name = (type or '') | lower -%}
    {%- set is_instant = name.startswith('timestamptz') or name == 'datetimetz'
        or 'with time zone' in name or 'with local time zone' in name
        or (target.type == 'bigquery' and name == 'timestamp') -%}
    {%- if is_instant and not syndrome_sql.time_zone() -%}
        {{ syndrome_sql.refuse(
            'ESS612',
            value ~ ' holds instants (' ~ type ~ '): which day and hour they are depends on the time zone',
            'set the var syndrome_time_zone, to America/Phoenix, say; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}
