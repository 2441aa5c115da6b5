{#- The lines of a CSV as DuckDB gives them with nothing understood: a relation of one column,
    `text`, NULL for a blank line. Lines that are not UTF-8, or longer than 64 MB, are left out; with
    `keeps_rejects` they go to the table `syndrome_file_rejects`, of which only the kind and the line
    are ever read.

    Lines are told to end in both characters, so that they are counted as people count them whatever
    ends the first. DuckDB then takes either alone for a line end, too, but skips the character behind
    a carriage return, whatever it is. With `at_each_end` either character ends a line: nothing is
    skipped, and lines that end in both have a blank one behind them.

    The separator here is four control characters that stand in no file of visits. -#}
{%- macro csv_lines(path, keeps_rejects=false, at_each_end=false) -%}
    read_csv(
        {{ syndrome_sql.file_literal(path) }},
        auto_detect = false,
        columns = {'text': 'VARCHAR'},
        delim = '{{ "\u001c\u001d\u001e\u001f" }}',
        quote = '',
        escape = '',
        comment = '',
        header = false,
        new_line = '{{ "\\n" if at_each_end else "\\r\\n" }}',
        strict_mode = false,
        parallel = false,
        max_line_size = 67108864,
        ignore_errors = true
        {%- if keeps_rejects -%}
        ,
        store_rejects = true,
        rejects_table = 'syndrome_file_rejects',
        rejects_scan = 'syndrome_file_scans'
        {%- endif %}
    )
{%- endmacro -%}

{#- A number for what a line says, none for a blank one; of all lines, their sum. -#}
{%- macro number_of_line(text) -%}
    case when {{ text }} <> '' then hash({{ text }}) >> 32 else 0 end
{%- endmacro -%}
