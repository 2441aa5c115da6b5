{#- The table of the periods and settings in which sums by the other side may stand beside the tree of
    cuts, as `syndrome publish` has just proved; none in any other build. -#}
{%- macro proved_units() -%}
    {%- if not var('syndrome_proved', false) -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name(syndrome_sql.schema_of('restricted'), none) | trim,
        identifier='syndrome_proved_units',
    )) }}
{%- endmacro -%}

{#- Keep these units for the build that follows; `syndrome publish` runs it.

    Arguments: `units` are lists of definition, version, first day of the period, and setting. -#}
{%- macro keep_proved_units(units) -%}
    {%- set relation = api.Relation.create(
        database=target.database,
        schema=generate_schema_name(syndrome_sql.schema_of('restricted'), none) | trim,
        identifier='syndrome_proved_units',
        type='table',
    ) -%}
    {%- set rows -%}
        {%- for definition, version, period_start, setting in units %}
        select
            {{ syndrome_sql.text_literal(definition) }} as definition,
            cast({{ version | int }} as {{ dbt.type_int() }}) as version,
            cast({{ syndrome_sql.text_literal(period_start) }} as date) as period_start,
            {{ syndrome_sql.text_literal(setting) }} as setting
        {{- ' union all' if not loop.last }}
        {%- else %}
        select
            cast(null as {{ dbt.type_string() }}) as definition,
            cast(null as {{ dbt.type_int() }}) as version,
            cast(null as date) as period_start,
            cast(null as {{ dbt.type_string() }}) as setting
        from (select 1 as one) as no_units
        where one = 0
        {%- endfor %}
    {%- endset -%}
    {%- if target.type == 'postgres' -%}
        {%- do run_query(
            'begin; drop table if exists ' ~ relation ~ '; create table ' ~ relation ~ ' as ' ~ rows
            ~ '; commit;'
        ) -%}
    {%- else -%}
        {%- do adapter.drop_relation(relation) -%}
        {%- do run_query('create table ' ~ relation ~ ' as ' ~ rows) -%}
    {%- endif -%}
{%- endmacro -%}
