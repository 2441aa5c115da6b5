{#- A Parquet file for `read_visits_file`. Texts are compared in two readings, one of which replaces
    what is not UTF-8: the reader's own error would quote the text. -#}
{%- macro read_parquet_file(path, found) -%}
    {%- set literal = syndrome_sql.file_literal(path) -%}
    {%- set size = run_query('select size from read_blob(' ~ literal ~ ')').rows[0][0] | int -%}
    {%- set is_whole = true if size > 268435456 else run_query(
        "select octet_length(content) >= 12 and content[:4] = 'PAR1'::blob and content[-4:] = 'PAR1'::blob"
        ~ " from read_blob(" ~ literal ~ ")"
    ).rows[0][0] -%}
    {%- if not is_whole -%}
        {%- do syndrome_sql.refuse_file(found, path, 'it is not a Parquet file, or it is cut off',
            'write it again') -%}
    {%- else -%}
        {%- set rows = 'read_parquet(' ~ literal ~ ')' -%}
        {%- set names = [] -%}
        {%- set sums = [] -%}
        {%- for row in run_query(
            'select column_name, column_type from (describe select * from ' ~ rows ~ ')'
        ).rows -%}
            {%- do names.append(row[0]) -%}
            {%- if row[1] == 'VARCHAR' -%}
                {%- do sums.append('sum(hash(encode("' ~ row[0] | replace('"', '""') ~ '")))') -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set readings = [] -%}
        {%- for validation in ['ignore', 'replace'] if sums -%}
            {%- do readings.append(run_query(
                'select ' ~ sums | join(', ') ~ ' from read_parquet(' ~ literal
                ~ ", utf8_validation = '" ~ validation ~ "')"
            ).rows[0] | list) -%}
        {%- endfor -%}
        {%- if sums and readings[0] != readings[1] -%}
            {%- do syndrome_sql.refuse_file(found, path, 'a text in it is not UTF-8',
                'write it again with texts in UTF-8') -%}
        {%- endif -%}
        {%- set counted = run_query(
            'select count(*), ' ~ ('0' if found.fault else syndrome_sql.count_headers_within(names))
            ~ ' from ' ~ rows
        ).rows[0] -%}
        {%- do found.update({'rows': rows, 'names': names, 'count': counted[0] | int}) -%}
        {%- do syndrome_sql.refuse_headers_within(path, counted[1] | int, found) -%}
    {%- endif -%}
{%- endmacro -%}
