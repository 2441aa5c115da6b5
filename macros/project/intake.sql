{#- The columns of a source that are used where they are there, and are not there. -#}
{%- macro absent_columns() -%}
    {%- set absent = [] -%}
    {%- if var('syndrome_source') != 'omop' -%}
        {#- what only filters ask is no news -#}
        {%- set filters = [] -%}
        {%- for name, filter in syndrome_sql.filter_columns().items() if name != 'is_inpatient' -%}
            {%- do filters.append(name if var('syndrome_source') == 'plain' else filter.essence[0]) -%}
        {%- endfor -%}
        {%- for name, column in source_columns().items() if column is none and name not in filters -%}
            {%- do absent.append(name) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(absent) }}
{%- endmacro -%}

{#- Whether a column of a visit is one of those that are not there, by our name or by ESSENCE's. -#}
{%- macro is_absent(name, absent) -%}
    {{ return(name in absent or syndrome_sql.names_in_essence().get(name) in absent) }}
{%- endmacro -%}

{#- After a build three lines say what came in; `rpt_intake` has it by facility and week. -#}
{%- macro say_intake(results) -%}
    {%- for result in results if execute and result.node.unique_id == 'model.syndrome_sql.rpt_intake'
        and result.status == 'success' and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- set counts = [] -%}
        {%- for name in values_read() -%}
            {%- do counts.append('sum(unreadable_' ~ name ~ ') as unreadable_' ~ name) -%}
        {%- endfor -%}
        {%- set others = ['missing_age_years', 'missing_sex', 'missing_is_emergency'] + doubts() -%}
        {%- for name in others -%}
            {%- do counts.append('sum(' ~ name ~ ') as ' ~ name) -%}
        {%- endfor -%}
        {%- set found = run_query(
            'select coalesce(sum(visits), 0) as visits, coalesce(sum(source_rows), 0) as source_rows, '
            ~ 'sum(without_complaint) as without_complaint, sum(without_codes) as without_codes, '
            ~ 'sum(words_beside_codes) as words, '
            ~ counts | join(', ') ~ ', min(first_day) as first_day, max(last_day) as last_day, '
            ~ 'max(last_arrival) as last_arrival, max(columns_not_there) as absent from ' ~ result.node.relation_name
        ).rows[0] -%}
        {%- if found['visits'] -%}
            {%- set unread = [] -%}
            {%- for name in values_read() if found['unreadable_' ~ name] -%}
                {%- do unread.append(name ~ ' ' ~ '{:,}'.format(found['unreadable_' ~ name] | int)) -%}
            {%- endfor -%}
            {%- set besides = [] -%}
            {#- of a column that is not there it is said once, below, that it is not #}
            {%- set absent = (found['absent'] or '').split(', ') -%}
            {%- for name in others if found[name] and not is_absent(name | replace('missing_', ''), absent) -%}
                {%- do besides.append(name | replace('_', ' ') ~ ' ' ~ '{:,}'.format(found[name] | int)) -%}
            {%- endfor -%}
            {%- do log(
                'Intake: ' ~ '{:,}'.format(found['source_rows'] | int) ~ ' rows are '
                ~ '{:,}'.format(found['visits'] | int) ~ ' visits, of '
                ~ found['first_day'] ~ ' to ' ~ found['last_day'] ~ ', the last arrived at '
                ~ found['last_arrival'], info=true
            ) -%}
            {%- do log(
                'Intake: ' ~ '{:,}'.format(found['without_complaint'] | int) ~ ' visits without a complaint, '
                ~ '{:,}'.format(found['without_codes'] | int) ~ ' without codes; also: '
                ~ (besides | join(', ') or 'nothing'), info=true
            ) -%}
            {%- set forms = run_query(
                'select form_beside_codes, sum(words_beside_codes) as visits from '
                ~ result.node.relation_name ~ ' where form_beside_codes is not null'
                ~ ' group by form_beside_codes order by visits desc, form_beside_codes limit 3'
            ).columns[0].values() if found['words'] else [] -%}
            {%- set words = 'something in ' ~ '{:,}'.format(found['words'] | int) ~ ' visits, such as `'
                ~ forms | join('`, `') ~ '`' if found['words'] else 'nothing' -%}
            {%- do log(
                'Intake: could not be read: ' ~ (unread | join(', ') or 'nothing')
                ~ '; not asked beside codes: ' ~ words
                ~ '; not in the source: ' ~ (found['absent'] or 'nothing'), info=true
            ) -%}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro -%}
