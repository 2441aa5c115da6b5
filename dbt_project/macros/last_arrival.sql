{#- From which arrival on an incremental run reads the source: some days before the latest arrival
    it knows, for messages that were loaded out of order. None where everything is to be read. -#}
{%- macro last_arrival() -%}
    {%- if not (execute and is_incremental()) -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set latest = run_query('select max(arrived_at) as latest from ' ~ this).rows[0]['latest'] -%}
    {%- if latest is none -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set since = latest - modules.datetime.timedelta(days=var('syndrome_lookback_days')) -%}
    {{ return("cast('" ~ since.strftime('%Y-%m-%d %H:%M:%S.%f') ~ "' as timestamp)") }}
{%- endmacro -%}
