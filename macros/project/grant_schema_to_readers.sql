{#- Let the readers into the schema of the published models; run it at the end of a run. -#}
{%- macro grant_schema_to_readers() -%}
    {%- if execute and flags.WHICH in ['build', 'run'] -%}
        {%- for reader in var('syndrome_trend_readers') %}
            {%- set grant = syndrome_sql.grant_schema(generate_schema_name(syndrome_sql.schema_of('mart'), none) | trim, reader) -%}
            {%- if grant -%}
                {%- do run_query(grant) -%}
            {%- endif -%}
        {%- endfor %}
    {%- endif -%}
{%- endmacro -%}
