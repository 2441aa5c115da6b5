{#- What the last classification has seen: for each definition, by its identifier and content hash,
    the latest `updated_at` of the visits it was asked of. A definition that has changed since is
    not there, and is asked of all visits anew. `table` is the classification, by default the table
    of the model that asks, or none. -#}
{%- macro classified_since(table=load_relation(this)) -%}
    {%- set known = {} -%}
    {%- if execute and not flags.FULL_REFRESH and table is not none -%}
        {%- set seen = run_query(
            "select definition, version, content_hash, cast(updated_at as " ~ dbt.type_string()
            ~ ") from " ~ table ~ " where visit_id is null and updated_at is not null"
        ) -%}
        {%- for definition, version, content_hash, updated_at in seen.rows -%}
            {%- do known.update({definition ~ '_v' ~ version ~ ' ' ~ content_hash: updated_at}) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(known) }}
{%- endmacro -%}

{#- The condition that a visit is new to a definition. -#}
{%- macro is_new_to(known, definition) -%}
    {%- if definition in known -%}
        updated_at > cast('{{ known[definition] }}' as timestamp)
    {%- else -%}
        true
    {%- endif -%}
{%- endmacro -%}
