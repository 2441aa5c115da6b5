{#- Whether the models of this package are there: a project that takes its macros alone has disabled
    them. -#}
{%- macro has_models() -%}
    {{ return(execute and 'model.syndrome_sql.syndrome_visits' in graph.nodes) }}
{%- endmacro -%}

{#- Whether a run builds or tests anything of this package; runs of other models need neither a secret
    nor a source. -#}
{%- macro is_concerned() -%}
    {%- set resources = selected_resources or [] -%}
    {%- set own = [] -%}
    {%- for resource in resources if '.syndrome_sql.' in resource -%}
        {%- do own.append(resource) -%}
    {%- endfor -%}
    {{ return(
        not execute
        or (has_models() and (own or not resources))
    ) }}
{%- endmacro -%}

{#- What comes before everything in a run. -#}
{%- macro begin_run() -%}
    {%- if is_concerned() -%}
        {%- do check_vars() -%}
        {%- do syndrome_sql.keep_key_secret(visits_are_generated()) -%}
        {%- do attach_visits_file() -%}
        {%- do check_source() -%}
    {%- endif -%}
    {%- if has_models() -%}
        {%- do check_names() -%}
        {%- do check_seeds() -%}
        {%- do check_marts() -%}
    {%- endif -%}
{%- endmacro -%}
