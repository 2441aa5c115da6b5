{#- Beside the visits, what the secret of their keys makes of a fixed text: by it a run knows whether
    its secret is that of the keys already there. With another one, no visit would be known again,
    and those that arrived before would be taken for deleted. -#}
{%- macro key_check_relation() -%}
    {{ return(api.Relation.create(
        database=this.database, schema=this.schema, identifier='visit_key_check', type='table'
    )) }}
{%- endmacro -%}

{%- macro refuse_another_secret() -%}
    {%- if not (is_building() and is_incremental()) -%}
        {{ return('') }}
    {%- endif -%}
    {%- set known = key_check_relation() -%}
    {%- if load_relation(known) is none -%}
        {{ return('') }}
    {%- endif -%}
    {%- set same = run_query(
        "select count(*) as found from " ~ known ~ " where key_check = " ~ key_check()
    ) -%}
    {%- if same.rows[0]['found'] == 0 -%}
        {{ syndrome_sql.refuse(
            'ESS603',
            'the keys of the visits in ' ~ this ~ ' were made with another secret, or of another source',
            'give SYNDROME_VISIT_KEY_SECRET the value it had, or build everything anew with '
            ~ '--full-refresh; nothing was changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Remember the secret that the keys were made with: hooks after the visits, which stand in one
    transaction with them where the engine has any. -#}
{%- macro forget_key_check() -%}
    {%- if is_building() -%}
        drop table if exists {{ key_check_relation() }}
    {%- endif -%}
{%- endmacro -%}

{%- macro keep_key_check() -%}
    {%- if is_building() -%}
        create table {{ key_check_relation() }} as select {{ key_check() }} as key_check
    {%- endif -%}
{%- endmacro -%}

{%- macro key_check() -%}
    {{ return(syndrome_sql.hashed_key('check', ["'visit keys'"])) }}
{%- endmacro -%}
