{#- A table that is left as it is while what it is made of is unchanged: its own SQL, and the tables that
    it reads, directly or through views (`fingerprint`). Otherwise it is built by dbt's own
    materialization, and what it is made of is written beside it (`remember`). Where that is not known,
    it is built in every run. -#}
{%- materialization syndrome_table, default -%}
    {{ return(syndrome_sql.leave_or_build('table', syndrome_sql.fingerprint(sql))) }}
{%- endmaterialization -%}

{#- A table of definitions asked of visits, which goes on from its own last rows. -#}
{%- materialization syndrome_asked, default -%}
    {{ return(syndrome_sql.leave_or_build('table', syndrome_sql.fingerprint_of_asked([model.name]))) }}
{%- endmaterialization -%}

{#- A table that leads to those that were asked, and is of no use where these are current. -#}
{%- materialization syndrome_step, default -%}
    {%- set made_of = syndrome_sql.fingerprint_of_asked([
        var('syndrome_prefix', '') ~ 'int_syndrome_classification',
        var('syndrome_prefix', '') ~ 'int_syndrome_vetoed',
    ]) -%}
    {%- if made_of.is_current and load_relation(this) is not none -%}
        {{ return(syndrome_sql.leave('table')) }}
    {%- endif -%}
    {{ return(syndrome_sql.build_as('table')) }}
{%- endmaterialization -%}

{#- A view that is not created again while its SQL and the relations it reads are the same. -#}
{%- materialization syndrome_view, default -%}
    {{ return(syndrome_sql.leave_or_build('view', syndrome_sql.fingerprint(sql))) }}
{%- endmaterialization -%}

{#- Leave a relation as it is where what it is `made_of` is current; else build it, a `table` or a `view`,
    and write beside it what it is made of now. -#}
{%- macro leave_or_build(kind, made_of) -%}
    {%- if made_of.is_current -%}
        {{ return(syndrome_sql.leave(kind)) }}
    {%- endif -%}
    {%- set built = syndrome_sql.build_as(kind) -%}
    {%- do syndrome_sql.remember(kind, made_of.now) -%}
    {{ return(built) }}
{%- endmacro -%}

{#- Leave a relation as it is. What must hold before it is built must hold now too, and nobody reads it
    but those who are to. That it is there is known: to ask dbt for it again takes longer the more
    relations there are. -#}
{%- macro leave(kind) -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- do store_raw_result(name='main', message='UNCHANGED', code='UNCHANGED', rows_affected='0') -%}
    {%- set relation = this.incorporate(type=kind) -%}
    {%- if config.get('grants') -%}
        {%- call statement('leave') -%}
            select 1
        {%- endcall -%}
        {%- do apply_grants(relation, config.get('grants'), should_revoke=True) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return({'relations': [relation]}) }}
{%- endmacro -%}

{#- dbt's own materialization of a `table` or a `view`, which the adapters may have in their own way. -#}
{%- macro build_as(kind) -%}
    {{ return(adapter.dispatch('syndrome_build_as', 'syndrome_sql')(kind)) }}
{%- endmacro -%}

{%- macro default__syndrome_build_as(kind) -%}
    {{ return(materialization_table_default() if kind == 'table' else materialization_view_default()) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_build_as(kind) -%}
    {{ return(materialization_table_duckdb() if kind == 'table' else materialization_view_default()) }}
{%- endmacro -%}

{%- macro bigquery__syndrome_build_as(kind) -%}
    {{ return(materialization_table_bigquery() if kind == 'table' else materialization_view_bigquery()) }}
{%- endmacro -%}
