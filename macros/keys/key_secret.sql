{#- Where the secret of the keys is kept: one row in the restricted schema. -#}
{%- macro key_secret_relation() -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name('restricted') | trim,
        identifier='visit_key_secret',
        type='table'
    )) }}
{%- endmacro -%}

{#- Keep the secret of the keys where `hashed_key` reads it; run it at the start of each run.
    It comes from the environment variable SYNDROME_VISIT_KEY_SECRET and is refused when unset,
    unless the visits are generated and no secret is anybody's. -#}
{%- macro keep_key_secret() -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'retry', 'show'] -%}
        {%- if var('syndrome_source') == 'generated' -%}
            {%- set secret = 'generated visits' -%}
        {%- else -%}
            {%- set secret = env_var('SYNDROME_VISIT_KEY_SECRET', '') -%}
        {%- endif -%}
        {%- if secret | length < 16 -%}
            {{ exceptions.raise_compiler_error(
                "Set the environment variable SYNDROME_VISIT_KEY_SECRET to a secret of at least 16 "
                ~ "characters. Visit and patient keys are hashed with it; keep it as you keep the "
                ~ "data, and keep it the same, or every key changes."
            ) }}
        {%- endif -%}
        {%- set relation = syndrome_macros.key_secret_relation() -%}
        {%- do adapter.create_schema(relation.without_identifier()) -%}
        {%- set text = syndrome_macros.text_literal(secret) -%}
        {%- set select = "select cast(" ~ text ~ " as " ~ dbt.type_string() ~ ") as secret" -%}
        {%- do run_query(syndrome_macros.replace_table(relation, select)) -%}
    {%- endif -%}
{%- endmacro -%}

{#- Statements that put a small table in place of the one of that name. -#}
{%- macro replace_table(relation, select) -%}
    {{ return(adapter.dispatch('replace_table', 'syndrome_macros')(relation, select)) }}
{%- endmacro -%}

{%- macro default__replace_table(relation, select) -%}
    create or replace table {{ relation }} as {{ select }}
{%- endmacro -%}

{%- macro postgres__replace_table(relation, select) -%}
    begin;
    drop table if exists {{ relation }};
    create table {{ relation }} as {{ select }};
    commit;
{%- endmacro -%}
