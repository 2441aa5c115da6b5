{#- The zone of local times that the project names, or nothing. -#}
{%- macro time_zone() -%}
    {%- set zone = var('syndrome_time_zone', none) -%}
    {%- if zone and zone not in modules.pytz.all_timezones_set -%}
        {{ syndrome_sql.refuse(
            'ESS601',
            'the var syndrome_time_zone is no name of the IANA database',
            'write a name such as America/Phoenix; nothing was changed'
        ) }}
    {%- endif -%}
    {{- zone or '' -}}
{%- endmacro -%}
