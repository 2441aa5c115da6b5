{#- End the run where a model stands in the schema of published tables of which nobody has looked at
    what it tells together with the others (docs/privacy.md). -#}
{%- macro check_marts() -%}
    {%- if execute -%}
        {%- set generated = 'model.' ~ var('syndrome_project', project_name) ~ '.' ~ var('syndrome_prefix') -%}
        {%- set published = [] -%}
        {%- for name in published_marts() -%}
            {%- do published.append(
                (generated if name.startswith('dim_') else 'model.syndrome_sql.') ~ name
            ) -%}
        {%- endfor -%}
        {%- set schema = generate_schema_name(syndrome_sql.schema_of('mart'), none) | trim -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.schema == schema
            and node.unique_id not in published -%}
            {{ syndrome_sql.refuse(
                'ESS613',
                'the model ' ~ node.name ~ ' stands in ' ~ schema ~ ', the schema of published tables, '
                ~ 'and what it tells beside them is not known',
                'give it another schema, which readers do not have'
            ) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{#- The published tables, as `transpiler/disclosure/mart_columns.py` describes them; a test holds the
    two to one another. -#}
{%- macro published_marts() -%}
    {{ return([
        'dim_syndrome_definitions', 'rpt_syndrome_ppv', 'rpt_syndrome_recurrence',
        'rpt_syndrome_trends',
    ]) }}
{%- endmacro -%}
