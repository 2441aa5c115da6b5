{#- Refuse to build a model without those it belongs together with: each holds what the one before it
    left in this run, in the numbers of this compile. -#}
{%- macro built_with(models) -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- set selected = [] -%}
        {%- for resource in selected_resources -%}
            {%- do selected.append(resource.split('.') | last) -%}
        {%- endfor -%}
        {%- for model in models if model not in selected -%}
            {{ syndrome_sql.refuse(
                'ESS605', this.identifier ~ ' is built together with ' ~ model,
                'select +' ~ this.identifier
            ) }}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
