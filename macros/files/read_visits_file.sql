{#- A file of visits, looked through before anything is built from it, on DuckDB.

    In a hook of dbt (Python calls it in the same way, transpiler/visit_files):

        {%- set found = {} -%}
        {%- do syndrome_sql.read_visits_file(path, syndrome_sql.known_columns().split(','), found) -%}
        {%- if found.fault -%} {{ syndrome_sql.refuse('ESS401', found.fault.message, …) }} {%- endif -%}
        create view … as select * from {{ found.rows }}

    `path` is the name of one file; no character in it is a pattern. `known` are the names of columns,
    in small letters, of which the first line must have one: they tell the separator, and that there is
    a header at all. `found` is filled:

    - `fault`: none, or what is the matter: `message` (one sentence that names the file), `hint`,
      `line` and `column` where they are known. It never holds a word of a row.
    - `rows`: what to select from; every value of a CSV is a text, an empty cell is a missing value
      and "" an empty text.
    - `names`: the columns; `count`: how many rows; of a CSV also `breaks`, the line breaks within
      texts, and `quotes`, the rows with a quote within a text that is not in quotes: both are lawful,
      and both are what damage looks like.

    DuckDB guesses nothing: the separator comes from the header, no line is skipped, no error can quote
    a row. A second reading, line by line, says how many rows there must be (`csv_structure`). -#}
{%- macro read_visits_file(path, known, found) -%}
    {%- do found.update({'fault': none}) -%}
    {%- set kind = syndrome_sql.visits_file_kind(path) | trim -%}
    {%- if not kind -%}
        {%- do syndrome_sql.refuse_file(found, path,
            'the name of a file of visits ends in .csv, .tsv, .txt (or one of these and .gz or .zst), '
            ~ '.parquet or .pq',
            'save it as UTF-8 CSV, or as Parquet') -%}
    {%- elif not run_query("select 1 from glob(" ~ syndrome_sql.file_literal(path) ~ ")").rows -%}
        {%- do syndrome_sql.refuse_file(found, path, 'there is no such file', none) -%}
    {%- elif kind == 'parquet' -%}
        {%- do syndrome_sql.read_parquet_file(path, found) -%}
    {%- else -%}
        {%- do syndrome_sql.read_csv_file(path, known, found) -%}
    {%- endif -%}
{%- endmacro -%}
