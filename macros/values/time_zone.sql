{#- The zone of local times that the project names, or nothing. -#}
{%- macro time_zone() -%}
    {%- set zone = var('syndrome_time_zone', none) -%}
    {%- if zone and not syndrome_sql.is_zone(zone) -%}
        {{ syndrome_sql.refuse(
            'ESS601',
            'the var syndrome_time_zone is no name of the IANA database',
            'write a name such as America/Phoenix; nothing was changed'
        ) }}
    {%- endif -%}
    {{- zone or '' -}}
{%- endmacro -%}

{#- Says `yes` of the name of a zone and nothing of another text. dbt 2 lends no list of them: there another
    text ends the run, in dbt's own words. -#}
{%- macro is_zone(zone) -%}
    {%- if modules.pytz.all_timezones_set is defined -%}
        {{- 'yes' if zone in modules.pytz.all_timezones_set -}}
    {%- elif modules.pytz.timezone(zone | string) | string == zone -%}
        yes
    {%- endif -%}
{%- endmacro -%}
