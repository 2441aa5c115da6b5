{#- A value of any type as its text, the same whatever the session's time zone, locale or style of
    dates: `2025-03-01`, `34`, `70.0`, `true`, an instant with its offset; arrays and objects as
    JSON. No value makes it fail. On Postgres the value must have a type, as columns have. -#}
{%- macro value_text(value) -%}
    {{ return(adapter.dispatch('syndrome_value_text', 'syndrome_sql')(value)) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_value_text(value) -%}
    case
        when regexp_matches(typeof({{ value }}), '\]$|^STRUCT|^MAP')
            then cast(to_json({{ value }}) as varchar)
        else cast({{ value }} as varchar)
    end
{%- endmacro -%}

{%- macro postgres__syndrome_value_text(value) -%}
    (to_jsonb({{ value }}) #>> '{}')
{%- endmacro -%}

{%- macro bigquery__syndrome_value_text(value) -%}
    coalesce(json_value(to_json({{ value }})), nullif(to_json_string({{ value }}), 'null'))
{%- endmacro -%}
