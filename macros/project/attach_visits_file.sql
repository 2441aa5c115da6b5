{#- On DuckDB, files of visits as the source table: a view over the CSV or Parquet file that
    `syndrome_source_file` names, or over those of a folder or a pattern, which must have the same
    columns; and one over the file of diagnoses that `syndrome_columns` may name. Each is looked through
    first; one that cannot be read is refused before anything is built. In a CSV every value is read as
    text, so that codes and numbers keep their zeros; an empty cell is a missing value and "" an empty
    text.

    What is lawful in a CSV and looks like damage is said at once: it is of lines, and `rpt_intake`
    counts visits. So is that nobody has looked whether a packed file is damaged. -#}
{%- macro attach_visits_file() -%}
    {%- set said = said_of_codes() -%}
    {%- set given = var('syndrome_columns', none) -%}
    {%- set known = syndrome_sql.known_columns().split(',') -%}
    {%- for entry in given.values() if given is mapping -%}
        {%- set column = entry.get('column') if entry is mapping else entry -%}
        {%- do known.append(column | string | lower) -%}
    {%- endfor -%}
    {%- do attach_file('syndrome_source_file', var('syndrome_source_file', none), source('visits', 'visits'), known) -%}
    {%- if said.get('as') == 'rows' and said.get('file') -%}
        {%- set known = [] -%}
        {%- for part in ['key', 'code', 'facility', 'order'] if said.get(part) is string -%}
            {%- do known.append(said[part] | lower) -%}
        {%- endfor -%}
        {%- do attach_file('syndrome_columns', said.file, source('diagnoses', 'diagnoses'), known) -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro attach_file(name, file, relation, known) -%}
    {%- if execute and file and flags.WHICH in ['build', 'run', 'test', 'retry', 'show'] -%}
        {%- if target.type != 'duckdb' -%}
            {{ refuse_var(name, 'no file, and load the file into a table: files are read on DuckDB alone') }}
        {%- endif -%}
        {%- set parts = [] -%}
        {%- set columns = [] -%}
        {%- set doubts = namespace(breaks=0, quotes=0, packed=0) -%}
        {%- for path in files_of_visits(file) -%}
            {%- set found = {} -%}
            {%- do syndrome_sql.read_visits_file(path, known, found) -%}
            {%- if found.fault -%}
                {{ syndrome_sql.refuse_fault(found.fault) }}
            {%- endif -%}
            {%- do columns.append(found.names | map('lower') | sort | list) -%}
            {%- if columns[0] != columns[-1] -%}
                {{ syndrome_sql.refuse('ESS401', path ~ ': it has other columns than the files before it', 'give all files of visits the same columns; nothing was changed') }}
            {%- endif -%}
            {%- do parts.append('select * from ' ~ found.rows) -%}
            {%- set doubts.breaks = doubts.breaks + found.get('breaks', 0) -%}
            {%- set doubts.quotes = doubts.quotes + found.get('quotes', 0) -%}
            {%- set doubts.packed = doubts.packed + (1 if (path | lower).endswith('.gz') else 0) -%}
        {%- endfor -%}
        {%- if doubts.breaks or doubts.quotes -%}
            {%- do log(
                'Intake: line breaks within texts: ' ~ '{:,}'.format(doubts.breaks) ~ '; rows with a '
                ~ 'double quote within a text that is not in quotes: ' ~ '{:,}'.format(doubts.quotes),
                info=true
            ) -%}
        {%- endif -%}
        {%- if doubts.packed -%}
            {%- do log(
                'Intake: files packed as .gz: ' ~ doubts.packed ~ '; DuckDB does not compare their check '
                ~ 'sums: `gzip -t` does, and so does `syndrome classify`',
                info=true
            ) -%}
        {%- endif -%}
        {%- do adapter.create_schema(api.Relation.create(database=relation.database, schema=relation.schema)) -%}
        {%- do run_query('create or replace view ' ~ relation.render() ~ ' as ' ~ parts | join(' union all by name ')) -%}
    {%- endif -%}
{%- endmacro -%}

{#- The files that a name means: itself, those of a folder, or those that fit a pattern. -#}
{%- macro files_of_visits(file) -%}
    {%- set exact = syndrome_sql.file_literal(file) -%}
    {%- set pattern = syndrome_sql.sql_text(file) -%}
    {%- for searched in [exact, pattern, exact ~ " || '/*.*'"] -%}
        {%- set paths = [] -%}
        {%- for row in run_query('select file from glob(' ~ searched ~ ') order by file').rows -%}
            {%- do paths.append(row[0]) -%}
        {%- endfor -%}
        {%- if paths -%}
            {{ return(paths) }}
        {%- endif -%}
    {%- endfor -%}
    {{ return([file]) }}
{%- endmacro -%}
