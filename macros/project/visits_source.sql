{#- The table that the rows of visits are read from: the seed of generated visits, a model of the
    project's own (the var `syndrome_source_model`, `name` or `package.name`), or the source table. -#}
{%- macro visits_source() -%}
    {%- set model = var('syndrome_source_model', none) -%}
    {%- if var('syndrome_source') == 'generated' -%}
        {{ return(project_ref('generated_visits')) }}
    {%- elif model -%}
        {%- set parts = (model | string).split('.') -%}
        {{ return(ref(*parts) if parts | length > 1 else project_ref(model)) }}
    {%- endif -%}
    {{ return(source('visits', 'visits')) }}
{%- endmacro -%}

{#- The texts of a row: ESSENCE's fields, or those of which they are built. -#}
{%- macro source_texts() -%}
    {%- if var('syndrome_source') in ['generated', 'essence'] -%}
        {{ return(syndrome_sql.text_fields() | map('first') | list) }}
    {%- endif -%}
    {{ return(
        ['chief_complaint', 'chief_complaint_history', 'diagnosis_codes', 'triage_notes']
        + syndrome_sql.declared_fields() | map('first') | list
    ) }}
{%- endmacro -%}

{#- The fields that the project declares, each with its column of the source. -#}
{%- macro declared_fields() -%}
    {%- set found = [] -%}
    {%- do syndrome_sql.find_declared_fields(found) -%}
    {{ return(found) }}
{%- endmacro -%}
