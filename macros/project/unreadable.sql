{#- The columns of a visit whose values are read. -#}
{%- macro values_read() -%}
    {{ return(
        ['visit_date', 'arrived_at', 'age_years', 'sex', 'is_emergency']
        + syndrome_sql.flags_of_filters() + ['diagnosis_codes']
    ) }}
{%- endmacro -%}

{#- Those that the source in use is asked for. An extract of ESSENCE has its codes in texts; a plain
    table without times of arrival has its days read once. -#}
{%- macro read_columns() -%}
    {%- set names = values_read() -%}
    {%- if var('syndrome_source') not in ['plain', 'omop'] -%}
        {%- do names.remove('diagnosis_codes') -%}
    {%- endif -%}
    {%- if var('syndrome_source') == 'plain' and not source_columns()['arrived_at'] -%}
        {%- do names.remove('arrived_at') -%}
    {%- endif -%}
    {%- set sent = filters_sent() -%}
    {%- for name in syndrome_sql.flags_of_filters() if name not in sent -%}
        {%- do names.remove(name) -%}
    {%- endfor -%}
    {{ return(names) }}
{%- endmacro -%}

{#- Where the value of such a column stands as it was sent. -#}
{%- macro as_sent(name) -%}
    {{ return(name if name == 'diagnosis_codes' else name ~ '_as_sent') }}
{%- endmacro -%}

{#- What is lawful and looks like damage, counted beside what cannot be read: texts and keys with
    characters that no text has, and rows without codes among several of a visit. -#}
{%- macro doubts() -%}
    {{ return(['damaged_texts', 'rows_without_codes']) }}
{%- endmacro -%}

{#- The names of the columns of a row that cannot be read, and of the doubts about it, each with a
    semicolon after it; NULL where there are none. -#}
{%- macro names_of_unreadable() -%}
    {%- set texts = [] -%}
    {%- for name in ['encounter_id', 'source_visit_id', 'facility_id'] + source_texts() -%}
        {%- do texts.append("coalesce(" ~ name ~ ", '')") -%}
    {%- endfor -%}
    {%- set cases = [
        "case when " ~ syndrome_sql.looks_damaged("concat(" ~ texts | join(", ' ', ") ~ ")")
        ~ " then 'damaged_texts;' else '' end"
    ] -%}
    {%- for name in read_columns() -%}
        {%- set reading = syndrome_sql.read_codes('diagnosis_codes')
            if name == 'diagnosis_codes' else name -%}
        {%- do cases.append(
            'case when ' ~ syndrome_sql.is_unreadable(as_sent(name), reading)
            ~ " then '" ~ name ~ ";' else '' end"
        ) -%}
    {%- endfor -%}
    nullif(concat({{ cases | join(', ') }}), '')
{%- endmacro -%}

{#- Those of several rows of a visit, of which some may have codes and others none. -#}
{%- macro united_unreadable() -%}
    {%- set codes = 'diagnosis_codes' if 'diagnosis_codes' in source_texts() else 'dd_parsed' -%}
    nullif(
        concat(
            coalesce(string_agg(distinct unreadable, ''), ''),
            case
                when count({{ syndrome_sql.said(codes) }}) not in (0, count(*))
                    then 'rows_without_codes;'
                else ''
            end
        ),
        ''
    )
{%- endmacro -%}

{#- Whether a value of the column could not be read, of a row that has those names. -#}
{%- macro names_unreadable(name) -%}
    strpos(coalesce(unreadable, ''), '{{ name }};') > 0
{%- endmacro -%}

{#- Stop before the visits change where a value that is needed is not there, or where more values of a
    column than `syndrome_unreadable_limit` per cent of those there are cannot be read: among the
    rows taken up, or, of ten and more that are unreadable there, among them alone in a later run. -#}
{%- macro refuse_unreadable_values() -%}
    {%- set names = read_columns() -%}
    {%- if not is_building() -%}
        {{ return('') }}
    {%- endif -%}
    {%- set limit = var('syndrome_unreadable_limit') | float -%}
    {%- set counts = [] -%}
    {%- for name in names -%}
        {%- do counts.append('count(case when ' ~ names_unreadable(name) ~ ' then 1 end) as bad_' ~ name) -%}
        {%- do counts.append('count(' ~ name ~ ') as good_' ~ name) -%}
    {%- endfor -%}
    {%- set rows_ = ref('syndrome_sql', 'int_syndrome_rows') -%}
    {%- set found = run_query(
        'select count(*) as all_rows, ' ~ counts | join(', ')
        ~ ', count(case when visit_date is null then 1 end) as no_visit_date'
        ~ ', count(case when arrived_at is null then 1 end) as no_arrived_at from ' ~ rows_
    ).rows[0] -%}
    {%- set unnamed = run_query(
        'select coalesce(sum(source_rows), 0) as unnamed from ' ~ ref('syndrome_sql', 'int_syndrome_contents')
        ~ ' where visit_id is null'
    ).rows[0]['unnamed'] -%}
    {%- set faults = [] -%}
    {%- for name in names -%}
        {%- set bad = found['bad_' ~ name] -%}
        {%- set good = found['good_' ~ name] - (bad if name == 'diagnosis_codes' else 0) -%}
        {%- set is_needed = name in ['visit_date', 'arrived_at'] -%}
        {%- if bad and (is_needed or (
            bad * 100 > limit * (bad + good) and (bad >= 10 or not is_incremental())
        )) -%}
            {%- set forms = run_query(
                'select form from (select ' ~ syndrome_sql.form_of(as_sent(name)) ~ ' as form from '
                ~ ref('syndrome_sql', 'stg_syndrome__visits') ~ ' where ' ~ names_unreadable(name)
                ~ ') as forms group by form order by count(*) desc, form limit 3'
            ).columns[0].values() -%}
            {%- do faults.append(
                name ~ ': ' ~ bad ~ ' of ' ~ (bad + good) ~ ' values cannot be read ('
                ~ '%.2f' | format(bad * 100 / (bad + good)) ~ ' %), of the form `'
                ~ forms | join('`, `') ~ '`'
            ) -%}
        {%- endif -%}
        {%- set none_there = found['no_' ~ name] - bad if is_needed else 0 -%}
        {%- if none_there -%}
            {%- do faults.append(name ~ ': missing in ' ~ none_there ~ ' of ' ~ found['all_rows'] ~ ' rows') -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if unnamed -%}
        {%- do faults.append('visit or facility: ' ~ unnamed ~ ' rows do not say which they are of') -%}
    {%- endif -%}
    {%- if faults -%}
        {{ syndrome_sql.refuse(
            'ESS609',
            'values of the source cannot be read\n    ' ~ faults | join('\n    '),
            'mend them in the source, or say with `words` in syndrome_columns what they mean; the var '
            ~ 'syndrome_unreadable_limit says how many per cent of a column may be unreadable, days and times '
            ~ 'of arrival must all be readable; syndrome_visits was not changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- Whether models are being built, so that tables change. -#}
{%- macro is_building() -%}
    {{ return(execute and flags.WHICH in ['build', 'run', 'retry']) }}
{%- endmacro -%}

{#- Whether this is a run on no rows, to try the SQL. -#}
{%- macro is_empty_run() -%}
    {{ return(invocation_args_dict.get('empty', false)) }}
{%- endmacro -%}
