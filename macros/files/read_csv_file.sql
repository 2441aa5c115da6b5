{#- A CSV for `read_visits_file`: lines that are no text, the header, the rows, and the proof that
    what DuckDB reads is what stands in the file. -#}
{%- macro read_csv_file(path, known, found) -%}
    {%- do syndrome_sql.refuse_other_packing(path, found) -%}
    {%- if not found.fault -%}
        {%- do syndrome_sql.refuse_damaged_lines(path, found) -%}
    {%- endif -%}
    {%- if not found.fault -%}
        {%- set names_of = {} -%}
        {%- set known_of = {} -%}
        {%- for row in run_query(syndrome_sql.csv_header(path, known)).rows -%}
            {%- do names_of.setdefault(row[0], []).append(row[2] or 'column_' ~ (row[1] | int)) -%}
            {%- do known_of.update({row[0]: known_of.get(row[0], 0) + (1 if row[3] else 0)}) -%}
        {%- endfor -%}
        {%- do syndrome_sql.choose_separator(path, names_of, known_of, found) -%}
    {%- endif -%}
    {%- if not found.fault -%}
        {%- do syndrome_sql.check_csv_rows(path, found) -%}
    {%- endif -%}
{%- endmacro -%}

{#- A file that is named as packed begins as such files do. -#}
{%- macro refuse_other_packing(path, found) -%}
    {%- set literal = syndrome_sql.file_literal(path) -%}
    {%- set first = {'gz': '\\x1F\\x8B', 'zst': '\\x28\\xB5\\x2F\\xFD'}.get((path | lower).split('.')[-1]) -%}
    {%- set is_small = first is not none and (
        run_query('select size from read_blob(' ~ literal ~ ')').rows[0][0] | int
    ) <= 268435456 -%}
    {%- if is_small and not run_query(
        "select starts_with(hex(content[:4]), hex('" ~ first ~ "'::blob)) from read_blob(" ~ literal ~ ')'
    ).rows[0][0] -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'it is not packed as its name says, or it is damaged', 'pack it again, or name it .csv') -%}
    {%- endif -%}
{%- endmacro -%}

{#- Which separator the header means: the one that gives most names that are known. -#}
{%- macro choose_separator(path, names_of, known_of, found) -%}
    {%- set most = known_of.values() | max if known_of else 0 -%}
    {%- set best = {} -%}
    {%- for separator, names in names_of.items() if known_of[separator] == most -%}
        {%- do best.setdefault(names | length, []).append(separator) -%}
    {%- endfor -%}
    {%- if not names_of -%}
        {%- do syndrome_sql.refuse_file(found, path, 'the file is empty',
            'the first line must be the names of the columns') -%}
    {%- elif not most -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'the first line has no name of a column that is known',
            'the first line must be the names of the columns, such as visit_id and chief_complaint, '
            ~ 'between commas, semicolons, tabs or bars', 1) -%}
    {%- elif best | length > 1 -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'it is not clear which character separates the columns',
            'put names that hold commas, semicolons, tabs or bars into double quotes', 1) -%}
    {%- else -%}
        {%- set separator = (best.values() | first)[0] -%}
        {%- do found.update({'separator': separator, 'names': names_of[separator]}) -%}
        {%- set seen = [] -%}
        {%- for name in found.names if not found.fault -%}
            {%- if name | lower in seen -%}
                {%- do syndrome_sql.refuse_file(found, path, 'two columns have the name ' ~ name,
                    'give them different names', 1) -%}
            {%- endif -%}
            {%- do seen.append(name | lower) -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{#- Lines that are no text, from the rejects of a reading: the place and the kind, never what stands
    there. Where there are none, `found.sum_of_lines` is what all lines say. -#}
{%- macro refuse_damaged_lines(path, found) -%}
    {%- do syndrome_sql.read_lines(path, found, true) -%}
    {%- if found.fault -%}
        {%- set at_each_end = found.lines -%}
        {%- do syndrome_sql.read_lines(path, found, false, at_each_end) -%}
    {%- endif -%}
{%- endmacro -%}

{#- `known` is what the reading `at_each_end` found. A reading that found the same, or as many lines, has
    counted them as people do; the damage that another one finds has no line. -#}
{%- macro read_lines(path, found, at_each_end, known=none) -%}
    {%- set damaged %}
        select
            error_type = 'INVALID ENCODING' as is_encoding,
            min(line) as line,
            count(*) as how_many,
            bool_or(contains(csv_line, chr(0))) as is_wide
        from syndrome_file_rejects
        group by is_encoding
        order by line
        limit 1
    {%- endset -%}
    {%- set lines = run_query(
        'select count(*), sum(' ~ syndrome_sql.number_of_line('text') ~ ') from '
        ~ syndrome_sql.csv_lines(path, true, at_each_end)
    ).rows[0] -%}
    {%- set lines = {'count': lines[0] | int, 'sum': (lines[1] or 0) | int} -%}
    {%- set is_numbered = known is not none and (lines.sum == known.sum or lines.count == known.count) -%}
    {%- do found.update({'lines': lines, 'sum_of_lines': lines.sum}) -%}
    {%- for row in run_query(damaged).rows -%}
        {%- set line = row[1] | int if is_numbered else none -%}
        {%- if not row[0] -%}
            {%- do syndrome_sql.refuse_file(found, path, 'the line is longer than 64 MB',
                'a quote may not be closed', line) -%}
        {%- elif row[3] -%}
            {%- do syndrome_sql.refuse_file(found, path, 'it is UTF-16, not UTF-8',
                'save it as CSV UTF-8', line) -%}
        {%- else -%}
            {%- set others = (row[2] | int) - 1 -%}
            {%- do syndrome_sql.refuse_file(found, path,
                'it is not UTF-8' ~ (', here and in ' ~ others ~ ' other lines' if others else ''),
                'save it as CSV UTF-8; spreadsheets write Latin-1 or Windows-1252 by default',
                line) -%}
        {%- endif -%}
    {%- endfor -%}
    {#- the lines themselves stand there -#}
    {%- do run_query('drop table syndrome_file_rejects') -%}
    {%- do run_query('drop table syndrome_file_scans') -%}
{%- endmacro -%}

{#- Every row has as many fields as the header, and DuckDB reads as many rows as there are. -#}
{%- macro check_csv_rows(path, found) -%}
    {%- set width = found.names | length -%}
    {%- set reasons = {
        'shorter': 'fewer fields than the header',
        'longer': 'more fields than the header',
        'quotes': 'a double quote that is not closed, or something beside it',
        'swallowed': 'a text over line breaks, of which a line looks like a row',
    } -%}
    {%- set hints = {
        'shorter': 'the file may be cut off, or a line break stands outside double quotes',
        'longer': 'texts that hold the separator must stand in double quotes',
        'quotes': 'put texts into double quotes and double those within them',
        'swallowed': 'a quote before it may not be closed; otherwise save the file as Parquet',
    } -%}
    {%- do syndrome_sql.look_at_rows(path, found, false) -%}
    {%- set skips_something = (found.told['sum'][3] | int) != found.sum_of_lines -%}
    {%- set lines = found.told['sum'][1] | int -%}
    {%- if skips_something -%}
        {%- do syndrome_sql.look_at_rows(path, found, true) -%}
    {%- endif -%}
    {%- set told = found.told -%}
    {#- as many with nothing skipped: none ends in both characters -#}
    {%- set is_numbered = (told['sum'][1] | int) == lines -%}
    {%- set first = {} -%}
    {%- for kind in reasons if kind in told -%}
        {%- if not first or told[kind][1] < first.line -%}
            {%- do first.update({'kind': kind, 'line': told[kind][1]}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do found.update({
        'count': [told.rows[3] | int, 0] | max,
        'breaks': told.breaks[3] | int,
        'quotes': told.within[3] | int,
        'rows': syndrome_sql.csv_rows(path, found.separator, found.names, told.breaks[3] > 0),
    }) -%}
    {%- if first -%}
        {%- set row = told[first.kind] -%}
        {%- set sizes = '' if first.kind not in ['shorter', 'longer'] else ', ' ~ (row[2] | int) ~ ' for ' ~ width -%}
        {%- set others = (row[3] | int) - 1 -%}
        {%- do syndrome_sql.refuse_file(found, path,
            reasons[first.kind] ~ sizes ~ (', here and in ' ~ others ~ ' other rows' if others else ''),
            hints[first.kind], first.line | int if is_numbered else none) -%}
    {%- elif width == 1 and skips_something -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'lines of a file of one column end in a carriage return alone, and in one with a line feed',
            'end every line in one way') -%}
    {%- elif width == 1 and told.blank[3] -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'a blank line in a file of one column may be a visit without a text or none',
            'remove it, or write "" for an empty text', told.blank[1] | int) -%}
    {%- endif -%}
    {%- if not found.fault -%}
        {%- do syndrome_sql.compare_csv_rows(path, found) -%}
    {%- endif -%}
{%- endmacro -%}

{#- What `csv_structure` says, by its kinds, as `found.told`. Where a carriage return alone makes DuckDB skip
    something, only a second look, `at_each_end`, sees all lines; where some end in both it cannot number them. -#}
{%- macro look_at_rows(path, found, at_each_end) -%}
    {%- set told = {} -%}
    {%- for row in run_query(
        syndrome_sql.csv_structure(path, found.separator, found.names | length, at_each_end)
    ).rows -%}
        {%- do told.update({row[0]: row}) -%}
    {%- endfor -%}
    {%- do found.update({'told': told}) -%}
{%- endmacro -%}

{#- What DuckDB reads: as many rows as there are, none of them the header again. -#}
{%- macro compare_csv_rows(path, found) -%}
    {%- set counted = run_query(
        'select count(*), ' ~ syndrome_sql.count_headers_within(found.names) ~ ' from ' ~ found.rows
    ).rows[0] -%}
    {%- if (counted[0] | int) != found.count -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'DuckDB does not read as many rows as the file has',
            'put every text into double quotes, or save it as Parquet') -%}
    {%- endif -%}
    {%- do syndrome_sql.refuse_headers_within(path, counted[1] | int, found) -%}
{%- endmacro -%}

{#- How many rows are the names of the columns, as an aggregate: most of the names, since a name that is
    there twice is another in Parquet. -#}
{%- macro count_headers_within(names) -%}
    {%- set repeats = [] -%}
    {%- for name in names -%}
        {%- do repeats.append(
            'coalesce(cast(cast("' ~ name | replace('"', '""') ~ '" as varchar) = '
            ~ syndrome_sql.sql_text(name) ~ ' as integer), 0)'
        ) -%}
    {%- endfor -%}
    count_if(2 * ({{ repeats | join(' + ') }}) > {{ names | length }})
{%- endmacro -%}

{%- macro refuse_headers_within(path, how_many, found) -%}
    {%- if how_many -%}
        {%- do syndrome_sql.refuse_file(found, path,
            how_many ~ ' rows are the first line again: files were put together with their headers',
            'remove these lines') -%}
    {%- endif -%}
{%- endmacro -%}
