{#- What the last classification has seen: for each definition, by its identifier and content hash,
    the latest `updated_at` of the visits it was asked of. A definition that has changed since is
    not there, and is asked of all visits anew. -#}
{%- macro classified_since() -%}
    {%- set known = {} -%}
    {%- if execute and not flags.FULL_REFRESH and load_relation(this) is not none -%}
        {%- set seen = run_query(
            "select definition, version, content_hash, cast(updated_at as " ~ dbt.type_string()
            ~ ") from " ~ this ~ " where visit_id is null and updated_at is not null"
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
