{#- The zone of local times that the project names, or nothing. -#}
{%- macro time_zone() -%}
    {%- set zone = var('syndrome_time_zone', none) -%}
    {%- if zone and zone not in modules.pytz.all_timezones_set -%}
        {{ exceptions.raise_compiler_error(
            'The var syndrome_time_zone is no name of the IANA database, such as America/Phoenix.'
        ) }}
    {%- endif -%}
    {{- zone or '' -}}
{%- endmacro -%}
