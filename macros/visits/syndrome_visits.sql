{#- A select that makes `syndrome_visits` of a table of complaints and codes (docs/visits.md). `columns`
    says where things stand, each an SQL expression or an entry as of the var `syndrome_columns`, where
    `relation` is that of diagnoses: `visit_id`, `visit_date`, `chief_complaint` and
    `diagnosis_codes`, and where there are `facility_id`, `patient_id`, `state`, `county`,
    `arrived_at`, `age_years`, `sex`, `is_emergency`, `chief_complaint_history`, `triage_notes` and the
    columns of filters. The table must have one row per visit. Needs `keep_key_secret` at the start of
    the run. -#}
{%- macro syndrome_visits(relation, columns) -%}
    {%- set filters = {} -%}
    {%- do syndrome_sql.find_filter_columns(filters) -%}
    {%- set declared = [] -%}
    {%- do syndrome_sql.find_declared_fields(declared) -%}
    {%- set needed = ['visit_id', 'visit_date', 'chief_complaint', 'diagnosis_codes'] -%}
    {%- set used = [
        'facility_id', 'patient_id', 'state', 'county', 'arrived_at', 'age_years', 'sex',
        'is_emergency', 'chief_complaint_history', 'triage_notes',
    ] + filters.keys() | list + declared | map('first') | list -%}
    {%- set missing = needed | reject('in', columns) | list -%}
    {%- set unknown = columns | reject('in', needed + used) | list -%}
    {%- if missing or unknown -%}
        {{ syndrome_sql.refuse(
            'ESS606',
            'the columns of syndrome_visits: ' ~ (
                'nothing is said of ' ~ missing | join(', ') if missing
                else unknown | join(', ') ~ ' is no name of them'
            ),
            'give them as {visit_id: encounter_id, …}; known are ' ~ (needed + used) | join(', ')
        ) }}
    {%- endif -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] -%}
        {%- set asked = syndrome_sql.unread_columns(columns, {}, true, graph.nodes.keys() | list) -%}
        {%- if asked -%}
            {{ syndrome_sql.refuse(
                'ESS606',
                'the columns of syndrome_visits: nothing is said of ' ~ asked.values() | join('; '),
                'give them as {visit_id: encounter_id, …}, or disable these models'
            ) }}
        {%- endif -%}
    {%- endif -%}
    {%- set mapping = {} -%}
    {%- set moments = {} -%}
    {%- set mapped = syndrome_sql.map_own_columns(relation, columns, needed + used, mapping, moments) | trim -%}
    {%- do syndrome_sql.check_time_types(relation, moments) -%}
    {%- set columns = {} -%}
    {%- for name, entry in mapping.items() -%}
        {%- do columns.update({
            name: entry.sql if entry.is_plain else syndrome_sql.mapped_name(name) | trim
        }) -%}
    {%- endfor -%}
    {%- set text = dbt.type_string() -%}
    {%- set flag = syndrome_sql.read_flag('is_emergency_as_sent') -%}
    with visits_as_sent as (
        select
            {%- for name in ['visit_id', 'facility_id', 'patient_id', 'state', 'county',
                'chief_complaint', 'chief_complaint_history', 'triage_notes']
                + declared | map('first') | list %}
            cast({{ columns.get(name, "'unknown'" if name == 'facility_id' else 'null') }} as {{ text }})
                as {{ name }}_as_sent,
            {%- endfor %}
            {%- for name in ['visit_date', 'arrived_at', 'age_years', 'sex', 'is_emergency']
                + filters.keys() | list %}
            {{ columns.get(name) or (
                columns['visit_date'] if name == 'arrived_at'
                else "cast('true' as " ~ text ~ ")" if name == 'is_emergency'
                else 'cast(null as ' ~ text ~ ')'
            ) }} as {{ name }}_as_sent,
            {%- endfor %}
            {{ syndrome_sql.value_text(columns['diagnosis_codes']) }} as diagnosis_codes_as_sent
        from {{ mapped }}
    ),

    visits_as_read as (
        select
            *,
            {{ syndrome_sql.read_date('visit_date_as_sent') }} as visit_date,
            {{ syndrome_sql.read_time('arrived_at_as_sent') }} as arrived_at,
            {{ syndrome_sql.read_age('age_years_as_sent') }} as age_years,
            {{ syndrome_sql.read_sex('sex_as_sent') }} as sex,
            {%- for name, filter in filters.items() %}
            {{ syndrome_sql.read_filter(filter, name ~ '_as_sent') }} as {{ name }},
            {%- endfor %}
            {{ flag }} as is_emergency
        from visits_as_sent
    ),

    visits_of_fields as (
        select
            *,
            {{ syndrome_sql.fields_of_complaint_and_codes(
                'chief_complaint_as_sent', 'chief_complaint_history_as_sent',
                'diagnosis_codes_as_sent', 'triage_notes_as_sent', '_as_sent',
            ) }}
        from visits_as_read
    )

    select
        {{ syndrome_sql.hashed_key('visit', ['facility_id_as_sent', 'visit_id_as_sent']) }}
            as visit_id,
        {{ syndrome_sql.hashed_key('patient', ['facility_id_as_sent', 'patient_id_as_sent']) }}
            as patient_id,
        facility_id_as_sent as facility_id,
        state_as_sent as state,
        county_as_sent as county,
        visit_date,
        arrived_at,
        cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp) as updated_at,
        age_years,
        sex,
        is_emergency,
        {%- for name, filter in filters.items() %}
        {{ syndrome_sql.told_by_texts(filter.filter) if filter.is_told and name not in columns else name }}
            as {{ name }},
        {%- endfor %}
        case
            when is_emergency then 'emergency'
            when is_inpatient then 'inpatient'
            when is_emergency is null then 'unknown'
            else 'ambulatory'
        end as setting
        {%- for name, _ in syndrome_sql.text_fields() %},
        {{ syndrome_sql.fold_text(name) }} as {{ name }}
        {%- endfor %}
    from visits_of_fields
{%- endmacro -%}

{#- The rows that `syndrome_visits` reads, by its `columns`, which are read into `mapping`; `moments` are
    told the days and times that no zone is named for. -#}
{%- macro map_own_columns(relation, columns, names, mapping, moments) -%}
    {%- set given = {} -%}
    {%- set faults = [] -%}
    {%- for name, said in columns.items() -%}
        {%- do given.update({name: said if said is mapping else {'sql': said}}) -%}
    {%- endfor -%}
    {%- do syndrome_sql.read_mapping(given, names, mapping) -%}
    {%- do syndrome_sql.resolve_mapping(mapping, none, none, 'facility_id' in given, faults) -%}
    {%- for name, entry in mapping.items() -%}
        {%- if columns[name] is not mapping -%}
            {%- do entry.update({'sql': columns[name], 'is_plain': true}) -%}
        {%- endif -%}
        {%- if name in ['visit_date', 'arrived_at'] and not entry.zone -%}
            {%- do moments.update({name: entry.sql}) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set diagnoses = given.diagnosis_codes.get('relation') -%}
    {%- if mapping.diagnosis_codes.rows and not diagnoses -%}
        {%- do faults.append('diagnosis_codes: say with `relation` where they stand, such as ref(...)') -%}
    {%- endif -%}
    {%- do syndrome_sql.refuse_mapping(faults) -%}
    {%- set visit = {
        'visit_id': mapping.visit_id.sql,
        'facility_id': mapping.facility_id.sql if 'facility_id' in mapping else none,
    } -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] and not relation.is_cte -%}
        {%- set found = {} -%}
        {%- do syndrome_sql.check_mapped_rows(relation, mapping, diagnoses, visit, found) -%}
    {%- endif -%}
    {{ syndrome_sql.mapped_visits(relation, mapping, diagnoses, visit) }}
{%- endmacro -%}

{#- Refuses days or times of arrival that are instants where no zone says which day they are. Their
    types are asked of the relation when the model is built: before that it need not be there. -#}
{%- macro check_time_types(relation, columns) -%}
    {%- if execute and flags.WHICH in ['build', 'run', 'retry'] and not relation.is_cte -%}
        {%- set asked = [] -%}
        {%- for name in ['visit_date', 'arrived_at'] if columns.get(name) -%}
            {%- do asked.append(columns[name] ~ ' as ' ~ name) -%}
        {%- endfor -%}
        {%- if asked -%}
            {%- for column in get_column_schema_from_query('select ' ~ asked | join(', ') ~ ' from ' ~ relation) -%}
                {%- do syndrome_sql.check_time_type(columns[column.name], column.dtype) -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro -%}
