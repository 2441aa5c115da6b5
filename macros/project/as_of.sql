{#- The moment that the var `syndrome_as_of` names, as an SQL timestamp; none where the project is
    built on all that has arrived. -#}
{%- macro as_of() -%}
    {%- set given = var('syndrome_as_of', none) -%}
    {%- if given is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set text = given | string | replace('T', ' ') -%}
    {%- set time = '( ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?)?' -%}
    {%- set day = syndrome_sql.calendar_day() | trim -%}
    {%- if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}' ~ time, text)
        or not modules.re.fullmatch(day, text[:10]) -%}
        {{ refuse_var('syndrome_as_of', '2025-06-30 or 2025-06-30 18:00:00') }}
    {%- endif -%}
    {%- set moment = modules.datetime.datetime.fromisoformat(text) -%}
    {{ return("cast('" ~ moment.isoformat(' ') ~ ('+00' if target.type == 'bigquery' else '') ~ "' as timestamp)") }}
{%- endmacro -%}

{#- Refuse to go back in time over a table that knows what arrived later: visits that the source no
    longer has would be lost. -#}
{%- macro refuse_later_arrivals() -%}
    {%- set until = as_of() -%}
    {%- if execute and until is not none and is_incremental() -%}
        {%- set later = run_query(
            'select count(*) as visits from ' ~ this ~ ' where arrived_at > ' ~ until
        ).rows[0]['visits'] -%}
        {%- if later -%}
            {{ syndrome_sql.refuse(
                'ESS604',
                'syndrome_visits here holds what arrived after syndrome_as_of',
                'build into schemas of their own (set SYNDROME_SCHEMA), or with --full-refresh to '
                ~ 'replace these; nothing was changed'
            ) }}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
