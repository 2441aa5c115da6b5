{#- On DuckDB, look the seeds through before they are loaded, as files of visits are: DuckDB's own error
    says nothing of the line, and may show a row, which of the reviewers' labels is a visit. -#}
{%- macro check_seeds() -%}
    {#- dbt 2 asks each query on a connection of its own, and reads seeds itself #}
    {%- if execute and target.type == 'duckdb' and flags.WHICH in ['build', 'seed', 'retry']
        and not dbt_version.startswith('2.') -%}
        {%- for node in graph.nodes.values()
            if node.resource_type == 'seed' and node.unique_id in selected_resources
            and node.name in [
                'generated_visits', 'reviewer_labels', 'syndrome_code_groups', 'syndrome_policies',
                'syndrome_standings', 'syndrome_terms',
            ]
            and node.columns -%}
            {%- set path = node.root_path ~ '/' ~ node.original_file_path -%}
            {%- set found = {} -%}
            {%- do syndrome_sql.read_visits_file(path, node.columns.keys() | map('lower') | list, found) -%}
            {%- set names = found.get('names', []) | map('lower') | list -%}
            {%- set missing = [] -%}
            {%- for name in node.columns if name | lower not in names -%}
                {%- do missing.append(name) -%}
            {%- endfor -%}
            {%- if not found.fault and found.separator != ',' -%}
                {%- do syndrome_sql.refuse_file(found, path, 'its columns are not separated by commas',
                    'write commas between them', 1) -%}
            {%- elif not found.fault and missing -%}
                {%- do syndrome_sql.refuse_file(found, path, 'it has no column ' ~ missing | join(', '),
                    'write the first line as `syndrome init` does', 1) -%}
            {%- endif -%}
            {%- if found.fault -%}
                {{ syndrome_sql.refuse_fault(found.fault) }}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
