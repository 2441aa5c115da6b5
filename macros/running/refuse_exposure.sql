{#- Before a model is built that holds keys of visits which must never lead to a case (policy
    no_case_finding): refuse to build it in the schema of everything else, where those read who may
    read anything, and over keys that are not hashed. Whatever project the model was compiled into,
    it holds hashed keys in a schema of its own or is not there. `visits` is the relation of all
    visits; without it only the schema is looked at. -#}
{%- macro refuse_exposure(visits=none) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- if this.schema | lower == generate_schema_name(none, model) | trim | lower -%}
            {{ syndrome_sql.refuse(
                'ESS313',
                this.identifier ~ ' would stand in the ordinary schema ' ~ this.schema
                    ~ ', and its policy is no_case_finding',
                'let generate_schema_name give models of the schema restricted one of their own'
            ) }}
        {%- endif -%}
        {%- if visits is not none -%}
            {%- set key = 'cast(visit_id as ' ~ dbt.type_string() ~ ')' -%}
            {%- set open_keys = run_query(
                'select 1 as found from ' ~ visits ~ ' where length(' ~ key ~ ') <> 64 or translate('
                ~ key ~ ", '0123456789abcdef', '') <> '' limit 1"
            ) -%}
            {%- if open_keys.rows | length -%}
                {{ syndrome_sql.refuse(
                    'ESS313',
                    'the keys of ' ~ visits.identifier ~ ' are not hashed, and the policy of '
                        ~ this.identifier ~ ' is no_case_finding',
                    'make visit_id with syndrome_sql.hashed_key, as the shipped syndrome_visits does'
                ) }}
            {%- endif -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
