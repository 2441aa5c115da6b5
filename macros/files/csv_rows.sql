{#- The rows of a CSV whose separator and names are known, every value a text: a relation.

    No error of a row is raised, because it would quote the row; `read_csv_file` has found them all
    before. Where texts go over line breaks, one thread reads: several could begin within a text. -#}
{%- macro csv_rows(path, separator, names, has_breaks) -%}
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
        strict_mode = false,
        parallel = {{ 'false' if has_breaks else 'true' }},
        max_line_size = 67108864,
        ignore_errors = true,
        allow_quoted_nulls = false
    )
{%- endmacro -%}
