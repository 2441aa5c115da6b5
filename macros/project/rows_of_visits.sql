{#- `syndrome_visits` as earlier runs left it; none where it is built anew, or where it lacks a column
    that a visit has now: then all visits are taken up, and the column is filled. -#}
{%- macro visits_so_far() -%}
    {%- if not execute or flags.FULL_REFRESH -%}
        {{ return(none) }}
    {%- endif -%}
    {%- set visits = load_relation(api.Relation.create(
        database=this.database, schema=this.schema, identifier='syndrome_visits'
    )) -%}
    {%- if visits is none or visit_columns() | reject('in', syndrome_sql.columns_of_relation(visits)) | list -%}
        {{ return(none) }}
    {%- endif -%}
    {{ return(visits) }}
{%- endmacro -%}

{#- The columns that the table of a run before has; none where it is built anew. -#}
{%- macro columns_so_far() -%}
    {{ return(syndrome_sql.columns_of_relation(this) if is_incremental() else []) }}
{%- endmacro -%}

{%- macro columns_of_relation(relation) -%}
    {{ return(
        adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list
    ) }}
{%- endmacro -%}

{#- The columns of `syndrome_visits`. -#}
{%- macro visit_columns() -%}
    {{ return([
        'visit_id', 'patient_id', 'facility_id', 'state', 'county', 'visit_date', 'arrived_at',
        'updated_at', 'age_years', 'sex', 'is_emergency', 'setting', 'unreadable', 'source_rows',
        'content_hash',
    ] + syndrome_sql.filter_columns().keys() | list + syndrome_sql.text_fields() | map('first') | list) }}
{%- endmacro -%}

{#- The values that a visit has by its last rows. -#}
{%- macro state_columns() -%}
    {{ return([
        'patient_id', 'facility_id', 'state', 'county', 'visit_date', 'age_years', 'sex',
    ] + syndrome_sql.filter_columns().keys() | list + source_texts()) }}
{%- endmacro -%}

{#- How many visits have several last rows: rows that arrived together, or that say nothing of when
    they arrived. One row for each diagnosis is ordinary, and such codes are united; where anything
    else has two values none is the visit's, and the run stops before the visits change; so it does where
    keys have so many rows that they are hardly keys (`_MOST_ROWS` of transpiler/visit_files/table.py). -#}
{%- macro visits_of_several_rows() -%}
    {%- if not is_building() -%}
        {{ return(1) }}
    {%- endif -%}
    {%- set sizes = run_query(
        'select count(*) as visits, sum(source_rows) as source_rows from '
        ~ ref('syndrome_sql', 'int_syndrome_contents')
    ).rows[0] -%}
    {%- if (sizes['source_rows'] or 0) > 100 * sizes['visits'] -%}
        {{ syndrome_sql.refuse(
            'ESS610',
            sizes['source_rows'] ~ ' rows have ' ~ sizes['visits'] ~ ' keys, more than 100 rows for each: '
            ~ 'visit_id is hardly the key of a visit',
            'say with syndrome_columns which column is; of a source with a row for each finding give one row '
            ~ 'of each visit; syndrome_visits was not changed'
        ) }}
    {%- endif -%}
    {%- set contradictions = [] -%}
    {%- for name in state_columns() -%}
        {%- do contradictions.append(syndrome_sql.says_more_than_one(name)) -%}
    {%- endfor -%}
    {%- set counts = run_query(
        'select count(*) as several, count(case when contradicts then 1 end) as contradictory from ('
        ~ 'select visit_id, ' ~ contradictions | join(' or ') ~ ' as contradicts from '
        ~ ref('syndrome_sql', 'int_syndrome_rows')
        ~ ' where recency = 1 and together > 1 group by visit_id) as visits'
    ).rows[0] -%}
    {%- if counts['contradictory'] -%}
        {{ syndrome_sql.refuse(
            'ESS610',
            counts['contradictory'] ~ ' visits have several last rows that arrived together and differ '
            ~ 'in more than their codes: nothing tells which is right',
            'give the rows a time of arrival that tells them apart (a column, or syndrome_columns), or '
            ~ 'leave one row of each visit; syndrome_visits was not changed'
        ) }}
    {%- endif -%}
    {{ return(counts['several']) }}
{%- endmacro -%}

{#- Stop before the visits change where the source holds none, or has lost more of those known than
    `syndrome_lost_limit` per cent: an extract that failed looks like that. -#}
{%- macro refuse_lost_visits() -%}
    {%- if not is_building() or is_empty_run() or var('syndrome_accept_lost_visits') -%}
        {{ return('') }}
    {%- endif -%}
    {%- set contents = ref('syndrome_sql', 'int_syndrome_contents') -%}
    {%- set in_source = run_query('select count(*) as visits from ' ~ contents).rows[0]['visits'] -%}
    {%- set here = 0 -%}
    {%- set lost = 0 -%}
    {%- if is_incremental() -%}
        {%- set counts = run_query(
            'select count(*) as here, count(case when contents.visit_id is null then 1 end) as lost from '
            ~ this ~ ' as visits left join ' ~ contents
            ~ ' as contents on visits.visit_id = contents.visit_id'
        ).rows[0] -%}
        {%- set here = counts['here'] -%}
        {%- set lost = counts['lost'] if var('syndrome_forget_deleted') else 0 -%}
    {%- endif -%}
    {%- if not in_source or lost * 100 > (var('syndrome_lost_limit') | float) * here -%}
        {{ syndrome_sql.refuse(
            'ESS611',
            'the source holds ' ~ (
                'no visit' if not in_source
                else lost ~ ' fewer of the ' ~ here ~ ' visits known (' ~ '%.1f' | format(lost * 100 / here) ~ ' %)'
            ),
            'look at the extract; if it is right, build once with --vars '
            ~ "'{syndrome_accept_lost_visits: true}', or set syndrome_forget_deleted: false where it holds "
            ~ 'the last days alone; syndrome_visits was not changed'
        ) }}
    {%- endif -%}
{%- endmacro -%}

{#- The rows that were taken up are in the visits now, and are kept nowhere else. -#}
{%- macro forget_rows() -%}
    {%- if is_building() -%}
        {{ 'truncate table' if target.type == 'postgres' else 'delete from' }} {{ ref('syndrome_sql', 'int_syndrome_rows').render() }}
        {{- '' if target.type == 'postgres' else ' where true' }}
    {%- endif -%}
{%- endmacro -%}
