{#- Where the secret of the keys is kept: one row in the restricted schema. -#}
{%- macro key_secret_relation() -%}
    {{ return(api.Relation.create(
        database=target.database,
        schema=generate_schema_name(syndrome_sql.schema_of('restricted'), none) | trim,
        identifier='visit_key_secret',
        type='table'
    )) }}
{%- endmacro -%}

{#- Keep the secret of the keys where `hashed_key` reads it; run it at the start of each run.
    It comes from the environment variable SYNDROME_VISIT_KEY_SECRET and is refused when it is unset
    or can be guessed, unless the visits are generated and no secret is anybody's. -#}
{%- macro keep_key_secret(is_generated=false) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'test', 'retry', 'show', 'clone'] -%}
        {%- set secret = 'generated visits' if is_generated
            else env_var('SYNDROME_VISIT_KEY_SECRET', '') -%}
        {%- if not is_generated -%}
            {%- do syndrome_sql.refuse_weak_secret(secret) -%}
        {%- endif -%}
        {%- set relation = syndrome_sql.key_secret_relation() -%}
        {%- do adapter.create_schema(relation.without_identifier()) -%}
        {%- set text = syndrome_sql.text_literal(secret) -%}
        {%- set select = "select cast(" ~ text ~ " as " ~ dbt.type_string() ~ ") as secret" -%}
        {%- do run_query(syndrome_sql.replace_table(relation, select)) -%}
    {%- endif -%}
{%- endmacro -%}

{#- Refuse a secret that is short, has few different characters, repeats itself, or is made of words
    and rows of keys that everybody tries first. -#}
{%- macro refuse_weak_secret(secret) -%}
    {%- set rest = namespace(text=secret | lower) -%}
    {%- for known in [
        'generated visits', 'syndrome_visit_key_secret', 'syndrome', 'password', 'passwort', 'secret',
        'changeme', 'change', 'example', 'default', 'qwertyuiop', 'qwerty', 'asdfghjkl', 'letmein',
        'admin', 'welcome', '0123456789abcdef', '0123456789', '1234567890', '123456789', '12345678',
        '1234567', '123456', '12345', '1234', '123', 'abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnop',
        'abcdefgh', 'abcdef', 'abcd', 'abc',
    ] -%}
        {%- set rest.text = rest.text | replace(known, '') -%}
    {%- endfor -%}
    {%- if secret | length < 16 or secret | list | unique | list | length < 8
        or rest.text | list | unique | list | length < 6
        or (secret ~ secret)[1:].find(secret) < secret | length - 1 -%}
        {{ syndrome_sql.refuse(
            'ESS602',
            'the environment variable SYNDROME_VISIT_KEY_SECRET ' ~ (
                'is not set' if not secret else 'holds a secret that can be guessed'
            ),
            'set it to at least 16 characters made at random, as `openssl rand -hex 32` does. Visit '
            ~ 'and patient keys are hashed with it; keep it as you keep the data, and keep it the '
            ~ 'same, or every key changes'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Statements that put a small table in place of the one of that name. -#}
{%- macro replace_table(relation, select) -%}
    {{ return(adapter.dispatch('syndrome_replace_table', 'syndrome_sql')(relation, select)) }}
{%- endmacro -%}

{%- macro default__syndrome_replace_table(relation, select) -%}
    create or replace table {{ relation }} as {{ select }}
{%- endmacro -%}

{%- macro postgres__syndrome_replace_table(relation, select) -%}
    begin;
    drop table if exists {{ relation }};
    create table {{ relation }} as {{ select }};
    commit;
{%- endmacro -%}
