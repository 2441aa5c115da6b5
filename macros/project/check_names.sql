{#- End the run where what is ours would read or test a model of the project that has the name of one of
    our own: dbt writes tests without the package, and looks into the project first. -#}
{%- macro check_names() -%}
    {%- for node in graph.nodes.values() if execute
        and (node.package_name == 'syndrome_sql' or node.config.group == 'syndrome_surveillance') -%}
        {%- for read in node.depends_on.nodes -%}
            {%- set kind, package, name = read.split('.')[:3] -%}
            {%- if package != 'syndrome_sql' and kind ~ '.syndrome_sql.' ~ name in graph.nodes -%}
                {{ syndrome_sql.refuse(
                    'ESS614',
                    'the model ' ~ name ~ ' of ' ~ package ~ ' has the name of one of syndrome_sql, and '
                    ~ node.name ~ ' would read it',
                    'rename it and run dbt once with --no-partial-parse; or, from dbt 1.11 on, let packages '
                    ~ 'read their own models first: '
                    ~ 'flags: {require_ref_searches_node_package_before_root: true}'
                ) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro -%}
