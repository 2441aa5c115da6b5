{#- Whether the visits are those of the shipped seed, which are nobody's. A seed with other contents
    may hold somebody's visits: they have a secret of their own and a ledger like any others. -#}
{%- macro visits_are_generated() -%}
    {%- set shipped = 'e7e6a4a2764fdc75032cc42b0c26510c2acd314284e13e09ec198f15ad06c0e2' -%}
    {%- if execute and var('syndrome_source') == 'generated' -%}
        {%- for node in graph.nodes.values() if node.resource_type == 'seed'
            and node.name == 'generated_visits' and node.checksum.checksum == shipped -%}
            {{ return(true) }}
        {%- endfor -%}
    {%- endif -%}
    {{ return(false) }}
{%- endmacro -%}
