{#- The rows of a CSV whose separator and names are known, every value a text: a relation.

    No error of a row is raised, because it would quote the row; `read_csv_file` has found them all
    before. Where texts go over line breaks, one thread reads: several could begin within a text.

    Either of the two characters ends a line, and the empty line between both is none. Left to itself
    DuckDB skips the first character behind a carriage return that stands alone where lines end in
    both. Of a single column an empty line would be a row; `read_csv_file` allows no blank ones. -#}
{%- macro csv_rows(path, separator, names, has_breaks) -%}
    {%- if names | length == 1 %}(select * from {% endif -%}
    read_csv(
        {{ syndrome_sql.file_literal(path) }},
        auto_detect = false,
        columns = {
            {%- for name in names -%}
            {{ syndrome_sql.sql_text(name) }}: 'VARCHAR'{{ ', ' if not loop.last }}
            {%- endfor -%}
        },
        delim = {{ syndrome_sql.sql_text(separator) }},
        quote = '"',
        escape = '"',
        comment = '',
        header = true,
        new_line = '\n',
        strict_mode = false,
        parallel = {{ 'false' if has_breaks else 'true' }},
        max_line_size = 67108864,
        ignore_errors = true,
        allow_quoted_nulls = false
    )
    {%- if names | length == 1 %} where "{{ names[0] | replace('"', '""') }}" is not null){% endif -%}
{%- endmacro -%}
