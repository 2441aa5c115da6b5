{#- Tells `found` those of the columns `names` that hold what looks like codes of ICD-10-CM, whatever they
    are called: of the values in the first thousand rows of `rows` at least half begin with one, and they
    repeat, as keys do not. Columns of a name that is known are left out. Python calls it too; on BigQuery,
    which bills whole columns for a thousand rows, nothing is looked at. -#}
{%- macro find_columns_of_codes(rows, names, found) -%}
    {%- set known = syndrome_sql.known_columns().split(',') -%}
    {%- set asked = [] -%}
    {%- set counts = [] -%}
    {%- for name in names if name | lower not in known and target.type != 'bigquery' -%}
        {%- set word = syndrome_sql.value_word(syndrome_sql.quoted_column(name)) -%}
        {%- set said = word ~ ' not in (' ~ syndrome_sql.missing_words() ~ ')' -%}
        {%- set is_code = syndrome_sql.has_form(
            word, '^[^A-Z0-9]*' ~ syndrome_sql.icd10_category() ~ '\\.?[0-9A-Z]{0,4}(?:[^A-Z0-9.]|$)'
        ) -%}
        {%- do asked.append(name) -%}
        {%- do counts.append(
            'count(case when ' ~ said ~ ' then 1 end), count(case when ' ~ is_code
            ~ ' then 1 end), count(distinct case when ' ~ said ~ ' then ' ~ word ~ ' end)'
        ) -%}
    {%- endfor -%}
    {%- if asked -%}
        {%- set row = run_query(
            'select ' ~ counts | join(', ') ~ ' from (select * from ' ~ rows ~ ' limit 1000) as head'
        ).rows[0] -%}
        {%- for name in asked -%}
            {%- set at = 3 * loop.index0 -%}
            {%- set said = row[at] | int -%}
            {%- if said and 2 * (row[at + 1] | int) >= said and (
                said < 20 or 10 * (row[at + 2] | int) <= 9 * said
            ) -%}
                {%- do found.append(name) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}
