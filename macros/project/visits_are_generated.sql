{#- Whether the visits are those of the shipped seed, which are nobody's. A seed with other contents
    may hold somebody's visits: they have a secret of their own and a ledger like any others. -#}
{%- macro visits_are_generated() -%}
    {%- set shipped = 'e9e2cf031c978cbce0f1f700f70ee4c40412ce80d4d15df3bdebe40d11a0f2fb' -%}
    {%- if execute and var('syndrome_source') == 'generated' -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'seed'
            and node.name == 'generated_visits' and node.checksum.checksum == shipped -%}
            {{ return(true) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro -%}
