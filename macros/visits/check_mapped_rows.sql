{#- Asks all rows, before anything is made of them, what an expression of the mapping cannot be worked out
    for, and which diagnoses are of no visit. The database's own error would quote a value; here rows
    are counted. `found` is told the rows of diagnoses and those of no visit. -#}
{%- macro check_mapped_rows(rows, mapping, diagnoses, visit, found) -%}
    {%- set faults = [] -%}
    {%- set of_visits = {} -%}
    {%- set of_diagnoses = {} -%}
    {%- for name, entry in mapping.items() -%}
        {%- if entry.rows is none and entry.column is none and not modules.re.fullmatch('[(]?[A-Za-z0-9_]+\\s*[)]?', entry.sql) -%}
            {%- do of_visits.update({name: entry.sql}) -%}
        {%- elif entry.rows is not none -%}
            {%- for part in ['key', 'facility', 'code', 'order'] if entry.rows[part] and entry.rows[part].column is none -%}
                {%- do of_diagnoses.update({name ~ '.' ~ part: entry.rows[part].sql}) -%}
            {%- endfor -%}
            {%- if entry.rows.where -%}
                {%- do of_diagnoses.update({name ~ '.where': entry.rows.where}) -%}
            {%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- for relation, expressions in [(rows, of_visits), (diagnoses, of_diagnoses)] if expressions -%}
        {%- set failed = {} -%}
        {%- do adapter.dispatch('syndrome_count_failures', 'syndrome_sql')(relation, expressions, failed) -%}
        {%- for name, count in failed.items() if count -%}
            {%- do faults.append(name ~ ': its expression fails in ' ~ count ~ ' rows') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set codes = mapping.get('diagnosis_codes') -%}
    {%- if codes and codes.rows and not faults -%}
        {%- do syndrome_sql.check_diagnoses(rows, diagnoses, codes.rows, visit, found, faults) -%}
    {%- endif -%}
    {%- do syndrome_sql.refuse_mapping(faults) -%}
{%- endmacro -%}

{%- macro check_diagnoses(rows, diagnoses, of_rows, visit, found, faults) -%}
    {%- set keys = syndrome_sql.key_text(visit.visit_id) ~ ' as syndrome_key' -%}
    {%- set place = syndrome_sql.key_text(visit.facility_id or "''") ~ ' as syndrome_facility' -%}
    {%- set codes = syndrome_sql.codes_of_rows(diagnoses, of_rows) -%}
    {%- set counts = run_query(
        'select count(*) as lists, count(case when visits.syndrome_key is null then 1 end) as strange, '
        ~ 'count(case when visits.facilities > 1 then 1 end) as doubtful from (' ~ codes
        ~ ') as diagnoses left join (select syndrome_key'
        ~ (', syndrome_facility' if of_rows.facility else '')
        ~ ', count(distinct syndrome_facility) as facilities from (select ' ~ keys ~ ', ' ~ place
        ~ ' from ' ~ rows ~ ' as visits_sent) as keys group by 1' ~ (', 2' if of_rows.facility else '')
        ~ ') as visits on diagnoses.syndrome_key = visits.syndrome_key'
        ~ (' and diagnoses.syndrome_facility = visits.syndrome_facility' if of_rows.facility else '')
    ).rows[0] -%}
    {%- set lists = counts[0] | int -%}
    {%- set strange = counts[1] | int -%}
    {%- do found.update({'lists': lists, 'strange': strange}) -%}
    {%- if lists and lists == strange -%}
        {%- do faults.append(
            'diagnosis_codes: none of the ' ~ lists ~ ' keys of the relation of diagnoses is the visit_id '
            ~ 'of a visit' ~ (' in its facility' if of_rows.facility else '')
        ) -%}
    {%- elif counts[2] | int -%}
        {%- do faults.append(
            'diagnosis_codes: ' ~ (counts[2] | int) ~ ' keys are those of visits in more than one facility; '
            ~ 'say with `facility` which column of the diagnoses tells them apart'
        ) -%}
    {%- endif -%}
{%- endmacro -%}

{#- For how many rows each expression cannot be worked out, by its name. -#}
{%- macro duckdb__syndrome_count_failures(relation, expressions, failed) -%}
    {%- set counts = [] -%}
    {%- for sql in expressions.values() -%}
        {%- do counts.append("count(case when try(coalesce(cast(" ~ sql ~ " as varchar), '')) is null then 1 end)") -%}
    {%- endfor -%}
    {%- set found = run_query('select ' ~ counts | join(', ') ~ ' from ' ~ relation).rows[0] -%}
    {%- for name in expressions -%}
        {%- do failed.update({name: found[loop.index0] | int}) -%}
    {%- endfor -%}
{%- endmacro -%}

{#- An error of Postgres is caught in a block; rows are gone through one by one only where there is one. -#}
{%- macro postgres__syndrome_count_failures(relation, expressions, failed) -%}
    {%- set blocks = [] -%}
    {%- for sql in expressions.values() -%}
        {%- set block %}
            syndrome_failed := 0;
            begin
                perform count({{ sql }}) from {{ relation }} as visits_sent;
            exception when others then
                for syndrome_row in select * from {{ relation }} as visits_sent loop
                    begin
                        perform {{ sql }} from (select syndrome_row.*) as visits_sent;
                    exception when others then
                        syndrome_failed := syndrome_failed + 1;
                    end;
                end loop;
            end;
            syndrome_counts := syndrome_counts || syndrome_failed || ',';
        {%- endset -%}
        {%- do blocks.append(block) -%}
    {%- endfor -%}
    {%- do run_query(
        'do $syndrome_sql$\n#variable_conflict use_column\ndeclare syndrome_row ' ~ relation
        ~ "%rowtype; syndrome_failed bigint; syndrome_counts text := ''; begin "
        ~ blocks | join('\n')
        ~ " perform set_config('syndrome_sql.failed', syndrome_counts, false); end $syndrome_sql$"
    ) -%}
    {%- set found = run_query("select current_setting('syndrome_sql.failed')").rows[0][0].split(',') -%}
    {%- for name in expressions -%}
        {%- do failed.update({name: found[loop.index0] | int}) -%}
    {%- endfor -%}
{%- endmacro -%}

{#- BigQuery has nothing that catches an error of a query without a script: write `safe_cast`. -#}
{%- macro bigquery__syndrome_count_failures(relation, expressions, failed) -%}
{%- endmacro -%}
