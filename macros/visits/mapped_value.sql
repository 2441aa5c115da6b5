{#- The value of a column or expression as its entry of the mapping says, for the readers of values.
    `type` is its type in the database where it is known. -#}
{%- macro mapped_value(entry, type='') -%}
    {%- if entry.zone -%}
        {{ syndrome_sql.zoned(entry.sql, entry.zone) }}
    {%- elif entry.words -%}
        {{ syndrome_sql.worded(entry.sql, entry.words) }}
    {%- elif entry.as == 'list' -%}
        {{ syndrome_sql.list_of_codes(entry.sql, type) }}
    {%- elif entry.as == 'json' -%}
        {{ syndrome_sql.json_of_codes(entry.sql, type) }}
    {%- else -%}
        {{ entry.sql }}
    {%- endif -%}
{%- endmacro -%}

{#- A value, or what its word means by a table of words. -#}
{%- macro worded(value, words) -%}
    case {{ syndrome_sql.value_word(value) }}
        {%- for word, meaning in words.items() %}
        when {{ syndrome_sql.text_word(syndrome_sql.text_literal(word)) }} then {{ syndrome_sql.text_literal(meaning) }}
        {%- if word | int(-1) | string == word %}
        when {{ syndrome_sql.text_literal(word ~ '.0') }} then {{ syndrome_sql.text_literal(meaning) }}
        {%- endif %}
        {%- endfor %}
        else {{ syndrome_sql.value_text(value) }}
    end
{%- endmacro -%}

{#- A time whose zone is known, as a text with its offset, by which `read_time` makes it local. A day
    without a time stays the day, and a time with an offset what it is. -#}
{%- macro zoned(value, zone) -%}
    coalesce(
        case
            when {{ syndrome_sql.has_form(
                syndrome_sql.value_word(value), '[0-9]:[0-5][0-9]|^[0-9]{8}[T ]?[0-9]{4}'
            ) }}
                then {{ adapter.dispatch('syndrome_text_of_instant', 'syndrome_sql')(
                    syndrome_sql.time_as_written(value, ''), zone
                ) }}
        end,
        {{ syndrome_sql.value_text(value) }}
    )
{%- endmacro -%}

{%- macro duckdb__syndrome_text_of_instant(local, zone) -%}
    cast(({{ local }}) at time zone '{{ zone }}' at time zone 'UTC' as varchar) || '+00:00'
{%- endmacro -%}

{%- macro postgres__syndrome_text_of_instant(local, zone) -%}
    to_char(({{ local }}) at time zone '{{ zone }}' at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00:00'
{%- endmacro -%}

{%- macro bigquery__syndrome_text_of_instant(local, zone) -%}
    format_timestamp(
        '%Y-%m-%d %H:%M:%E6S+00:00', timestamp(datetime({{ local }}, 'UTC'), '{{ zone }}'), 'UTC'
    )
{%- endmacro -%}

{#- The codes of a native list in one text. A list of objects stays what it is: `read_codes` knows by
    their keys which are codes. -#}
{%- macro list_of_codes(value, type) -%}
    {%- if 'struct' in type | lower or 'map' in type | lower or 'json' in type | lower -%}
        {{ syndrome_sql.value_text(value) }}
    {%- else -%}
        nullif({{ adapter.dispatch('syndrome_joined_list', 'syndrome_sql')(value) }}, '')
    {%- endif -%}
{%- endmacro -%}

{%- macro default__syndrome_joined_list(value) -%}
    array_to_string({{ value }}, ';')
{%- endmacro -%}

{%- macro duckdb__syndrome_joined_list(value) -%}
    array_to_string(cast({{ value }} as varchar[]), ';')
{%- endmacro -%}

{#- The codes of a JSON array of texts in one text; other JSON as it is. A text that is no JSON holds no
    code that can be read. -#}
{%- macro json_of_codes(value, type) -%}
    {%- set blank = '[ \\t\\r\\n]*' -%}
    {%- set text = syndrome_sql.value_text(value) -%}
    {%- set array = '^' ~ blank ~ '\\[' ~ blank ~ '"[^"\\\\]*"(?:' ~ blank ~ ',' ~ blank ~ '"[^"\\\\]*")*' ~ blank ~ '\\]' ~ blank ~ '$' -%}
    {%- set inner = syndrome_sql.replace_all(text, '^' ~ blank ~ '\\[' ~ blank ~ '"|"' ~ blank ~ '\\]' ~ blank ~ '$', '') -%}
    case
        when {{ syndrome_sql.text_word(text) }} in ({{ syndrome_sql.missing_words() }})
            or {{ syndrome_sql.has_form(text, '^' ~ blank ~ '[\\[{]' ~ blank ~ '[\\]}]' ~ blank ~ '$') }} then null
        when {{ syndrome_sql.has_form(text, array) }}
            then {{ syndrome_sql.replace_all(inner, '"' ~ blank ~ ',' ~ blank ~ '"', ';') }}
        {%- if 'json' not in type | lower %}
        when not ({{ syndrome_sql.has_form(text, '^' ~ blank ~ '[\\[{"]') }}
            and {{ syndrome_sql.has_form(text, '[\\]}"]' ~ blank ~ '$') }}) then 'no JSON'
        {%- endif %}
        else {{ text }}
    end
{%- endmacro -%}

{#- A name as SQL takes it: the name of a column and nothing else. -#}
{%- macro quoted_column(name) -%}
    {{ return(adapter.dispatch('syndrome_quoted_column', 'syndrome_sql')(name)) }}
{%- endmacro -%}

{%- macro default__syndrome_quoted_column(name) -%}
    "{{ name | replace('"', '""') }}"
{%- endmacro -%}

{%- macro bigquery__syndrome_quoted_column(name) -%}
    `{{ name | replace('\\', '\\\\') | replace('`', '\\`') }}`
{%- endmacro -%}
