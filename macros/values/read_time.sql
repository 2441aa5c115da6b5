{#- A local time, or NULL where the value is none: ISO dates and times, `20250301`,
    `20250301131500`, `3/1/2025 1:15 PM` (the order of its numbers by the var `syndrome_date_order`,
    `mdy` or `dmy`), `1-Mar-2025`, `Mar 1, 2025`; a day alone is its midnight. Years are 1900 to
    2099. A time with an offset, and an instant of a column of that type, is the local time of the
    zone that the var `syndrome_time_zone` names, and NULL without it. No session's time zone,
    locale or style of dates has a say.

    `type`, the column's data type where it is known, refuses a column of instants without the var
    before anything runs. -#}
{%- macro read_time(value, type=none) -%}
    {%- do syndrome_sql.check_time_type(value, type) -%}
    {{- syndrome_sql.time_as_written(value, syndrome_sql.time_zone()) -}}
{%- endmacro -%}

{#- The same in a zone that is given, which may be none. -#}
{%- macro time_as_written(value, zone) -%}
    {%- set word = syndrome_sql.value_word(value) -%}
    {%- set spelled = syndrome_sql.spelled_time(word) -%}
    {%- set clock = '(?:0?[0-9]|1[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?' -%}
    {%- set offset = '[+-](?:0[0-9]|1[0-4]):[0-5][0-9]' -%}
    {%- set day = syndrome_sql.calendar_day() -%}
    case
        when {{ syndrome_sql.has_form(word, '^' ~ day ~ '(?:[ T]' ~ clock ~ ')?$') }}
            then {{ adapter.dispatch('syndrome_local_time', 'syndrome_sql')(word) }}
        {%- if zone %}
        when {{ syndrome_sql.has_form(
            word, '^' ~ day ~ '[ T]' ~ clock ~ '(?:Z|[+-](?:0[0-9]|1[0-4])(?::[0-5][0-9])?)$') }}
            then {{ adapter.dispatch('syndrome_time_in_zone', 'syndrome_sql')(
                adapter.dispatch('syndrome_instant', 'syndrome_sql')(word), zone
            ) }}
        {%- endif %}
        when {{ syndrome_sql.has_form(word, '[0-9] ?[AP]\\.?M') }}
            and not {{ syndrome_sql.has_form(
                word, '[^0-9](?:0?[1-9]|1[0-2]):[0-5][0-9][0-9:., ]*[AP]\\.?M') }}
            then null
        when {{ syndrome_sql.has_form(spelled, '^' ~ day ~ '(?: ' ~ clock ~ ')?$') }}
            then {{ syndrome_sql.hours_after(
                adapter.dispatch('syndrome_local_time', 'syndrome_sql')(spelled),
                syndrome_sql.hours_of_half(word)
            ) }}
        {%- if zone %}
        when {{ syndrome_sql.has_form(spelled, '^' ~ day ~ ' ' ~ clock ~ offset ~ '$') }}
            then {{ adapter.dispatch('syndrome_time_in_zone', 'syndrome_sql')(
                syndrome_sql.hours_after(
                    adapter.dispatch('syndrome_instant', 'syndrome_sql')(spelled),
                    syndrome_sql.hours_of_half(word)
                ),
                zone
            ) }}
        {%- endif %}
    end
{%- endmacro -%}

{%- macro duckdb__syndrome_local_time(text) -%}
    try_cast({{ text }} as timestamp)
{%- endmacro -%}

{%- macro postgres__syndrome_local_time(text) -%}
    cast({{ text }} as timestamp)
{%- endmacro -%}

{%- macro bigquery__syndrome_local_time(text) -%}
    timestamp(safe_cast({{ text }} as datetime), 'UTC')
{%- endmacro -%}

{%- macro duckdb__syndrome_instant(text) -%}
    try_cast({{ text }} as timestamptz)
{%- endmacro -%}

{%- macro postgres__syndrome_instant(text) -%}
    cast({{ text }} as timestamptz)
{%- endmacro -%}

{%- macro bigquery__syndrome_instant(text) -%}
    safe_cast({{ text }} as timestamp)
{%- endmacro -%}

{%- macro default__syndrome_time_in_zone(instant, zone) -%}
    ({{ instant }}) at time zone '{{ zone }}'
{%- endmacro -%}

{%- macro bigquery__syndrome_time_in_zone(instant, zone) -%}
    timestamp(datetime({{ instant }}, '{{ zone }}'), 'UTC')
{%- endmacro -%}
