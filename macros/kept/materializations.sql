{#- A table that is left as it is while what it is made of is unchanged: its own SQL, and the tables that
    it reads, directly or through views (`fingerprint`). Otherwise it is built by dbt's own
    materialization, and what it is made of is written beside it (`remember`). Where that is not known,
    it is built in every run. -#}
{%- materialization syndrome_table, default -%}
    {%- set made_of = syndrome_sql.fingerprint(sql) -%}
    {%- if made_of.is_current -%}
        {{ return(syndrome_sql.leave()) }}
    {%- endif -%}
    {%- set built = syndrome_sql.build_table() -%}
    {%- do syndrome_sql.remember('table', made_of.now) -%}
    {{ return(built) }}
{%- endmaterialization -%}

{#- A table of definitions asked of visits, which goes on from its own last rows. -#}
{%- materialization syndrome_asked, default -%}
    {%- set made_of = syndrome_sql.fingerprint_of_asked([model.name]) -%}
    {%- if made_of.is_current -%}
        {{ return(syndrome_sql.leave()) }}
    {%- endif -%}
    {%- set built = syndrome_sql.build_table() -%}
    {%- do syndrome_sql.remember('table', made_of.now) -%}
    {{ return(built) }}
{%- endmaterialization -%}

{#- A table that leads to those that were asked, and is of no use where these are current. -#}
{%- materialization syndrome_step, default -%}
    {%- set made_of = syndrome_sql.fingerprint_of_asked([
        var('syndrome_prefix', '') ~ 'int_syndrome_classification',
        var('syndrome_prefix', '') ~ 'int_syndrome_vetoed',
    ]) -%}
    {%- if made_of.is_current and load_relation(this) is not none -%}
        {{ return(syndrome_sql.leave()) }}
    {%- endif -%}
    {{ return(syndrome_sql.build_table()) }}
{%- endmaterialization -%}

{#- A view that is not created again while its SQL and the relations it reads are the same. -#}
{%- materialization syndrome_view, default -%}
    {%- set made_of = syndrome_sql.fingerprint(sql) -%}
    {%- if made_of.is_current -%}
        {{ return(syndrome_sql.leave()) }}
    {%- endif -%}
    {%- set built = syndrome_sql.build_view() -%}
    {%- do syndrome_sql.remember('view', made_of.now) -%}
    {{ return(built) }}
{%- endmaterialization -%}

{#- Leave a relation as it is. What must hold before it is built must hold now too, and nobody reads it
    but those who are to. -#}
{%- macro leave() -%}
    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- do store_raw_result(name='main', message='UNCHANGED', code='UNCHANGED', rows_affected='0') -%}
    {%- set relation = load_relation(this) -%}
    {%- if config.get('grants') -%}
        {%- call statement('leave') -%}
            select 1
        {%- endcall -%}
        {%- do apply_grants(relation, config.get('grants'), should_revoke=True) -%}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return({'relations': [relation]}) }}
{%- endmacro -%}

{#- dbt's own materializations, which the adapters may have in their own way. -#}
{%- macro build_table() -%}
    {{ return(adapter.dispatch('syndrome_build_table', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_build_table() -%}
    {{ return(materialization_table_default()) }}
{%- endmacro -%}

{%- macro duckdb__syndrome_build_table() -%}
    {{ return(materialization_table_duckdb()) }}
{%- endmacro -%}

{%- macro bigquery__syndrome_build_table() -%}
    {{ return(materialization_table_bigquery()) }}
{%- endmacro -%}

{%- macro build_view() -%}
    {{ return(adapter.dispatch('syndrome_build_view', 'syndrome_sql')()) }}
{%- endmacro -%}

{%- macro default__syndrome_build_view() -%}
    {{ return(materialization_view_default()) }}
{%- endmacro -%}

{%- macro bigquery__syndrome_build_view() -%}
    {{ return(materialization_view_bigquery()) }}
{%- endmacro -%}
