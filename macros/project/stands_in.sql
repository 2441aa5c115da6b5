{#- The schema that models ask for: `restricted`, `review` or `mart`, or what the var `syndrome_schemas`
    calls it. -#}
{%- macro schema_of(kind) -%}
    {{ return((var('syndrome_schemas', none) or {}).get(kind, kind)) }}
{%- endmacro -%}

{#- Say where a model stands, and that its relation begins with the var `syndrome_prefix`. The vars of a
    project are not known in the `dbt_project.yml` of a package, so each model says it itself. -#}
{%- macro stands_in(kind) -%}
    {%- do config(schema=syndrome_sql.schema_of(kind)) -%}
    {%- if var('syndrome_prefix', '') -%}
        {%- do config(alias=var('syndrome_prefix') ~ model.name) -%}
    {%- endif -%}
{%- endmacro -%}

{#- Hold the two vars to their form, and the schemas apart: what is published stands alone. -#}
{%- macro check_places() -%}
    {%- if not modules.re.fullmatch('([a-z][a-z0-9_]{0,19})?', var('syndrome_prefix') | string) -%}
        {{ refuse_var('syndrome_prefix', 'up to 20 small letters, digits and underscores') }}
    {%- endif -%}
    {%- set named = var('syndrome_schemas') -%}
    {%- set kinds = ['restricted', 'review', 'mart'] -%}
    {%- if named is not mapping or named | reject('in', kinds) | list -%}
        {{ refuse_var('syndrome_schemas', 'names for some of ' ~ kinds | join(', ')) }}
    {%- endif -%}
    {%- set schemas = [] -%}
    {%- for kind in kinds -%}
        {%- do check_name('the schema ' ~ kind, schema_of(kind)) -%}
        {%- if schema_of(kind) | lower in schemas -%}
            {{ refuse_var('syndrome_schemas', 'another name for each schema') }}
        {%- endif -%}
        {%- do schemas.append(schema_of(kind) | lower) -%}
    {%- endfor -%}
{%- endmacro -%}
