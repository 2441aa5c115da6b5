{#- The test that a table is what `syndrome_visits` must be (docs/visits.md), asked in one pass. It says
    in the log what is the matter, and how many visits have it; it shows none. -#}
{% test is_syndrome_visits(model) %}
    {%- set faults = [] -%}
    {%- if execute and flags.WHICH in ['build', 'test'] -%}
        {%- set fields = syndrome_sql.text_fields() | map('first') | list -%}
        {%- set types = {} -%}
        {%- for column in adapter.get_columns_in_relation(model) -%}
            {%- do types.update({column.name | lower: column.dtype | lower}) -%}
        {%- endfor -%}
        {%- set keys = ['visit_id', 'facility_id', 'visit_date', 'arrived_at', 'updated_at'] -%}
        {%- set others = ['patient_id', 'state', 'county', 'age_years', 'sex', 'is_emergency', 'setting'] -%}
        {%- for name in keys + others + fields if name not in types -%}
            {%- do faults.append('there is no column ' ~ name) -%}
        {%- endfor -%}
        {%- set kinds_of_columns = {
            'visit_date': ['date'], 'is_emergency': ['boolean', 'bool'],
            'arrived_at': ['timestamp', 'timestamp without time zone'],
            'updated_at': ['timestamp', 'timestamp without time zone'],
        } -%}
        {#- what no definition filters by may be left out -#}
        {%- for name in syndrome_sql.flags_of_filters() -%}
            {%- do kinds_of_columns.update({name: ['boolean', 'bool']}) -%}
        {%- endfor -%}
        {%- for name, kinds in kinds_of_columns.items() if name in types and types[name] not in kinds -%}
            {%- do faults.append(name ~ ' is ' ~ types[name] ~ ', not ' ~ kinds[0]) -%}
        {%- endfor -%}
        {%- set asked = {} -%}
        {%- for name in keys -%}
            {%- do asked.update({'visits without ' ~ name: [name, name ~ ' is null']}) -%}
        {%- endfor -%}
        {%- do asked.update({
            'keys that are not hashed': [
                'visit_id', 'not ' ~ syndrome_sql.matches_pattern('visit_id', "'^[0-9a-f]{64}$'"),
            ],
            'sexes other than F, M and U': ['sex', "sex not in ('F', 'M', 'U')"],
            'settings that are unknown': [
                'setting', "setting not in ('emergency', 'inpatient', 'ambulatory', 'unknown')",
            ],
        }) -%}
        {%- for name in fields -%}
            {%- do asked.update({
                'texts of ' ~ name ~ ' that are not folded': [
                    name, name ~ ' <> ' ~ syndrome_sql.fold_text(name),
                ],
            }) -%}
        {%- endfor -%}
        {%- set counts = [] -%}
        {%- if 'visit_id' in types -%}
            {%- do counts.append(['visits that are there twice', 'count(visit_id) - count(distinct visit_id) as fault_0']) -%}
        {%- endif -%}
        {%- for what, fault in asked.items() if fault[0] in types -%}
            {%- do counts.append([
                what, 'count(case when ' ~ fault[1] ~ ' then 1 end) as fault_' ~ counts | length,
            ]) -%}
        {%- endfor -%}
        {%- if counts -%}
            {%- set found = run_query(
                'select ' ~ counts | map('last') | join(', ') ~ ' from ' ~ model
            ).rows[0] -%}
            {%- for what, _ in counts -%}
                {%- if found[loop.index0] -%}
                    {%- do faults.append(what ~ ': ' ~ found[loop.index0]) -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
        {%- for fault in faults -%}
            {%- do log(model ~ ': ' ~ fault, info=true) -%}
        {%- endfor -%}
    {%- endif -%}
    select fault from (
        select 'none' as fault
        {%- for fault in faults %}
        union all select {{ syndrome_sql.text_literal(fault) }}
        {%- endfor %}
    ) as faults
    where fault <> 'none'
{% endtest %}
